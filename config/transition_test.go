package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/network"
	"termijn/internal/planfile"
)

func workdays(t *testing.T) *calendar.Calendar {
	cal, err := config.EmbeddedCalendars().Current("workdays", calendar.Date{Year: 2021, Month: 1, Day: 1})
	require.NoError(t, err)
	return cal
}

func TestTheContractsProgrammeHasItsMilestonesAndDates(t *testing.T) {
	t.Parallel()
	cal := workdays(t)
	templates, err := config.Transitions("", cal)
	require.NoError(t, err)
	require.Len(t, templates, 4)
	contract := templates[0]
	require.Equal(t, "contract", contract.ID)
	require.False(t, contract.Relative())
	require.Len(t, contract.Parties, 5, "five other framework agreements (N-16)")
	parties := map[string]string{}
	for _, p := range contract.Parties {
		parties[p.ID] = "org-" + p.ID
	}
	plan, err := contract.Plan(calendar.Date{}, parties, cal)
	require.NoError(t, err)
	byRule := map[string]planfile.Milestone{}
	for _, m := range plan.Milestones {
		if m.Rule != "" {
			byRule[m.Rule] = m
			require.True(t, m.Conditional, "the contract's dates hold on the condition of N-15")
			require.Equal(t, "si", plan.OwnerOf(m).Org)
		}
	}
	for rule, due := range map[string]string{"N-10": "2021-09-01", "N-11": "2021-09-01", "N-12": "2021-11-01", "N-13": "2021-11-01", "N-14": "2022-02-01"} {
		require.Equal(t, due, byRule[rule].Due.String(), rule)
	}
	require.Len(t, byRule, 5)
	require.Equal(t, "2021-09-01", byRule["N-13"].Aim.String())
	require.Equal(t, "2021-05-31", plan.Condition.AwardBy.String())
	require.Equal(t, "4600000", plan.Cap.String())
	result, err := network.Compute(plan.Network(), cal)
	require.NoError(t, err)
	for id, p := range result.Positions {
		require.False(t, p.Late || p.Impossible, "%s: the plan can be kept: %+v", id, p)
	}
	owners := map[string]bool{}
	for _, p := range plan.Projects {
		owners[p.Owner.Org] = true
	}
	require.Len(t, owners, 6)
	_, err = contract.Plan(calendar.Date{}, map[string]string{"app1": "alfa"}, cal)
	require.ErrorContains(t, err, "no organisation for app2")
}

func TestEveryTemplateIsAPlanThatCanBeKept(t *testing.T) {
	t.Parallel()
	cal := workdays(t)
	templates, err := config.Transitions("", cal)
	require.NoError(t, err)
	for _, template := range templates {
		t.Run(template.ID, func(t *testing.T) {
			t.Parallel()
			parties := map[string]string{}
			for _, p := range template.Parties {
				parties[p.ID] = "org-" + p.ID
			}
			plan, err := template.Plan(day(t, "2026-12-24"), parties, cal)
			require.NoError(t, err)
			plan.Price = plan.Cap
			remarks, err := planfile.Check(plan, planfile.Rules{Calendar: cal})
			require.NoError(t, err)
			require.Empty(t, remarks, "moved dates are working days")
			result, err := network.Compute(plan.Network(), cal)
			require.NoError(t, err)
			for id, p := range result.Positions {
				require.False(t, p.Late, id)
			}
			for _, m := range plan.Milestones {
				require.True(t, strings.HasPrefix(plan.OwnerOf(m).Org, "org-") || plan.OwnerOf(m).Org == "si", m.ID)
				require.Nil(t, m.DueAfter)
			}
			if template.Relative() {
				_, err = template.Plan(calendar.Date{}, parties, cal)
				require.ErrorContains(t, err, "need a start")
			}
		})
	}
}

func day(t *testing.T, s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

func TestATemplateOfOnesOwnIsCheckedWithItsLines(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own := func(text string) error {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "transition_client.yaml"), []byte(text), 0o600))
		_, err := config.Transitions(dir, workdays(t))
		return err
	}
	const head = "kind: client_onboarding\nnl: Aansluiten\nen: Onboarding\nbasis: own\nflag: assumed\n---\n"
	const plan = "title: Aansluiten\nprojects: [{id: P, title: Project, owner: si}]\nmilestones:\n  - {id: A, title: Eerste, project: P, dueAfter: 5}\n"
	require.NoError(t, own(head+plan))
	require.ErrorContains(t, own(plan), "transition_client.yaml: write what the template is, a line ---")
	require.ErrorContains(t, own(strings.Replace(head, "client_onboarding", "party", 1)+plan), `kind is "party"; write one of programme`)
	require.ErrorContains(t, own(strings.Replace(head, "basis: own\n", "", 1)+plan), "template.basis: missing")
	require.ErrorContains(t, own(head+strings.Replace(plan, "owner: si", "owner: sii", 1)), `line 8, owner: unknown_owner owner="sii"`)
	require.ErrorContains(t, own(head+strings.Replace(plan, "dueAfter: 5", "dueAfter: soon, after: [B]", 1)),
		`line 10, dueAfter: bad_number value="soon"; line 10, after: link_to_nothing from="B" id="B" to="A"`)
}
