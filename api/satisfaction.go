package api

import (
	"context"

	"termijn/internal/app"
	"termijn/internal/identity"
)

// Satisfaction is how satisfied reporters were.
type Satisfaction struct {
	Goal  float64           `json:"goal" example:"4" doc:"The monthly mean that is asked for (E-17)."`
	Items []SatisfactionRow `json:"items" doc:"The newest month first; of a month first the row of all Clients together."`
}

// SatisfactionRow is what the reporters of a month said.
type SatisfactionRow struct {
	Month   string  `json:"month" example:"2026-03" doc:"The month in which the answers came."`
	Client  string  `json:"client,omitempty" doc:"Absent in the row of all Clients together."`
	Number  int     `json:"number" doc:"How many answers."`
	Mean    float64 `json:"mean" doc:"The exact mean decides, not a rounded one."`
	Scores  []int   `json:"scores" doc:"Answers by score: the first is the number of ones, the fifth that of fives."`
	Reached bool    `json:"reached" doc:"Whether the mean reached the goal."`
}

func (s *server) registerSatisfaction() {
	register(s, get("/api/v1/reports/surveys", "report-surveys", "Reports", "How satisfied reporters were",
		"Scores per month and Client (E-17), as soon as an answer is recorded (E-16). Incidents that the Service Desk did not touch do not count (E-20). "+
			"The Service Integrator and the Board see all, a Client its own rows."), s.surveyReport)
}

func (s *server) surveyReport(ctx context.Context, who identity.Principal, in *Months) (*answer[Satisfaction], error) {
	from, until, err := s.months(*in)
	if err != nil {
		return nil, err
	}
	scores, err := s.Service.SurveyScores(ctx, who, from, until)
	if err != nil {
		return nil, err
	}
	out := Satisfaction{Goal: app.SurveyGoal, Items: []SatisfactionRow{}}
	for _, x := range scores {
		out.Items = append(out.Items, SatisfactionRow{Month: x.Month, Client: x.Client, Number: x.Number, Mean: x.Mean, Scores: x.Scores[:], Reached: x.Reached})
	}
	return &answer[Satisfaction]{Body: out}, nil
}
