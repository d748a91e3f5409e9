package api

import (
	"context"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// Calendar is a working calendar in the version that is valid on a date.
type Calendar struct {
	Name      string    `json:"name" example:"loh"`
	Version   int       `json:"version"`
	ValidFrom string    `json:"validFrom" format:"date"`
	Zone      string    `json:"zone" example:"Europe/Brussels"`
	Basis     string    `json:"basis" doc:"Where the values come from."`
	Flag      string    `json:"flag" enum:"assumed,contractual" doc:"How firm they are."`
	Working   int       `json:"workingDays" doc:"How many working days the year has."`
	Holidays  []Holiday `json:"holidays" doc:"Of the year asked for, weekends included."`
}

// Holiday is a named day off.
type Holiday struct {
	Date string `json:"date" format:"date"`
	Name string `json:"name"`
}

// Calendars are all calendars.
type Calendars struct {
	Year  int        `json:"year"`
	Items []Calendar `json:"items"`
}

type calendarsInput struct {
	Year int `query:"year" minimum:"1900" maximum:"2200" doc:"The year of the holidays; the present one by default."`
}

// Definition is an SLA definition in one version.
type Definition struct {
	ID            string            `json:"id" example:"regie.answer"`
	Version       int               `json:"version"`
	ValidFrom     string            `json:"validFrom" format:"date"`
	Rule          string            `json:"rule,omitempty"`
	Flag          string            `json:"flag" enum:"assumed,contractual"`
	Calendar      string            `json:"calendar"`
	Lapse         bool              `json:"lapse" doc:"True for a term whose end is no broken promise."`
	Target        *sla.Target       `json:"target,omitempty" doc:"Absent when the case sets a date."`
	Ladder        []Step            `json:"ladder"`
	Monthly       *config.Objective `json:"monthly,omitempty" doc:"The percentage that must be kept in a month."`
	ClientQuarter *config.Objective `json:"clientQuarter,omitempty" doc:"The percentage that must be kept for each Client in a quarter."`
}

// Step is a step of an escalation ladder.
type Step struct {
	Percent           float64  `json:"percent,omitempty" doc:"Of the corrected use."`
	WorkingDaysBefore int      `json:"workingDaysBefore,omitempty" doc:"Before the date that counts."`
	Notify            []string `json:"notify"`
}

// Definitions are all SLA definitions in all versions.
type Definitions struct {
	Items []Definition `json:"items"`
}

// Profile is a kind of person who can be ordered.
type Profile struct {
	ID      string `json:"id" example:"analist"`
	Name    string `json:"name" doc:"In the reader's language."`
	Maximum string `json:"maximum" example:"98.00" doc:"The maximum price per hour in euro, VAT excluded (M-17)."`
}

// Profiles are the profiles of support in regie.
type Profiles struct {
	Version   int       `json:"version"`
	WeekHours string    `json:"weekHours" doc:"The available time of a full-time person per week (B-23)."`
	Items     []Profile `json:"items"`
}

func (s *server) registerCatalogue() {
	register(s, get("/api/v1/calendars", "list-calendars", "Catalogue", "List the calendars", "The working calendars that are valid now, with the holidays of a year."), s.calendars)
	register(s, get("/api/v1/definitions", "list-definitions", "Catalogue", "List the SLA definitions", "Every version. Running cases keep the one that they began with."), s.definitions)
	register(s, get("/api/v1/profiles", "list-profiles", "Catalogue", "List the profiles", "The profiles of support in regie with their maximum prices."), s.profiles)
}

func (s *server) calendars(_ context.Context, who identity.Principal, in *calendarsInput) (*answer[Calendars], error) {
	if !who.May(identity.ReadCatalogue, nil) {
		return nil, app.ErrForbidden
	}
	today := calendar.DateOf(s.Service.Now(), brussels)
	year := in.Year
	if year == 0 {
		year = today.Year
	}
	out := Calendars{Year: year, Items: []Calendar{}}
	for _, name := range s.Service.Policy.Calendars.Names() {
		c, err := s.Service.Policy.Calendars.Current(name, today)
		if err != nil {
			return nil, err
		}
		v := Calendar{Name: name, Version: c.Version(), ValidFrom: c.ValidFrom().String(), Zone: c.Location().String(), Basis: c.Basis(), Flag: c.Flag(), Holidays: []Holiday{}}
		for d := (calendar.Date{Year: year, Month: 1, Day: 1}); d.Year == year; d = d.AddDays(1) {
			if c.IsWorkingDay(d) {
				v.Working++
			}
			if holiday, ok := c.Holiday(d); ok {
				v.Holidays = append(v.Holidays, Holiday{Date: d.String(), Name: holiday})
			}
		}
		out.Items = append(out.Items, v)
	}
	return &answer[Calendars]{Body: out}, nil
}

func (s *server) definitions(_ context.Context, who identity.Principal, _ *struct{}) (*answer[Definitions], error) {
	if !who.May(identity.ReadCatalogue, nil) {
		return nil, app.ErrForbidden
	}
	out := Definitions{Items: []Definition{}}
	for _, d := range s.Service.Policy.Definitions {
		v := Definition{ID: d.ID, Version: d.Version, ValidFrom: d.ValidFrom.String(), Rule: d.Rule, Flag: "contractual", Calendar: d.Calendar,
			Lapse: d.Lapse, Ladder: []Step{}, Monthly: d.Monthly, ClientQuarter: d.ClientQuarter}
		if d.Assumed {
			v.Flag = "assumed"
		}
		if d.Target.Validate() == nil {
			v.Target = &d.Target
		}
		for _, step := range d.Ladder {
			v.Ladder = append(v.Ladder, stepOf(step))
		}
		out.Items = append(out.Items, v)
	}
	return &answer[Definitions]{Body: out}, nil
}

func stepOf(s record.Step) Step {
	return Step{Percent: s.Percent, WorkingDaysBefore: s.WorkingDaysBefore, Notify: append([]string{}, s.Notify...)}
}

func (s *server) profiles(ctx context.Context, who identity.Principal, _ *struct{}) (*answer[Profiles], error) {
	if !who.May(identity.ReadCatalogue, nil) {
		return nil, app.ErrForbidden
	}
	r := s.Service.Policy.Regie
	out := Profiles{Version: r.Version, WeekHours: r.WeekHours.String(), Items: []Profile{}}
	for _, p := range r.Profiles {
		v := Profile{ID: p.ID, Name: p.NL, Maximum: p.Maximum.StringFixed(2)}
		if printer(ctx).Lang() == "en" {
			v.Name = p.EN
		}
		out.Items = append(out.Items, v)
	}
	return &answer[Profiles]{Body: out}, nil
}
