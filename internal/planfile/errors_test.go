package planfile_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/i18n"
	"termijn/internal/planfile"
)

// found writes problems as "line column code".
func found(t *testing.T, err error) []string {
	var problems planfile.Problems
	require.ErrorAs(t, err, &problems)
	var all []string
	for _, p := range problems {
		all = append(all, strings.Join(strings.Fields(fmt.Sprintf("%d %s %s", p.Line, p.Column, p.Code)), " "))
	}
	return all
}

// inWords is a problem as its reader sees it; nothing of it may be left open.
func inWords(t *testing.T, p planfile.Problem) {
	for _, lang := range i18n.Languages {
		say := i18n.For(lang)
		require.True(t, say.Has("field."+p.Code), "%s: %s has no text", lang, p.Code)
		var pairs []any
		for k, v := range p.Args {
			pairs = append(pairs, k, v)
		}
		text := say.T("field."+p.Code, pairs...)
		require.NotContains(t, text, "<no value>", p.Code)
		require.NotContains(t, text, "{{", p.Code)
	}
}

func TestAFileWithThreeErrorsNamesAllThreeWithTheirLines(t *testing.T) {
	t.Parallel()
	files := map[string]struct {
		read func([]byte, planfile.Rules) (planfile.Reading, error)
		text string
		want []string
	}{
		"YAML": {planfile.ReadYAML, `title: Transitie
price: "5000000"
projects:
  - {id: P, title: Project, owner: alfa}
milestones:
  - {id: A, title: Eerste, project: P, due: 2021-09-01, after: [B]}
  - id: B
    title: Tweede
    project: P
    due: 2021-11-01
    after: [A]
`, []string{"2 price above_cap", "10 due on_holiday", "11 after cycle"}},
		"Dutch CSV": {planfile.ReadCSV, "\ufeffsoort;id;titel;project;eigenaar;datum;na;aandeel;prijs\r\n" +
			"programma;;Transitie;;;;;;4.600.000,00\r\n" +
			"project;P;\"Project\r\nAlfa\";;alfa;;;;\r\n" +
			"mijlpaal;A;Eerste;P;;1/09/2021;C;33,3;\r\n" +
			"mijlpaal;B;Tweede;P;gamma;15-09-2021;A + 5 wd;66,6;\r\n", []string{"5 na link_to_nothing", "6 eigenaar unknown_owner", "6 aandeel shares_not_whole"}},
		"English CSV": {planfile.ReadCSV, "id,title,owner,due,after\nA,First,Service Integrator,2021-09-01,\nA,Second,si,2021-02-30,A+x\n",
			[]string{"3 due bad_date", "3 after bad_link", "3 id given_twice"}},
		"MSPDI": {planfile.ReadMSPDI, `<?xml version="1.0"?>
<Project xmlns="http://schemas.microsoft.com/project"><Title>Transitie</Title><MinutesPerDay>480</MinutesPerDay>
<Tasks>
<Task><UID>1</UID><Name>Eerste</Name><OutlineLevel>1</OutlineLevel><Milestone>1</Milestone><Finish>2021-09-01T17:00:00</Finish></Task>
<Task><UID>2</UID><Name>Tweede</Name><OutlineLevel>1</OutlineLevel><Milestone>1</Milestone><Finish>2021-09-04T17:00:00</Finish>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type></PredecessorLink>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>1000</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>
</Tasks><Resources><Resource><UID>1</UID><Name>alfa</Name></Resource></Resources>
<Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID></Assignment><Assignment><UID>2</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment></Assignments></Project>`,
			[]string{"5 PredecessorLink link_type", "5 PredecessorLink bad_lag", "5 Finish not_working_day"}},
	}
	for name, c := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := rules(t)
			rules.Title = "Zonder naam"
			reading, err := c.read([]byte(c.text), rules)
			require.Equal(t, c.want, found(t, err))
			require.Equal(t, planfile.Reading{}, reading, "nothing is taken")
			var problems planfile.Problems
			require.ErrorAs(t, err, &problems)
			for _, p := range problems {
				inWords(t, p)
			}
		})
	}
}

