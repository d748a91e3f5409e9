package planfile_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/planfile"
)

// Whatever a file holds, reading ends with a plan that is right, or with problems; and
// what was read survives being written.
func fuzz(f *testing.F, read func([]byte, planfile.Rules) (planfile.Reading, error), write func(planfile.Plan) ([]byte, error)) {
	rules := rules(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		reading, err := read(text, rules)
		var problems planfile.Problems
		if errors.As(err, &problems) {
			require.NotEmpty(t, problems)
			for _, p := range problems {
				require.NotEmpty(t, p.Code)
			}
			return
		}
		require.NoError(t, err)
		_, err = planfile.Check(reading.Plan, rules)
		require.NoError(t, err)
		again, err := write(reading.Plan)
		require.NoError(t, err)
		back, err := read(again, rules)
		require.NoError(t, err, "%s", again)
		require.Equal(t, reading.Plan, back.Plan)
	})
}

func FuzzReadYAML(f *testing.F) {
	f.Add([]byte(plan))
	f.Add([]byte(spoiled))
	f.Add([]byte("a: &a [*a]\n"))
	fuzz(f, planfile.ReadYAML, planfile.WriteYAML)
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("soort;id;titel;project;eigenaar;datum;na;aandeel;prijs\nprogramma;;T;;;;;;1\nmijlpaal;A;Eerste;;si;1/09/2021;;100;\n"))
	f.Add([]byte("\xff\xfei\x00d\x00"))
	f.Add([]byte("sep=,\nid,title,due\n\"M\n1\",'=x,2021-09-01\n"))
	f.Add([]byte("id;titel;eigenaar;datum\nM1;Na\xefef;si;2021-09-01"))
	fuzz(f, planfile.ReadCSV, func(p planfile.Plan) ([]byte, error) { return planfile.WriteCSV(p, planfile.Dutch) })
}

func FuzzReadMSPDI(f *testing.F) {
	rules := rules(f)
	reading, err := planfile.ReadYAML([]byte(plan), rules)
	require.NoError(f, err)
	text, err := planfile.WriteMSPDI(reading.Plan, rules.Calendar, planfile.Dutch)
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(tool))
	fuzz(f, planfile.ReadMSPDI, func(p planfile.Plan) ([]byte, error) { return planfile.WriteMSPDI(p, rules.Calendar, planfile.English) })
}
