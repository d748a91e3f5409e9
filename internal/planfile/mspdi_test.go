package planfile_test

import (
	"encoding/xml"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/planfile"
)

// tool is what a planning tool writes of its own accord: a task with a duration, a
// project without an owner of its own, resources, a deadline, an inactive task.
const tool = `<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project">
<SaveVersion>14</SaveVersion><Name>plan.mpp</Name><Title>Koppeling</Title><MinutesPerDay>456</MinutesPerDay>
<ExtendedAttributes><ExtendedAttribute><FieldID>188743734</FieldID><FieldName>Text2</FieldName><Alias>Share %</Alias></ExtendedAttribute></ExtendedAttributes>
<Tasks>
<Task><UID>0</UID><ID>0</ID><Name>plan</Name><OutlineLevel>0</OutlineLevel><Summary>true</Summary></Task>
<Task><UID>7</UID><ID>1</ID><Name>Project Alfa</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>
<Task><UID>9</UID><ID>2</ID><Name>Ontwerp klaar</Name><OutlineLevel>2</OutlineLevel><Milestone>1</Milestone><Duration>PT0H0M0S</Duration>
 <Start>2021-09-01T17:00:00</Start><Finish>2021-09-01T17:00:00</Finish><Deadline>2021-09-03T17:00:00</Deadline></Task>
<Task><UID>11</UID><ID>3</ID><Name>Bouwen</Name><OutlineLevel>2</OutlineLevel><Milestone>0</Milestone><Duration>PT76H0M0S</Duration><DurationFormat>7</DurationFormat>
 <Start>2021-09-02T08:00:00</Start><Finish>2021-09-15T17:00:00</Finish>
 <PredecessorLink><PredecessorUID>9</PredecessorUID><Type>1</Type><LinkLag>9120</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>
<Task><UID>12</UID><ID>4</ID><Name>Vervallen</Name><OutlineLevel>2</OutlineLevel><Finish>2021-09-04T17:00:00</Finish><Active>0</Active></Task>
<Task><UID>13</UID><ID>5</ID><Name>In gebruik</Name><OutlineLevel>2</OutlineLevel><Milestone>1</Milestone><Finish>2021-09-20T17:00:00</Finish>
 <PredecessorLink><PredecessorUID>11</PredecessorUID></PredecessorLink>
 <Baseline><Number>0</Number><Finish>2021-09-16T17:00:00</Finish></Baseline></Task>
</Tasks>
<Resources><Resource><UID>1</UID><Name>ICT-Dienstverlener Alfa</Name></Resource></Resources>
<Assignments>
<Assignment><UID>1</UID><TaskUID>9</TaskUID><ResourceUID>1</ResourceUID></Assignment>
<Assignment><UID>2</UID><TaskUID>11</TaskUID><ResourceUID>1</ResourceUID></Assignment>
<Assignment><UID>3</UID><TaskUID>13</TaskUID><ResourceUID>1</ResourceUID></Assignment>
</Assignments>
</Project>`

func TestAPlanOfAPlanningToolBecomesMilestones(t *testing.T) {
	t.Parallel()
	reading, err := planfile.ReadMSPDI([]byte(tool), rules(t))
	require.NoError(t, err)
	alfa := planfile.Owner{Org: "alfa"}
	require.Equal(t, planfile.Plan{
		Title:    "Koppeling",
		Projects: []planfile.Project{{ID: "P7", Title: "Project Alfa", Owner: alfa}},
		Milestones: []planfile.Milestone{
			// The deadline is promised; the tool expects it two days before.
			{ID: "T9", Title: "Ontwerp klaar", Project: "P7", Owner: alfa, Due: day(t, "2021-09-03"), Forecast: day(t, "2021-09-01")},
			{ID: "T11", Title: "Bouwen", Project: "P7", Owner: alfa, Due: day(t, "2021-09-15")},
			{ID: "T13", Title: "In gebruik", Project: "P7", Owner: alfa, Due: day(t, "2021-09-16"), Forecast: day(t, "2021-09-20")},
		},
		// Two days of lag and ten of work, at 456 minutes a day.
		Links: []planfile.Link{{From: "T9", To: "T11", Lag: 12}, {From: "T11", To: "T13"}},
	}, reading.Plan)
	require.Len(t, reading.Remarks, 1)
	require.Equal(t, "task_as_milestone", reading.Remarks[0].Code)
	require.Equal(t, map[string]string{"task": "Bouwen", "days": "10"}, reading.Remarks[0].Args)
	inWords(t, reading.Remarks[0])
}

func TestAPlanningToolCountsTheSameWorkingDays(t *testing.T) {
	t.Parallel()
	rules := rules(t)
	reading, err := planfile.ReadYAML([]byte(plan), rules)
	require.NoError(t, err)
	text, err := planfile.WriteMSPDI(reading.Plan, rules.Calendar, planfile.Dutch)
	require.NoError(t, err)
	var doc struct {
		Exceptions []struct {
			From string `xml:"TimePeriod>FromDate"`
			Name string
			Work int `xml:"DayWorking"`
		} `xml:"Calendars>Calendar>Exceptions>Exception"`
		Tasks []struct {
			Name           string
			Milestone      int
			Finish         string
			Baseline       string `xml:"Baseline>Finish"`
			PredecessorLag []int  `xml:"PredecessorLink>LinkLag"`
		} `xml:"Tasks>Task"`
		Resources []string `xml:"Resources>Resource>Name"`
	}
	require.NoError(t, xml.Unmarshal(text, &doc))
	free := map[string]string{}
	for _, e := range doc.Exceptions {
		require.Zero(t, e.Work)
		free[e.From[:10]] = e.Name
	}
	for d := day(t, "2021-09-01"); d.Year == 2021; d = d.AddDays(1) {
		_, excepted := free[d.String()]
		weekday := d.Weekday() >= 1 && d.Weekday() <= 5
		require.Equal(t, rules.Calendar.IsWorkingDay(d), weekday && !excepted, d)
	}
	require.Equal(t, "Allerheiligen", free["2021-11-01"])
	last := doc.Tasks[len(doc.Tasks)-1]
	require.Equal(t, "Koppeling", last.Name)
	require.Equal(t, "2021-12-01T17:00:00", last.Finish)
	require.Equal(t, []int{10 * 480 * 10, 0}, last.PredecessorLag, "tenths of a minute")
	require.Equal(t, []string{"si", "alfa"}, doc.Resources)
}
