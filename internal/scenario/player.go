package scenario

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/producttime"
)

// Player plays scenarios against an API.
type Player struct {
	// URL is where the product runs, without a path.
	URL string
	// Time is the product's time there.
	Time producttime.Scale
	// Days is the calendar of working days.
	Days *calendar.Calendar
	// Say, when set, is told what happens, one line a step.
	Say    func(string)
	Client *http.Client
	// Patience is how long, in real time, an expectation may take to come true (a
	// timer's turn, for example); 10 s by default.
	Patience time.Duration

	saved map[string]string
}

// Play plays a scenario to its end or its first failure. It returns what the
// steps saved.
func (p *Player) Play(ctx context.Context, f *File) (map[string]string, error) {
	p.saved = map[string]string{}
	t, err := p.timetable(f)
	if err != nil {
		return nil, err
	}
	for _, s := range f.Steps {
		if s.At != "" {
			if err := p.waitFor(ctx, t.instant(s.At)); err != nil {
				return p.saved, err
			}
		}
		if p.Say != nil {
			p.Say(fmt.Sprintf("%s  %-22s %s", p.Time.Now().In(p.Days.Location()).Format("Mon 2006-01-02 15:04"), s.As, describe(s)))
		}
		if err := p.step(ctx, t, s); err != nil {
			return p.saved, fmt.Errorf("line %d: %s %s: %w", s.line, s.As, describe(s), err)
		}
	}
	return p.saved, nil
}

func describe(s Step) string {
	text := s.Do
	switch {
	case s.Decide != "":
		text = "decide " + s.Decide + ": " + s.Option
	case s.Expect != "":
		text = "expect " + s.Expect
	}
	if s.Note != "" {
		text = s.Note
	}
	return text
}

// timetable finds day 1: the file's start, or the first Monday after now.
func (p *Player) timetable(f *File) (timetable, error) {
	today := calendar.DateOf(p.Time.Now(), p.Days.Location())
	if f.Start == "" {
		first := today.AddDays(1)
		for first.Weekday() != time.Monday {
			first = first.AddDays(1)
		}
		return timetable{first: first, days: p.Days}, nil
	}
	first, err := calendar.ParseDate(f.Start)
	if err != nil {
		return timetable{}, err
	}
	if first.Before(today) {
		return timetable{}, fmt.Errorf("the scenario starts on %s, but it is %s there already; start the product anew with --start", first, today)
	}
	return timetable{first: first, days: p.Days}, nil
}

func (p *Player) waitFor(ctx context.Context, at time.Time) error {
	wait := p.Time.Wait(at.Sub(p.Time.Now()))
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

func (p *Player) step(ctx context.Context, t timetable, s Step) error {
	switch {
	case s.Decide != "":
		return p.decide(ctx, t, s)
	case s.Expect != "":
		return p.expect(ctx, t, s)
	}
	method, path, _ := strings.Cut(s.Do, " ")
	path, err := t.fill(strings.TrimSpace(path), p.saved)
	if err != nil {
		return err
	}
	var body any
	if s.Body != nil {
		if body, err = t.fillAll(s.Body, p.saved); err != nil {
			return err
		}
	}
	answer, err := p.call(ctx, s.As, method, path, body, s.Status)
	if err != nil {
		return err
	}
	return p.save(answer, s.Save)
}

// save keeps fields of an answer for later steps.
func (p *Player) save(answer map[string]any, fields map[string]string) error {
	for name, field := range fields {
		v, ok := fieldAt(answer, field)
		if !ok {
			return fmt.Errorf("the answer has no field %q", field)
		}
		p.saved[name] = v
	}
	return nil
}

// decide finds the persona's open task and decides it, on the content as it stands.
func (p *Player) decide(ctx context.Context, t timetable, s Step) error {
	about, err := t.fill(s.About, p.saved)
	if err != nil {
		return err
	}
	in := cmp.Or(s.In, "case")
	ref, ok := p.saved[in]
	if !ok {
		return fmt.Errorf("nothing was saved as %q", in)
	}
	var found map[string]any
	err = p.eventually(ctx, func() error {
		list, err := p.call(ctx, s.As, http.MethodGet, "/tasks?kind="+url.QueryEscape(s.Decide)+"&case="+url.QueryEscape(ref), nil, 0)
		if err != nil {
			return err
		}
		items, _ := list["items"].([]any)
		for _, it := range items {
			if task, ok := it.(map[string]any); ok && (about == "" || task["subject"] == about) {
				found = task
				return nil
			}
		}
		return fmt.Errorf("no open task %s", s.Decide)
	})
	if err != nil {
		return err
	}
	id, _ := found["id"].(string)
	_, err = p.call(ctx, s.As, http.MethodPost, "/tasks/"+url.PathEscape(id)+"/decision",
		map[string]any{"option": s.Option, "content": found["content"], "reason": s.Reason}, s.Status)
	return err
}

// expect reads until everything that is expected holds.
func (p *Player) expect(ctx context.Context, t timetable, s Step) error {
	path, err := t.fill(strings.TrimSpace(strings.TrimPrefix(s.Expect, "GET ")), p.saved)
	if err != nil {
		return err
	}
	return p.eventually(ctx, func() error {
		answer, err := p.call(ctx, s.As, http.MethodGet, path, nil, s.Status)
		if err != nil {
			return err
		}
		for field, want := range s.That {
			if want, err = t.fill(want, p.saved); err != nil {
				return err
			}
			if got, _ := fieldAt(answer, field); got != want {
				return fmt.Errorf("%s is %q, expected %q", field, got, want)
			}
		}
		return p.save(answer, s.Save)
	})
}

func (p *Player) eventually(ctx context.Context, try func() error) error {
	end := time.Now().Add(cmp.Or(p.Patience, 10*time.Second))
	for {
		err := try()
		if err == nil || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
