package calendar

import "time"

// year is what a calendar knows about one year, day by day. Prefix sums make
// counting over any stretch of the year a subtraction. All times are in seconds.
type year struct {
	first    int            // number of 1 January
	days     int            // 365 or 366
	start    int64          // Unix time of the first instant of 1 January
	begins   [367]uint32    // start of day i after the year's; [days] is the year's end
	workdays [367]uint16    // working days before day i
	worked   [367]uint32    // working seconds before day i
	holidays map[int]string // day → name
}

func (y *year) startOf(i int) int64 { return y.start + int64(y.begins[i]) }

func (y *year) works(i int) bool { return y.workdays[i+1] > y.workdays[i] }

// year returns the table of a year; nil outside the years that are known.
func (c *Calendar) year(n int) *year {
	if n < minYear || n > maxYear {
		return nil
	}
	if y := c.years[n].Load(); y != nil {
		return y
	}
	// Two goroutines may make the same table; either one is right.
	y := c.tabulate(n)
	c.years[n].Store(y)
	return y
}

func (c *Calendar) tabulate(n int) *year {
	first := Date{n, time.January, 1}
	y := &year{
		first:    first.number(),
		start:    first.Start(c.spec.Zone).Unix(),
		holidays: c.spec.holidaysOf(n),
	}
	y.days = Date{n + 1, time.January, 1}.number() - y.first
	for i := 1; i <= y.days; i++ {
		y.begins[i] = uint32(fromNumber(y.first+i).Start(c.spec.Zone).Unix() - y.start)
	}
	for i := range y.days {
		d := fromNumber(y.first + i)
		y.workdays[i+1], y.worked[i+1] = y.workdays[i], y.worked[i]
		_, holiday := y.holidays[i]
		exception, excepted := c.spec.Exception[d]
		if excepted && exception.Working || !excepted && !holiday && c.weekdays[d.Weekday()] {
			y.workdays[i+1]++
			for _, s := range c.spec.Hours {
				opens, closes := c.span(y, i, s)
				y.worked[i+1] += uint32(closes - opens)
			}
		}
	}
	return y
}

// day finds a date in its year's table; nil outside the known years.
func (c *Calendar) day(d Date) (*year, int) {
	y := c.year(d.Year)
	if y == nil {
		return nil, 0
	}
	i := d.number() - y.first
	if i < 0 || i >= y.days {
		// Not a date of the calendar, such as day 32 of December.
		return c.day(fromNumber(d.number()))
	}
	return y, i
}

// locate finds the day that the wall clock shows at a Unix time.
func (c *Calendar) locate(unix int64) (*year, int) {
	utc := time.Unix(unix, 0).UTC()
	y, i := c.year(utc.Year()), utc.YearDay()-1
	for y != nil && unix < y.startOf(i) {
		if i--; i < 0 {
			if y = c.year(utc.Year() - 1); y != nil {
				i = y.days - 1
			}
		}
	}
	for y != nil && unix >= y.startOf(i+1) {
		if i++; i == y.days {
			y, i = c.year(utc.Year()+1), 0
		}
	}
	return y, i
}

// span returns a span of day i as Unix times. On the two days of a clock change
// a span may be shorter or longer than it reads, or empty.
func (c *Calendar) span(y *year, i int, s Span) (opens, closes int64) {
	return c.minute(y, i, s.Open), c.minute(y, i, s.Close)
}

func (c *Calendar) minute(y *year, i, minute int) int64 {
	switch {
	case minute == 0:
		return y.startOf(i)
	case minute == minutesPerDay:
		return y.startOf(i + 1)
	case y.begins[i+1]-y.begins[i] == secondsPerDay:
		return y.startOf(i) + int64(minute)*60
	}
	return wall(fromNumber(y.first+i), minute, c.spec.Zone).Unix()
}
