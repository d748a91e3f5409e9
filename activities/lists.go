package activities

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"

	"termijn/config"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Lists reads lists over all cases for those that ask for them.
type Lists struct {
	Store  *ledger.Store
	Policy *config.Policy
	// Now is the product's present instant.
	Now func() time.Time
}

// shownOfEach bounds the incidents that a report names for one organisation.
const shownOfEach = 25

// DailyStatus lists the open incidents that need action so that their targets are
// met, by organisation (B-11).
func (l *Lists) DailyStatus(ctx context.Context, _ record.ErrandCall) (record.DailyStatus, error) {
	return DailyStatus(ctx, l.Store, l.Policy, l.Now(), "")
}

// DailyStatus is the list at an instant: of everybody, or of one organisation. What
// is due before the end of the next working day is on it.
func DailyStatus(ctx context.Context, s *ledger.Store, p *config.Policy, now time.Time, org string) (record.DailyStatus, error) {
	cal, err := p.Calendars.CurrentAt("workdays", now)
	if err != nil {
		return record.DailyStatus{}, err
	}
	today := cal.DateOf(now)
	midnight := today.AddDays(1).Start(cal.Location())
	u := ledger.Urgent{Org: org, Now: now, Today: midnight, Until: cal.AddWorkingDays(today, 1).AddDays(1).Start(cal.Location()), Each: shownOfEach}
	rows, err := s.UrgentIncidents(ctx, u)
	if err != nil {
		return record.DailyStatus{}, err
	}
	list := record.DailyStatus{At: now}
	for _, r := range rows {
		n := len(list.Organisations)
		if n == 0 || list.Organisations[n-1].Org != r.Org {
			of := record.StatusOf{Org: r.Org, Count: r.OrgCount, Late: r.OrgLate, Today: r.OrgToday, Soon: r.OrgCount - r.OrgLate - r.OrgToday}
			list.Organisations = append(list.Organisations, of)
			list.Count, list.Late, list.Today, list.Soon = list.Count+of.Count, list.Late+of.Late, list.Today+of.Today, list.Soon+of.Soon
			n++
		}
		of := &list.Organisations[n-1]
		of.Items = append(of.Items, record.StatusItem{Ref: r.Ref, Priority: r.Priority, Due: r.Due.UTC(), Team: r.Team,
			State: urgency(r.Due, u), Needs: needs(r)})
	}
	return list, nil
}

func urgency(due time.Time, u ledger.Urgent) string {
	switch {
	case due.Before(u.Now):
		return record.StatusLate
	case due.Before(u.Today):
		return record.StatusToday
	}
	return record.StatusSoon
}

// needs is the next step of an incident.
func needs(r ledger.UrgentIncident) string {
	switch {
	case r.Frozen:
		return record.NeedsCoordination
	case r.Stage == "new":
		return record.NeedsTaking
	case r.Stage == "waiting":
		return record.NeedsResumption
	}
	return record.NeedsResolution
}

// Trends looks for services and categories with many incidents that no problem
// explains yet (B-31, E-42).
func (l *Lists) Trends(ctx context.Context, _ record.ErrandCall) (record.Trends, error) {
	now, policy := l.Now(), l.Policy.Incident
	cal, err := l.Policy.Calendars.CurrentAt("workdays", now)
	if err != nil {
		return record.Trends{}, err
	}
	from := cal.DateOf(now).AddDays(-policy.Trend.Days)
	rows, err := l.Store.IncidentTrends(ctx, from.Start(cal.Location()), now, policy.Trend.Incidents)
	if err != nil {
		return record.Trends{}, err
	}
	found := record.Trends{Days: policy.Trend.Days}
	for _, r := range rows {
		team := policy.TeamFor(r.Service, r.Category)
		found.Found = append(found.Found, record.Trend{Title: trendTitle(policy, r), Service: r.Service, Category: r.Category,
			From: cal.DateOf(r.First), Until: cal.DateOf(r.Last), Count: r.Count, Incidents: r.Refs, Team: team.ID, Org: team.Org})
	}
	return found, nil
}

// trendTitle names a trend in the language in which the catalogue is kept first.
func trendTitle(policy config.Incident, r ledger.IncidentTrend) string {
	name := r.Service
	if s, ok := policy.Service(r.Service); ok {
		name = s.NL
		for _, c := range s.Categories {
			if c.ID == r.Category {
				name += " – " + c.NL
			}
		}
	}
	return fmt.Sprintf("Terugkerende incidenten: %s (%d)", name, r.Count)
}

// Register makes a worker read lists.
func (l *Lists) Register(w worker.Worker) {
	w.RegisterActivityWithOptions(l.DailyStatus, activity.RegisterOptions{Name: record.DailyStatusActivity})
	w.RegisterActivityWithOptions(l.Followed, activity.RegisterOptions{Name: record.FollowedActivity})
	w.RegisterActivityWithOptions(l.Followers, activity.RegisterOptions{Name: record.FollowersActivity})
	w.RegisterActivityWithOptions(l.Trends, activity.RegisterOptions{Name: record.TrendsActivity})
	w.RegisterActivityWithOptions(l.Meetings, activity.RegisterOptions{Name: record.MeetingsActivity})
	w.RegisterActivityWithOptions(l.Agenda, activity.RegisterOptions{Name: record.AgendaActivity})
}