// spoiled is a plan that is right; tests spoil one line of it.
const spoiled = `title: Transitie
price: "4600000"
start: 2021-06-01
end: 2022-12-23
awardBy: 2021-05-31
projects:
  - {id: P, title: Project, owner: alfa}
milestones:
  - {id: A, title: Eerste, project: P, due: 2021-09-01, share: "100", conditional: ja}
  - {id: B, title: Tweede, project: P, due: 2021-10-01, after: [A+5], aim: 2021-09-01}
products:
  - {id: P1, milestone: A, title: Product, criteria: [volledig]}
checklist:
  - {id: C1, milestone: A, kind: data, title: Gegevens}
risks:
  - {id: R1, title: Risico, mitigation: Opvolgen, chance: 2}
exitItems:
  - {id: X1, title: Incidenten, way: hand_over, to: alfa}
`

func TestEverythingThatCanBeWrongIsNamedWhereItStands(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 201)
	for _, c := range []struct{ old, bad, want string }{
		{"title: Transitie", "title: ''", "1 title required"},
		{"title: Transitie", "title: " + long, "1 title too_long"},
		{"title: Transitie", "title: \"a\\0b\"", "1 title bad_text"},
		{"title: Transitie", "title: [a]", "1 title want_text"},
		{"title: Transitie", "titel: Transitie", "1 titel unknown_key"},
		{`price: "4600000"`, `price: "4600000.01"`, "2 price above_cap"},
		{`price: "4600000"`, `price: "veel"`, "2 price bad_number"},
		{`price: "4600000"`, `price: "4.600"`, "2 price ambiguous_number"},
		{`price: "4600000"`, `price: "1.2345"`, "2 price two_decimals"},
		{`price: "4600000"`, `price: "-1"`, "2 price must_be_positive"},
		{`price: "4600000"`, "price: 0", "2 price must_be_positive"},
		{`price: "4600000"`, "cap: 1\nprice: 2", "3 price above_cap"},
		{"end: 2022-12-23", "end: 2021-05-01", "4 end end_before_start"},
		{"end: 2022-12-23", "end: 2021-09-30", "10 due after_end"},
		{"start: 2021-06-01", "start: 2021-09-02", "9 due before_start"},
		{"awardBy: 2021-05-31", "awarded: 2021-05-31", "5 awarded required"},
		{"awardBy: 2021-05-31", "rhythm: elke week", "5 rhythm bad_rhythm"},
		{"awardBy: 2021-05-31\n", "", "8 conditional no_condition"},
		{"{id: P, title: Project, owner: alfa}", "{id: P, title: Project, owner: gamma}", "7 owner unknown_owner"},
		{"{id: P, title: Project, owner: alfa}", "{id: P, title: Project}", "7 owner required"},
		{"{id: P, title: Project, owner: alfa}", "{id: P, title: Project, owner: alfa, person: beta-1}", "7 person person_of_another"},
		{"{id: P, title: Project, owner: alfa}", "P", "7 projects want_fields"},
		{"project: P, due: 2021-09-01", "project: Q, due: 2021-09-01", "9 project unknown_project"},
		{"project: P, due: 2021-09-01", "due: 2021-09-01", "9 project required"},
		{"due: 2021-09-01", "due: morgen", "9 due bad_date"},
		{"due: 2021-09-01", "due: 1999-09-01", "9 due unlikely_date"},
		{"due: 2021-09-01", "due: 2021-09-04", "9 due not_working_day"},
		{"due: 2021-09-01", "dueAfter: 5", "9 dueAfter only_in_templates"},
		{`share: "100"`, `share: "99.9"`, "9 share shares_not_whole"},
		{`share: "100"`, `share: "100.00001"`, "9 share between"},
		{`share: "100"`, `share: "99.99999"`, "9 share four_decimals"},
		{"conditional: ja", "conditional: misschien", "9 conditional bad_flag"},
		{"id: A,", "id: 'A B',", "9 id bad_id"},
		{"id: A,", "id: '',", "9 id required"},
		{"id: B,", "id: A,", "10 id given_twice"},
		{"id: B,", "id: B, id: C,", "10 id key_twice"},
		{"after: [A+5]", "after: [A+x]", "10 after bad_link"},
		{"after: [A+5]", "after: [A+1001]", "10 after between"},
		{"after: [A+5]", "after: [Z]", "10 after link_to_nothing"},
		{"after: [A+5]", "after: [B]", "10 after link_to_itself"},
		{"after: [A+5]", "after: [A, A+5]", "10 after given_twice"},
		{"after: [A+5]", "after: [[A]]", "10 after want_text"},
		{"aim: 2021-09-01", "aim: 2021-10-04", "10 aim aim_after_due"},
		{"milestone: A, title: Product", "milestone: Z, title: Product", "12 milestone unknown_milestone"},
		{"criteria: [volledig]", "criteria: ['']", "12 criteria required"},
		{"kind: data", "kind: gelijk wat", "14 kind choose_option"},
		{"chance: 2", "chance: 4", "16 chance between"},
		{"chance: 2", "chance: veel", "16 chance bad_number"},
		{"mitigation: Opvolgen, ", "", "16 mitigation required"},
		{", to: alfa", "", "18 to required"},
		{"way: hand_over", "way: houden", "18 way choose_option"},
		{"products:\n", "products: geen\nextra:\n", "11 products want_list"},
		{"risks:\n", "\trisks:\n", "15 not_yaml"},
	} {
		require.Contains(t, spoiled, c.old)
		rules := rules(t)
		rules.People = map[string]string{"beta-1": "beta"}
		_, err := planfile.ReadYAML([]byte(strings.Replace(spoiled, c.old, c.bad, 1)), rules)
		require.Contains(t, found(t, err), c.want, c.bad)
		var problems planfile.Problems
		require.ErrorAs(t, err, &problems)
		for _, p := range problems {
			inWords(t, p)
		}
	}
	_, err := planfile.ReadYAML([]byte(spoiled), rules(t))
	require.NoError(t, err)
}

