package api

import (
	"context"
	"encoding/json"
	"time"

	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// Case is a case as lists show it.
type Case struct {
	Ref            string     `json:"ref" example:"REG-2026-000042"`
	Process        string     `json:"process" example:"regie"`
	Stage          string     `json:"stage" example:"preparing"`
	Title          string     `json:"title"`
	Outcome        string     `json:"outcome,omitempty" doc:"How the case ended; absent while it is open."`
	Client         string     `json:"client" example:"noord"`
	Providers      []string   `json:"providers"`
	Requester      string     `json:"requester"`
	Representative string     `json:"representative"`
	Opened         time.Time  `json:"opened"`
	Updated        time.Time  `json:"updated"`
	Closed         *time.Time `json:"closed,omitempty"`
	Due            *time.Time `json:"due,omitempty" doc:"The earliest due time of the running clocks."`
	Events         int64      `json:"events" doc:"How many events the case has: the number of the last."`
}

func caseOf(c ledger.CaseRow) Case {
	return Case{Ref: c.Ref, Process: c.Process, Stage: c.Stage, Title: c.Title, Outcome: c.Outcome, Client: c.Parties.Client,
		Providers: append([]string{}, c.Parties.Providers...), Requester: c.Parties.Requester, Representative: c.Parties.Representative,
		Opened: local(c.OpenedAt), Updated: local(c.UpdatedAt), Closed: localOrNil(c.ClosedAt), Due: localOrNil(c.DueAt), Events: c.Seq}
}

// Filters narrow a list of cases.
type Filters struct {
	Stage    string `query:"stage" doc:"Only cases in this stage."`
	Open     string `query:"open" enum:"open,closed" doc:"Only open or only closed cases; both when absent."`
	Text     string `query:"text" maxLength:"200" doc:"Words, or beginnings of words, of the reference and the title."`
	Client   string `query:"client" doc:"Only cases of this Client."`
	Provider string `query:"provider" doc:"Only cases that concern this provider."`
	Person   string `query:"person" doc:"Only cases of this requester or representative."`
	Sort     string `query:"sort" enum:"due,opened" default:"opened" doc:"By due time, the earliest first, or by opening, the newest first."`
}

func (f Filters) filter(process string) ledger.CaseFilter {
	return ledger.CaseFilter{Process: process, Stage: f.Stage, Open: f.Open, Text: f.Text, Client: f.Client, Provider: f.Provider,
		Person: f.Person, Sort: f.Sort}
}

type casesInput struct {
	Process string `query:"process" example:"regie" doc:"Only cases of this process."`
	Filters
	Paged
}

// Named is the part of an input that names a case.
type Named struct {
	Ref string `path:"ref" example:"REG-2026-000042" doc:"The case's reference."`
}

// Event is a fact of a case, as the ledger keeps it.
type Event struct {
	Seq      int64     `json:"seq" doc:"Counts from 1 without gaps."`
	At       time.Time `json:"at" doc:"When the fact holds: for a clock that came due, its due time."`
	Recorded time.Time `json:"recorded" doc:"When it was written down."`
	Late     float64   `json:"latenessSeconds" doc:"Recorded − at, in seconds."`
	Kind     string    `json:"kind" example:"regie.questions_asked"`
	Person   string    `json:"person,omitempty" doc:"Who acted; absent when the product itself did, and for a Client when it was somebody of another one."`
	Org      string    `json:"organisation,omitempty" doc:"Whose person acted. A Client reads another_client where somebody of another one joined an incident (E-06), and not what they said."`
	For      string    `json:"for,omitempty" doc:"On whose behalf a delegate acted."`
	Stage    string    `json:"stage,omitempty" doc:"The stage that the event brought the case to."`
	Body     any       `json:"body,omitempty" doc:"What was said, as recorded: times in it are UTC. Personal texts are filled in."`
	Prev     string    `json:"prev" doc:"The hash of the event before."`
	Hash     string    `json:"hash" doc:"The hash of this event in the ledger, over its references to personal texts."`
}

type eventsInput struct {
	Named
	After int64 `query:"after" minimum:"0" doc:"Only events after this number."`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"How many events."`
}

// Events are a stretch of a case's events.
type Events struct {
	Items []Event `json:"items"`
	Next  int64   `json:"next,omitempty" doc:"What to give as after for the next events; absent when these are the last."`
}

func (s *server) registerCases() {
	register(s, get("/api/v1/cases", "list-cases", "Cases", "List cases", "The cases that the caller may see."),
		func(ctx context.Context, who identity.Principal, in *casesInput) (*list[Case], error) {
			rows, next, err := s.Service.Cases(ctx, who, in.filter(in.Process), in.page())
			if err != nil {
				return nil, err
			}
			return listOf(in.Paged, rows, next, caseOf), nil
		})
	register(s, get("/api/v1/cases/{ref}", "get-case", "Cases", "Show a case", "One case of any process. Its own resource, for example /api/v1/regie/{ref}, tells more."),
		func(ctx context.Context, who identity.Principal, in *Named) (*answer[Case], error) {
			row, err := s.Service.Case(ctx, who, in.Ref)
			return &answer[Case]{Body: caseOf(row)}, err
		})
	register(s, get("/api/v1/cases/{ref}/events", "list-events", "Cases", "List a case's events", "The ledger of the case, oldest first."), s.events)
	register(s, get("/api/v1/cases/{ref}/clocks", "list-clocks", "Cases", "List a case's clocks", "Every SLA clock of the case with its value as of now."), s.clocks)
}

func (s *server) events(ctx context.Context, who identity.Principal, in *eventsInput) (*answer[Events], error) {
	events, err := s.Service.Events(ctx, who, in.Ref, in.After, in.Limit+1)
	if err != nil {
		return nil, err
	}
	texts, err := s.Service.Texts(ctx, who, in.Ref)
	if err != nil {
		return nil, err
	}
	out := &answer[Events]{Body: Events{Items: []Event{}}}
	for i, e := range events {
		if i == in.Limit {
			out.Body.Next = events[i-1].Seq
			break
		}
		view := Event{Seq: e.Seq, At: local(e.At), Recorded: local(e.Recorded), Late: e.Lateness().Seconds(), Kind: e.Kind,
			Person: e.Actor.Person, Org: e.Actor.Org, For: e.Actor.For, Body: filledIn(e.Body, texts), Prev: e.Prev, Hash: e.Hash}
		if e.Effects.Case != nil {
			view.Stage = e.Effects.Case.Stage
		}
		out.Body.Items = append(out.Body.Items, view)
	}
	return out, nil
}

// filledIn is a JSON text with its references into the vault replaced by the
// personal texts.
func filledIn(body json.RawMessage, texts map[string]string) any {
	if len(body) == 0 {
		return nil
	}
	var v any
	if json.Unmarshal(body, &v) != nil {
		return nil
	}
	return fill(v, texts)
}

func fill(v any, texts map[string]string) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = fill(v[k], texts)
		}
	case []any:
		for i := range v {
			v[i] = fill(v[i], texts)
		}
	case string:
		if text, ok := texts[v]; ok {
			return text
		}
	}
	return v
}
