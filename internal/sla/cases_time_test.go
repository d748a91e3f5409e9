package sla_test

// otherCases are about targets in time and in calendar days.
var otherCases = []example{
	{
		"12.6: registered 16:30, closed 09:45 the next day is 75 minutes of LOH",
		`{"target":{"workingTime":"1h30m","calendar":"loh"},"start":"2026-03-02T16:30:00+01:00","stop":"2026-03-03T09:45:00+01:00","at":"2026-03-03T09:45:00+01:00"}`,
		`{"state":"met","corrected":4500,"unit":"seconds","percent":83.3,"remaining":900,"due":"2026-03-03T10:00:00+01:00"}`,
	},
	{
		"a stop at the due instant meets a target in time",
		`{"target":{"workingTime":"1h30m","calendar":"loh"},"start":"2026-03-02T16:30:00+01:00","stop":"2026-03-03T10:00:00+01:00","at":"2026-03-03T10:00:00+01:00"}`,
		`{"state":"met","percent":100,"remaining":0}`,
	},
	{
		"due at closing time: a stop in the evening is too late, though no time was used",
		`{"target":{"workingTime":"1h","calendar":"loh"},"start":"2026-03-02T16:00:00+01:00","stop":"2026-03-02T20:00:00+01:00","at":"2026-03-02T20:00:00+01:00"}`,
		`{"state":"breached","corrected":3600,"remaining":0,"breachedAt":"2026-03-02T17:00:00+01:00"}`,
	},
	{
		"a pause that begins when the time is used up comes too late",
		`{"target":{"workingTime":"1h","calendar":"loh"},"start":"2026-03-02T09:00:00+01:00","pauses":[{"from":"2026-03-02T10:00:00+01:00","to":"2026-03-02T12:00:00+01:00"}],
			"stop":"2026-03-02T11:00:00+01:00","at":"2026-03-02T12:00:00+01:00"}`,
		`{"state":"breached","corrected":3600,"suspended":3600,"due":"2026-03-02T10:00:00+01:00"}`,
	},
	{
		"overlapping pauses count once",
		`{"target":{"workingTime":"4h","calendar":"loh"},"start":"2026-03-02T09:00:00+01:00","pauses":[{"from":"2026-03-02T10:00:00+01:00","to":"2026-03-02T12:00:00+01:00"},
			{"from":"2026-03-02T11:00:00+01:00","to":"2026-03-02T13:00:00+01:00"}],"at":"2026-03-02T14:00:00+01:00"}`,
		`{"state":"running","actual":18000,"suspended":10800,"corrected":7200,"due":"2026-03-02T16:00:00+01:00"}`,
	},
	{
		"a pause outside the hours suspends nothing, but the clock says paused",
		`{"target":{"workingTime":"4h","calendar":"eoh"},"start":"2026-03-02T18:00:00+01:00","pauses":[{"from":"2026-03-02T20:00:00+01:00"}],"at":"2026-03-02T23:00:00+01:00"}`,
		`{"state":"paused","suspended":0,"corrected":3600,"due":"2026-03-03T10:30:00+01:00"}`,
	},
	{
		"four hours elapsed over the spring change end at a later reading",
		`{"target":{"elapsed":"4h"},"start":"2026-03-29T00:00:00+01:00","at":"2026-03-29T04:00:00+02:00"}`,
		`{"state":"running","corrected":10800,"due":"2026-03-29T05:00:00+02:00"}`,
	},
	{
		"working days are 25 hours long in autumn: the whole weekend on workdays counts nothing",
		`{"target":{"workingTime":"48h","calendar":"workdays"},"start":"2026-10-23T12:00:00+02:00","at":"2026-10-26T00:00:00+01:00"}`,
		`{"corrected":43200,"due":"2026-10-27T12:00:00+01:00"}`,
	},
	{
		"24x7 over the autumn change: the day has 25 hours",
		`{"target":{"workingTime":"25h","calendar":"24x7"},"start":"2026-10-25T00:00:00+02:00","stop":"2026-10-26T00:00:00+01:00","at":"2026-10-27T00:00:00+01:00"}`,
		`{"state":"met","corrected":90000,"due":"2026-10-26T00:00:00+01:00"}`,
	},
	{
		"a month after 31 January is the end of 28 February",
		`{"target":{"calendarMonths":1},"start":"2026-01-31T10:00:00+01:00","at":"2026-02-01T10:00:00+01:00"}`,
		`{"state":"running","due":"2026-03-01T00:00:00+01:00","actual":1,"remaining":27,"unit":"calendarDays","percent":null}`,
	},
	{
		"in a leap year it is 29 February",
		`{"target":{"calendarMonths":1},"start":"2028-01-31T10:00:00+01:00","at":"2028-02-01T10:00:00+01:00"}`,
		`{"due":"2028-03-01T00:00:00+01:00","remaining":28}`,
	},
	{
		"three months of validity count over the year's end",
		`{"target":{"calendarMonths":3},"start":"2026-11-30T10:00:00+01:00","at":"2027-02-28T23:00:00+01:00"}`,
		`{"state":"running","due":"2027-03-01T00:00:00+01:00","remaining":0}`,
	},
	{
		"ten calendar days, moved by two suspended ones, over the spring change",
		`{"target":{"calendarDays":10},"start":"2026-03-20T10:00:00+01:00","pauses":[{"from":"2026-03-27T08:00:00+01:00","to":"2026-03-29T08:00:00+02:00"}],"at":"2026-03-31T10:00:00+02:00"}`,
		`{"state":"running","due":"2026-04-02T00:00:00+02:00","actual":11,"suspended":2,"corrected":9,"remaining":1}`,
	},
	{
		"a milestone date is kept until its end",
		`{"target":{"date":"2026-03-31"},"start":"2026-03-01T10:00:00+01:00","stop":"2026-03-31T23:59:59+02:00","at":"2026-04-02T10:00:00+02:00"}`,
		`{"state":"met","due":"2026-04-01T00:00:00+02:00","remaining":0}`,
	},
	{
		"a milestone that is recorded too late is breached from the start",
		`{"target":{"date":"2026-03-31"},"start":"2026-04-02T10:00:00+02:00","at":"2026-04-02T10:00:00+02:00"}`,
		`{"state":"breached","due":"2026-04-01T00:00:00+02:00","breachedAt":"2026-04-02T10:00:00+02:00","remaining":-2}`,
	},
}