func short(s string) string { return s[:min(len(s), 40)] }

// Every problem of the tests above has words; here, no words are left over.
func TestNoWordsAreLeftOver(t *testing.T) {
	t.Parallel()
	texts, err := os.ReadFile("../i18n/locales/nl/planfile.yaml")
	require.NoError(t, err)
	var sources strings.Builder
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			text, err := os.ReadFile(f.Name())
			require.NoError(t, err)
			sources.Write(text)
		}
	}
	codes := regexp.MustCompile(`(?m)^field\.([a-z_]+):`).FindAllStringSubmatch(string(texts), -1)
	require.Greater(t, len(codes), 30)
	for _, c := range codes {
		require.Contains(t, sources.String(), `"`+c[1]+`"`, "a text for a code that nothing uses")
	}
}

func TestAPlanByHandIsCheckedByPath(t *testing.T) {
	t.Parallel()
	reading, err := planfile.ReadYAML([]byte(spoiled), rules(t))
	require.NoError(t, err)
	p := reading.Plan
	p.Milestones = slices.Clone(p.Milestones)
	p.Milestones[1].Due = day(t, "2021-10-02")
	p.Links = append(p.Links, planfile.Link{From: "B", To: "A", Lag: -1})
	_, err = planfile.Check(p, rules(t))
	var problems planfile.Problems
	require.ErrorAs(t, err, &problems)
	var paths []string
	for _, x := range problems {
		paths = append(paths, x.Path+" "+x.Code)
	}
	require.Equal(t, []string{"milestones[1].due not_working_day", "links[1] between", "links[1] cycle"}, paths)
	raw, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(raw), `"due":"2021-10-02"`)
}
