package planfile_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/planfile"
)

// schedule is what a planning tool keeps of a plan: what it has no place for is left
// out, and milestones stand below their projects.
func schedule(p planfile.Plan) planfile.Plan {
	p.Products, p.Checklist, p.Risks, p.ExitItems = nil, nil, nil, nil
	var milestones []planfile.Milestone
	var links []planfile.Link
	for _, project := range p.Projects {
		for _, m := range p.Milestones {
			if m.Project != project.ID {
				continue
			}
			milestones = append(milestones, m)
			for _, l := range p.Links {
				if l.To == m.ID {
					links = append(links, l)
				}
			}
		}
	}
	p.Milestones, p.Links = milestones, links
	return p
}

func TestAScheduleSurvivesAPlanningTool(t *testing.T) {
	t.Parallel()
	rules := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		p := plans(t)
		text, err := planfile.WriteMSPDI(p, rules.Calendar, rapid.SampledFrom([]planfile.Language{planfile.Dutch, planfile.English}).Draw(t, "language"))
		require.NoError(t, err)
		got, err := planfile.ReadMSPDI(text, rules)
		require.NoError(t, err, "%s", text)
		require.Equal(t, schedule(p), got.Plan)
	})
}

func TestAPlanSurvivesEveryFormat(t *testing.T) {
	t.Parallel()
	rules := rules(t)
	for name, format := range map[string]struct {
		write func(planfile.Plan) ([]byte, error)
		read  func([]byte, planfile.Rules) (planfile.Reading, error)
	}{
		"YAML":        {planfile.WriteYAML, planfile.ReadYAML},
		"Dutch CSV":   {func(p planfile.Plan) ([]byte, error) { return planfile.WriteCSV(p, planfile.Dutch) }, planfile.ReadCSV},
		"Dutch XLSX":  {func(p planfile.Plan) ([]byte, error) { return planfile.WriteXLSX(p, planfile.Dutch) }, planfile.ReadXLSX},
		"English CSV": {func(p planfile.Plan) ([]byte, error) { return planfile.WriteCSV(p, planfile.English) }, planfile.ReadCSV},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				p := plans(t)
				_, err := planfile.Check(p, rules)
				require.NoError(t, err, "the plan is right")
				text, err := format.write(p)
				require.NoError(t, err)
				got, err := format.read(text, rules)
				require.NoError(t, err, "%s", text)
				require.Equal(t, p, got.Plan)
			})
		})
	}
}
