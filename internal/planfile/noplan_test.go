package planfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/planfile"
)

func TestWhatIsNoPlanIsSaidSo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		read func([]byte, planfile.Rules) (planfile.Reading, error)
		text string
		want string
	}{
		{planfile.ReadYAML, "", "1 not_a_plan"},
		{planfile.ReadYAML, "- a\n- b\n", "1 not_a_plan"},
		{planfile.ReadYAML, "title: x\n", "0 no_milestones"},
		{planfile.ReadYAML, strings.Repeat(" ", planfile.MaxBytes+1), "0 too_large"},
		{planfile.ReadCSV, "", "1 not_a_plan"},
		{planfile.ReadCSV, "geen;titels\n1;2\n", "1 no_headings"},
		{planfile.ReadCSV, "id;titel\n\"M1;open\n", "2 not_csv"},
		{planfile.ReadCSV, "soort;id;titel\nvergadering;1;Overleg\n", "2 soort unknown_kind"},
		{planfile.ReadCSV, "id;titel;kleur;id\n", "1 kleur unknown_column"},
		{planfile.ReadCSV, "id;titel;kleur;id\n", "1 id column_twice"},
		{planfile.ReadCSV, "id;titel\nM1;Eerste;te veel\n", "2 no_heading"},
		{planfile.ReadCSV, "soort;id;titel;aandeel\nrisico;R1;Laat;5\n", "2 aandeel not_for_kind"},
		{planfile.ReadCSV, "soort;id;titel\nprogramma;;A\nprogramma;;B\n", "3 programme_twice"},
		{planfile.ReadXLSX, "PK geen werkboek", "0 not_xlsx"},
		{planfile.ReadMSPDI, "", "1 not_xml"},
		{planfile.ReadMSPDI, "<html></html>", "1 not_xml"},
		{planfile.ReadMSPDI, "<Project>\n<Tasks>\n<Task><UID>een</UID></Task></Tasks></Project>", "3 not_xml"},
		{planfile.ReadMSPDI, "<Project></Project>", "1 not_a_plan"},
	} {
		_, err := c.read([]byte(c.text), rules(t))
		require.Contains(t, found(t, err), c.want, short(c.text))
		var problems planfile.Problems
		require.ErrorAs(t, err, &problems)
		for _, p := range problems {
			inWords(t, p)
		}
	}
}
