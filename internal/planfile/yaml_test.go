package planfile_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/planfile"
)

func rules(t require.TestingT) planfile.Rules {
	cal, err := config.EmbeddedCalendars().Current("workdays", calendar.Date{Year: 2021, Month: 1, Day: 1})
	require.NoError(t, err)
	return planfile.Rules{Calendar: cal, Cap: decimal.NewFromInt(4_600_000),
		Orgs: []planfile.Org{{ID: "si", Name: "Service Integrator"}, {ID: "alfa", Name: "ICT-Dienstverlener Alfa"}, {ID: "beta", Name: "ICT-Dienstverlener Beta"}}}
}

const plan = `title: Transitie
price: "4600000"
awardBy: 2021-05-31
rhythm: 2 tue 10:00
projects:
  - {id: GOS, title: Systemen, owner: si}
  - {id: A, title: Project Alfa, owner: alfa}
milestones:
  - id: N10
    title: Specificaties van de integratiecatalogus
    project: GOS
    due: 2021-09-01
    share: 40
    conditional: ja
    rule: N-10
  - {id: N12, title: Productieomgeving, project: GOS, due: 2021-11-01, rule: N-12, conditional: ja, share: "60"}
  - {id: A1, title: Koppeling, project: A, due: 2021-12-01, after: [N12+10, N10]}
products:
  - {id: P1, milestone: N10, title: Catalogus, criteria: [volledig, leesbaar]}
`

func TestADateOfTheContractIsKeptWithARemark(t *testing.T) {
	t.Parallel()
	reading, err := planfile.ReadYAML([]byte(plan), rules(t))
	require.NoError(t, err)
	require.Len(t, reading.Plan.Milestones, 3)
	require.Equal(t, []planfile.Problem{{Path: "milestones[1].due", Line: 16, Column: "due", Code: "contract_date",
		Args: map[string]string{"id": "N12", "date": "2021-11-01", "holiday": "Allerheiligen", "before": "2021-10-29", "after": "2021-11-03"}}}, reading.Remarks)
	text, err := planfile.WriteYAML(reading.Plan)
	require.NoError(t, err)
	again, err := planfile.ReadYAML(text, rules(t))
	require.NoError(t, err, string(text))
	require.Equal(t, reading.Plan, again.Plan)
}
