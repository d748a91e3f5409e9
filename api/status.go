package api

import (
	"context"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
)

// PublicStatus is what anybody may read of how it stands with the services.
type PublicStatus struct {
	At        time.Time        `json:"at" doc:"When it was read."`
	Changed   *time.Time       `json:"changed,omitempty" doc:"When the last of it happened; absent when there is nothing."`
	Incidents []PublicIncident `json:"incidents" doc:"By their latest news, the newest first; those that are over stay for 12 hours."`
	Notices   []PublicNotice   `json:"notices" doc:"Planned unavailability, by the beginning of its window."`
	Errors    []PublicError    `json:"knownErrors" doc:"Known errors with what helps meanwhile, the newest first."`
}

// PublicService is a service as the reader calls it.
type PublicService struct {
	ID   string `json:"id" example:"burgerloket"`
	Name string `json:"name" doc:"In the reader's language."`
}

// PublicIncident is what is public of an incident.
type PublicIncident struct {
	Ref     string        `json:"ref" example:"INC-2026-000042"`
	Service PublicService `json:"service"`
	Stage   string        `json:"stage"`
	Since   time.Time     `json:"since" doc:"When it was registered."`
	Over    bool          `json:"over" doc:"Whether it is resolved."`
	Ended   *time.Time    `json:"ended,omitempty" doc:"Since when it is over."`
	News    []PublicNews  `json:"news" doc:"The public communications, the newest first."`
}

// PublicNews is one public communication.
type PublicNews struct {
	At      time.Time `json:"at"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
}

// PublicNotice is a window in which a service is not available.
type PublicNotice struct {
	Ref     string        `json:"ref" example:"NOT-2026-000003"`
	Service PublicService `json:"service"`
	Title   string        `json:"title"`
	Text    string        `json:"text"`
	From    time.Time     `json:"from"`
	To      time.Time     `json:"to"`
	Now     bool          `json:"now" doc:"Whether the window has begun."`
	Changed time.Time     `json:"changed" doc:"When the notice was last changed."`
	Updates int           `json:"updates" doc:"How often it was changed."`
}

// PublicError is a known error.
type PublicError struct {
	Ref        string        `json:"ref" example:"PRB-2026-000003"`
	Service    PublicService `json:"service"`
	Symptoms   string        `json:"symptoms"`
	Workaround string        `json:"workaround"`
	Since      time.Time     `json:"since"`
}

func (s *server) registerStatus() {
	registerPublic(s, get("/api/v1/status", "public-status", "Status", "How it stands with the services",
		"What the public status page shows (E-06): incidents of which something was published, planned unavailability, and public known errors. "+
			"It names no person and no organisation. Anybody, without signing in."),
		func(ctx context.Context, _ identity.Principal, _ *struct{}) (*answer[PublicStatus], error) {
			news, err := s.Service.PublicNews(ctx)
			if err != nil {
				return nil, err
			}
			return &answer[PublicStatus]{Body: s.publicStatus(ctx, news)}, nil
		})
}

func (s *server) publicStatus(ctx context.Context, news app.PublicNews) PublicStatus {
	v := PublicStatus{At: local(news.At), Incidents: []PublicIncident{}, Notices: []PublicNotice{}, Errors: []PublicError{}}
	if !news.None() {
		changed := local(news.Changed())
		v.Changed = &changed
	}
	for _, x := range news.Incidents {
		i := PublicIncident{Ref: x.Ref, Service: s.publicService(ctx, x.Service), Stage: x.Stage, Since: local(x.Since), Over: x.Over, Ended: localOrNil(x.Ended), News: []PublicNews{}}
		for _, n := range x.News {
			i.News = append(i.News, PublicNews{At: local(n.At), Subject: n.Subject, Text: n.Text})
		}
		v.Incidents = append(v.Incidents, i)
	}
	for _, x := range news.Notices {
		v.Notices = append(v.Notices, PublicNotice{Ref: x.Ref, Service: s.publicService(ctx, x.Service), Title: x.Title, Text: x.Text, From: local(x.From), To: local(x.To),
			Now: x.Now, Changed: local(x.Changed), Updates: x.Updates})
	}
	for _, x := range news.Errors {
		v.Errors = append(v.Errors, PublicError{Ref: x.Ref, Service: s.publicService(ctx, x.Service), Symptoms: x.Symptoms, Workaround: x.Workaround, Since: local(x.Since)})
	}
	return v
}

// publicService names a service; one that left the catalogue keeps its ID.
func (s *server) publicService(ctx context.Context, id string) PublicService {
	v := PublicService{ID: id, Name: id}
	if found, ok := s.Service.Policy.Incident.Service(id); ok {
		v.Name = found.NL
		if printer(ctx).Lang() == "en" {
			v.Name = found.EN
		}
	}
	return v
}
