package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/survey"
)

// Survey is what whoever follows a survey's link is shown.
type Survey struct {
	Ref, Incident, Title string
	// Solver is the name of the organisation that solved the incident (E-14).
	Solver string
	Closed time.Time
	// Open is true as long as an answer is waited for; Score is the answer's, 0 before.
	Open  bool
	Score int
}

// SurveyOf returns a survey for its page. The caller has verified the link.
func (s *Service) SurveyOf(ctx context.Context, ref string) (Survey, error) {
	row, st, err := s.survey(ctx, ref)
	if err != nil {
		return Survey{}, err
	}
	names, err := s.Names(ctx)
	if err != nil {
		return Survey{}, err
	}
	v := Survey{Ref: ref, Incident: st.About.Incident, Title: st.About.Title, Solver: nameOf(names, st.About.Solver),
		Closed: st.About.Closed, Open: row.Stage == survey.Asked}
	if st.Answer != nil {
		v.Score = st.Answer.Score
	}
	return v, nil
}

// AnswerSurvey answers a survey for its reporter, who need not sign in: the caller
// has verified the link. The same answer sent again is one answer; another one is
// refused (E-14).
func (s *Service) AnswerSurvey(ctx context.Context, ref string, score int, comment string) (casework.Receipt, error) {
	row, _, err := s.survey(ctx, ref)
	if err != nil {
		return casework.Receipt{}, err
	}
	reply := survey.Reply{Score: score, Comment: comment}
	if err := reply.Check(); err != nil {
		return casework.Receipt{}, err
	}
	reporter := identity.Principal{Person: row.Parties.Requester, Org: row.Parties.Client, Kind: "client"}
	r, err := send(ctx, s, reporter, row, "link/"+record.ContentHash(reply), survey.Answer, reply, reply)
	var refusal *casework.Refusal
	if !errors.As(err, &refusal) || refusal.Code != casework.CodeClosed {
		return r, err
	}
	// An answer can have ended the case: then it is no news that the case has ended.
	if _, st, readErr := s.survey(ctx, ref); readErr == nil && st.Answer != nil {
		return casework.Receipt{}, casework.Refuse(casework.CodeDone)
	}
	return casework.Receipt{}, err
}

// survey reads a survey that somebody holds the link to, whoever that is.
func (s *Service) survey(ctx context.Context, ref string) (ledger.CaseRow, survey.State, error) {
	row, err := s.Store.Case(ctx, ledger.Scope{All: true}, ref)
	if err != nil {
		return row, survey.State{}, err
	}
	st, err := SurveyStateOf(row)
	return row, st, err
}

// SurveyStateOf reads the process's own state from a survey's row.
func SurveyStateOf(c ledger.CaseRow) (survey.State, error) {
	var st survey.State
	if c.Process != survey.Name {
		return st, ErrNotFound
	}
	if err := json.Unmarshal(c.View, &st); err != nil {
		return st, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	return st, nil
}

// SurveyGoal is the monthly mean that is asked for (E-17).
const SurveyGoal = 4.0

// SurveyScore is what the reporters of a month said.
type SurveyScore struct {
	// Month is written 2026-03; an answer belongs to the month in which it came.
	Month string
	// Client is empty in the row of all Clients together.
	Client string
	Number int
	Mean   float64
	// Scores counts the answers by score: the first is that of score 1.
	Scores [survey.Highest]int
	// Reached is whether the mean reached SurveyGoal.
	Reached bool
}

// SurveyScores are the scores from the month of one date to that of another, per
// month over all Clients and for each (E-17), the newest month first. Surveys
// about incidents that the Service Desk did not touch do not count (E-20). The
// Service Integrator and the Board see all, a Client its own rows.
func (s *Service) SurveyScores(ctx context.Context, p identity.Principal, from, to calendar.Date) ([]SurveyScore, error) {
	// A provider takes part in no survey, and a Client in its own only.
	if !p.May(identity.ReadReports, &record.Parties{Client: p.Org}) {
		return nil, ErrForbidden
	}
	client := p.Scope().Client
	first, after := firstOfMonth(from), firstOfMonth(to).AddMonthsClamped(1)
	rows, err := s.Store.Pool().Query(ctx, surveyScoresSQL, client, first.AddDays(-1).String(), after.AddDays(1).String(),
		first.Start(s.zone()), after.Start(s.zone()), s.zone().String())
	if err != nil {
		return nil, fmt.Errorf("survey scores: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (SurveyScore, error) {
		var x SurveyScore
		c := &x.Scores
		err := row.Scan(&x.Month, &x.Client, &x.Number, &x.Mean, &c[0], &c[1], &c[2], &c[3], &c[4])
		x.Reached = x.Mean >= SurveyGoal
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("survey scores: %w", err)
	}
	return all, nil
}

// surveyScoresSQL counts the answers in [$4, $5), for all Clients or for $1 alone.
// The dates $2 and $3 lie a day outside, so that comparing texts finds at least
// those answers in their index.
const surveyScoresSQL = `
SELECT month, coalesce(client_org, ''), count(*), avg(score)::float8,
	count(*) FILTER (WHERE score = 1), count(*) FILTER (WHERE score = 2), count(*) FILTER (WHERE score = 3),
	count(*) FILTER (WHERE score = 4), count(*) FILTER (WHERE score = 5)
FROM (
	SELECT client_org, (view #>> '{answered,score}')::int AS score,
		to_char((view #>> '{answered,at}')::timestamptz AT TIME ZONE $6, 'YYYY-MM') AS month
	FROM cases
	WHERE process = 'survey' AND view #>> '{answered,at}' >= $2 AND view #>> '{answered,at}' < $3
		AND (view #>> '{answered,at}')::timestamptz >= $4 AND (view #>> '{answered,at}')::timestamptz < $5
		AND (view #>> '{about,counted}')::bool AND ($1 = '' OR client_org = $1)
) answers
GROUP BY GROUPING SETS ((month), (month, client_org))
HAVING $1 = '' OR GROUPING(client_org) = 0
ORDER BY month DESC, GROUPING(client_org) DESC, client_org`
