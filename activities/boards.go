package activities

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/rhythm"
)

// longestAgenda bounds the changes of one agenda: nobody decides on more in a meeting.
const longestAgenda = 200

// Meetings says when a board meets next (B-33).
func (l *Lists) Meetings(_ context.Context, call record.ErrandCall) (record.MeetingsPlanned, error) {
	var asked record.MeetingsAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.MeetingsPlanned{}, fmt.Errorf("meetings of %s: %w", call.Case, err)
	}
	cal, err := l.Policy.Calendars.CurrentAt("workdays", asked.From)
	if err != nil {
		return record.MeetingsPlanned{}, err
	}
	r, err := rhythm.Parse(asked.Cron)
	if err != nil {
		return record.MeetingsPlanned{}, fmt.Errorf("meetings of %s: %w", call.Case, err)
	}
	planned := record.MeetingsPlanned{CalendarVersion: cal.Version()}
	for _, m := range r.After(asked.From, asked.Count, cal.Location()) {
		p := Meeting(cal, m.At, asked.Cutoff)
		if m.Note != "" {
			p.Notes = append(p.Notes, m.Note)
		}
		planned.Meetings = append(planned.Meetings, p)
	}
	return planned, nil
}

// Meeting is a meeting at an instant: its agenda closes at the end of the working day
// that many working days before it; with none, at its beginning. A day that is no
// working day is said.
func Meeting(cal *calendar.Calendar, at time.Time, cutoff int) record.MeetingPlanned {
	p := record.MeetingPlanned{At: at.UTC(), Cutoff: at.UTC()}
	day := cal.DateOf(at)
	if cutoff > 0 {
		p.Cutoff = cal.StartOf(cal.AddWorkingDays(day, -cutoff).AddDays(1)).UTC()
	}
	if !cal.IsWorkingDay(day) {
		p.Notes = append(p.Notes, record.MeetingNoWorkingDay)
	}
	return p
}

// ballotOf is what an agenda needs to know of a change.
type ballotOf struct {
	Provider string `json:"provider"`
	Content  struct {
		From time.Time `json:"from"`
	} `json:"content"`
	Ballot struct {
		Opened time.Time `json:"opened"`
		Agreed bool      `json:"agreed"`
		Panel  struct {
			Seats map[string]struct{} `json:"seats"`
		} `json:"panel"`
		Votes map[string]struct{} `json:"votes"`
	} `json:"ballot"`
}

// Agenda lists the changes that wait for a board's decision (B-33).
func (l *Lists) Agenda(ctx context.Context, call record.ErrandCall) (record.AgendaFound, error) {
	var asked record.AgendaAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.AgendaFound{}, fmt.Errorf("agenda of %s: %w", call.Case, err)
	}
	rows, err := l.Store.BeforeBoard(ctx, asked.Board, longestAgenda+1)
	if err != nil {
		return record.AgendaFound{}, err
	}
	var found record.AgendaFound
	if len(rows) > longestAgenda {
		rows, found.More = rows[:longestAgenda], 1 // there are more; how many does not matter
	}
	for _, row := range rows {
		var of ballotOf
		if err := json.Unmarshal(row.View, &of); err != nil {
			return record.AgendaFound{}, fmt.Errorf("agenda of %s: state of %s: %w", call.Case, row.Ref, err)
		}
		item := record.AgendaItem{Change: row.Ref, Title: row.Title, From: of.Content.From, Provider: of.Provider, Since: of.Ballot.Opened, Agreed: of.Ballot.Agreed}
		for seat := range of.Ballot.Panel.Seats {
			if _, voted := of.Ballot.Votes[seat]; !voted {
				item.Missing = append(item.Missing, seat)
			}
		}
		slices.Sort(item.Missing)
		found.Items = append(found.Items, item)
	}
	slices.SortFunc(found.Items, func(a, b record.AgendaItem) int {
		if a.Agreed != b.Agreed {
			if a.Agreed {
				return -1
			}
			return 1
		}
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Change, b.Change))
	})
	return found, nil
}
