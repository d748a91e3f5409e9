package network_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/network"
)

func day(t require.TestingT, s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

func workdays(t require.TestingT) *calendar.Calendar {
	cal, err := config.EmbeddedCalendars().Current("workdays", calendar.Date{Year: 2021, Month: 1, Day: 1})
	require.NoError(t, err)
	return cal
}

// contract is the order of N-10 to N-14: the catalogue, the test environment, the
// production environment, the requests, the start of exploitation.
func contract(t require.TestingT) network.Plan {
	return network.Plan{
		Milestones: []network.Milestone{
			{ID: "catalogue", Due: day(t, "2021-09-01")}, {ID: "test", Due: day(t, "2021-09-01")},
			{ID: "production", Due: day(t, "2021-11-01")}, {ID: "requests", Due: day(t, "2021-11-01")}, {ID: "start", Due: day(t, "2022-02-01")},
		},
		Links: []network.Link{{From: "catalogue", To: "test"}, {From: "test", To: "production", Lag: 30}, {From: "production", To: "requests"},
			{From: "requests", To: "start", Lag: 20}},
	}
}

func TestASlipIsCarriedWithItsChain(t *testing.T) {
	t.Parallel()
	cal, before, after := workdays(t), contract(t), contract(t)
	after.Milestones[0].Stated = day(t, "2021-10-01")
	result, effects, err := network.Carry(before, after, cal)
	require.NoError(t, err)
	require.Equal(t, day(t, "2021-10-01"), result.Positions["test"].Expected)
	// 30 working days after 1 October, over the four holidays of November.
	require.Equal(t, day(t, "2021-11-18"), result.Positions["production"].Expected)
	byID := map[string]network.Effect{}
	for _, e := range effects {
		byID[e.ID] = e
	}
	require.Equal(t, network.Effect{ID: "requests", From: day(t, "2021-11-01"), To: day(t, "2021-11-18"), Days: 10, Cause: network.CauseForecast,
		Chain: []string{"catalogue", "test", "production", "requests"}, Impossible: true}, byID["requests"])
	require.NotContains(t, byID, "start", "what has float does not move")
}
