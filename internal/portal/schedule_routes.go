package portal

import (
	"time"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/icalendar"
)

// scheduleRoutes are the forward schedule, and its feed for calendar programs.
func (p *portal) scheduleRoutes(r chi.Router) {
	r.Get("/calendar", p.signedIn(p.scheduleShow))
	r.Get("/calendar/feed/{person}/{mac}", p.public(p.scheduleFeed))
}

// What a feed holds of the past and of the future.
const (
	feedBehind = 30 * 24 * time.Hour
	feedAhead  = 400 * 24 * time.Hour
	feedEvery  = time.Hour
)

// scheduleFeed is a person's forward schedule as a calendar, by its signed link.
func (p *portal) scheduleFeed(v *visit) error {
	ctx, q := v.r.Context(), app.ScheduleQuery{From: v.now.Add(-feedBehind), To: v.now.Add(feedAhead), Item: v.query("item"), Provider: v.query("provider")}
	who, err := p.service.ScheduleReader(ctx, v.param("person"), q.Item, q.Provider, v.param("mac"))
	if err != nil {
		return err
	}
	s, err := p.service.Schedule(ctx, who, q)
	if err != nil {
		return err
	}
	v.who, v.text = who, i18n.For(who.Language)
	c := icalendar.Calendar{Name: v.text.T("schedule.title"), Language: v.text.Lang(), Refresh: feedEvery}
	names, err := p.service.Names(ctx)
	if err != nil {
		return err
	}
	for _, e := range s.Entries {
		event, err := v.scheduleEvent(s, e, names)
		if err != nil {
			return err
		}
		c.Events = append(c.Events, event)
	}
	return v.sendCalendar(c)
}

func (v *visit) scheduleEvent(s app.Schedule, e app.ScheduleEntry, names map[string]string) (icalendar.Event, error) {
	uid, err := v.portal.service.ScheduleUID(v.r.Context(), e)
	if err != nil {
		return icalendar.Event{}, err
	}
	title, status := e.Title, icalendar.Tentative
	if e.Hidden {
		title = v.text.T("schedule.hidden")
	}
	if e.Firm {
		status = icalendar.Confirmed
	}
	event := icalendar.Event{UID: uid, Updated: e.Updated, Start: e.From, End: e.To, Status: status, Summary: v.planKind(e) + ": " + title,
		Location: v.itemsText(s, e), Description: names[e.Provider], Categories: []string{v.text.T("schedule.kind." + e.Kind)}}
	for _, c := range e.Collides {
		with := c.Title
		if with == "" {
			with = v.text.T("schedule.hidden")
		}
		event.Description += "\n" + v.text.T("schedule.collides", "With", with, "Why", v.text.T("collision."+c.Kind))
	}
	if e.Ref != "" {
		event.URL = v.site() + casePath(e.Ref)
	}
	return event, nil
}
