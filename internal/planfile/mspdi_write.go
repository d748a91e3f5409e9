package planfile

import (
	"bytes"
	"encoding/xml"
	"slices"

	"termijn/internal/calendar"
)

// WriteMSPDI writes the programme, its projects, milestones, dependencies and dates
// as MSPDI, with the calendar, so that a planning tool counts the same working days.
// A milestone's due date is its baseline and deadline; it stands on the day on which
// it was reached, or that its owner states.
func WriteMSPDI(p Plan, cal *calendar.Calendar, l Language) ([]byte, error) {
	w := mspdiWriter{plan: p, uids: map[string]int{}, resources: map[string]int{}}
	doc := mspdiProject{Namespace: mspdiNamespace, SaveVersion: 14, Title: p.Title, ScheduleFromStart: yes,
		CurrencyDigits: 2, CurrencySymbol: "€", CurrencyCode: "EUR", CalendarUID: 1,
		DefaultStartTime: dayStart, DefaultFinishTime: dayEnd, MinutesPerDay: minutesPerDay, MinutesPerWeek: 5 * minutesPerDay, DaysPerMonth: 20,
		DurationFormat: 7, HonorConstraints: yes, WeekStartDay: 1}
	first, last := w.bounds()
	if !first.IsZero() {
		doc.StartDate, doc.FinishDate = first.String()+"T"+dayStart, atEnd(last)
	}
	for _, f := range ownFields {
		i := slices.IndexFunc(columns, func(c column) bool { return c.field == f.field })
		doc.Fields = append(doc.Fields, mspdiField{f.id, f.name, columns[i].heads[l]})
	}
	doc.Calendars = []mspdiCalendar{mspdiCalendarOf(cal, first, last)}
	w.tasks()
	doc.Tasks, doc.Resources, doc.Assignments = w.all, w.people, w.assigned
	var b bytes.Buffer
	b.WriteString(xml.Header)
	encoder := xml.NewEncoder(&b)
	encoder.Indent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return nil, err
	}
	b.WriteString("\n")
	return b.Bytes(), nil
}

type mspdiWriter struct {
	plan      Plan
	all       []mspdiTask
	uids      map[string]int // of milestones
	people    []mspdiResource
	resources map[string]int
	assigned  []mspdiAssignment
}

// bounds are the first and the last date of the plan.
func (w *mspdiWriter) bounds() (first, last calendar.Date) {
	for _, d := range append(datesOf(w.plan), w.plan.Start, w.plan.End) {
		if d.IsZero() {
			continue
		}
		if first.IsZero() || d.Before(first) {
			first = d
		}
		if d.After(last) {
			last = d
		}
	}
	return first, last
}

func datesOf(p Plan) []calendar.Date {
	var all []calendar.Date
	for _, m := range p.Milestones {
		all = append(all, m.Due, m.Forecast, m.Reached, m.Aim)
	}
	return all
}

func (w *mspdiWriter) tasks() {
	recs := records(w.plan)
	w.add(mspdiTask{Name: w.plan.Title, Summary: yes}, recs[0])
	uid := 0
	next := func() int { uid++; return uid }
	// UIDs first: a link may lead to a task further down.
	inOrder := map[string][]int{} // milestones by project
	for i, m := range w.plan.Milestones {
		inOrder[m.Project] = append(inOrder[m.Project], i)
	}
	start := 1
	for _, project := range w.plan.Projects {
		for i, m := range inOrder[project.ID] {
			w.uids[w.plan.Milestones[m].ID] = start + 1 + i
		}
		start += 1 + len(inOrder[project.ID])
	}
	byKind := map[string][]record{}
	for _, rec := range recs {
		byKind[rec.kind] = append(byKind[rec.kind], rec)
	}
	for i, project := range w.plan.Projects {
		w.add(mspdiTask{UID: next(), Name: project.Title, OutlineLevel: 1, Summary: yes}, byKind[kindProject][i])
		for _, m := range inOrder[project.ID] {
			w.milestone(next(), w.plan.Milestones[m], byKind[kindMilestone][m])
		}
	}
}

var finishToStart = 1

func (w *mspdiWriter) milestone(uid int, m Milestone, rec record) {
	at := m.Due
	if !m.Forecast.IsZero() {
		at = m.Forecast
	}
	if !m.Reached.IsZero() {
		at = m.Reached
	}
	t := mspdiTask{UID: uid, Name: m.Title, OutlineLevel: 2, Start: atEnd(at), Finish: atEnd(at), Duration: "PT0H0M0S", DurationFormat: 7, Milestone: yes,
		Deadline: atEnd(m.Due), ConstraintType: 6, ConstraintDate: atEnd(at), Baselines: []mspdiBaseline{{Start: atEnd(m.Due), Finish: atEnd(m.Due)}}}
	if !m.Reached.IsZero() {
		t.PercentDone, t.ActualStart, t.ActualFinish = 100, atEnd(m.Reached), atEnd(m.Reached)
	}
	for _, l := range w.plan.Links {
		if l.To == m.ID {
			t.Links = append(t.Links, mspdiLink{PredecessorUID: w.uids[l.From], Type: &finishToStart, LinkLag: l.Lag * minutesPerDay * 10, LagFormat: 7})
		}
	}
	w.add(t, rec)
	if org := w.plan.OwnerOf(m).Org; org != "" {
		w.assign(uid, org)
	}
}

// add writes a task with what only fields of one's own can hold.
func (w *mspdiWriter) add(t mspdiTask, rec record) {
	t.ID, t.Type = len(w.all), 1
	for _, f := range ownFields {
		if c, ok := rec.cells[f.field]; ok {
			t.Values = append(t.Values, mspdiValue{f.id, c.text})
		}
	}
	w.all = append(w.all, t)
}

// assign shows the owner as the resource of a task.
func (w *mspdiWriter) assign(task int, org string) {
	if w.resources[org] == 0 {
		w.resources[org] = len(w.people) + 1
		w.people = append(w.people, mspdiResource{UID: len(w.people) + 1, ID: len(w.people) + 1, Name: org, Type: 1})
	}
	w.assigned = append(w.assigned, mspdiAssignment{UID: len(w.assigned) + 1, TaskUID: task, ResourceUID: w.resources[org]})
}

// mspdiCalendarOf is Monday to Friday, with every day that is otherwise from a month
// before the plan to a year after it.
func mspdiCalendarOf(cal *calendar.Calendar, first, last calendar.Date) mspdiCalendar {
	hours := []mspdiTimeOfDay{{dayStart, dayEnd}}
	c := mspdiCalendar{UID: 1, Name: cal.Name(), IsBaseCalendar: yes}
	for day := 1; day <= 7; day++ {
		w := mspdiWeekDay{DayType: day}
		if day > 1 && day < 7 { // 1 is Sunday
			w.DayWorking, w.WorkingTimes = yes, hours
		}
		c.WeekDays = append(c.WeekDays, w)
	}
	if first.IsZero() {
		return c
	}
	for d := first.AddDays(-31); d.Before(last.AddDays(366)); d = d.AddDays(1) {
		weekend := slices.Contains([]int{0, 6}, int(d.Weekday()))
		working := cal.IsWorkingDay(d)
		if working != weekend {
			continue
		}
		name, _ := cal.Holiday(d)
		e := mspdiException{FromDate: d.String() + "T00:00:00", ToDate: d.String() + "T23:59:00", Occurrences: 1, Name: name, Type: 1}
		if working {
			e.DayWorking, e.WorkingTimes = yes, hours
		}
		c.Exceptions = append(c.Exceptions, e)
	}
	return c
}
