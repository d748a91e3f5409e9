package takeover_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/takeover"
)

const ours = `
system: servicenow
zone: Europe/Brussels
states: {New: new, Active: active, Wait: waiting user, Resolved: resolved, Closed: closed}
priorities: {3 - Moderate: P3}
degrees: {2 - Medium: medium}
channels: {Phone: phone, "?": web}
groups:
  default: {org: beta}
  none: {team: desk, org: si}
  named: {Group 1: {team: werkplek, org: alfa}, Group 2: {org: alfa}}
clients: {default: noord, locations: {Location 9: zuid}}
people: keep
service: andere
category: ""
`

func TestMappingIsStrict(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, says string }{
		"an unknown key":      {"people: keep", "people: keep\nstate: {}", "field state not found"},
		"no system":           {"system: servicenow", "", "system is missing; write the name of the tool"},
		"no zone":             {"zone: Europe/Brussels", "", "zone is missing; write the time zone"},
		"no such zone":        {"Europe/Brussels", "Europe/Brugge", `zone is "Europe/Brugge"; write a time zone such as Europe/Brussels`},
		"the machine's zone":  {"Europe/Brussels", "Local", "write a time zone"},
		"an unknown state":    {"New: new", "New: begun", `states: "New" is "begun"; write one of new, active, waiting user`},
		"an unknown wait":     {"waiting user", "waiting", `states: "Wait" is "waiting"; write one of`},
		"no states":           {"states: {New: new, Active: active, Wait: waiting user, Resolved: resolved, Closed: closed}", "", "states is missing"},
		"an unknown priority": {"P3", "P5", `priorities: "3 - Moderate" is "P5"; write one of P1, P2, P3, P4`},
		"an unknown degree":   {": medium", ": middling", `degrees: "2 - Medium" is "middling"; write one of high, medium, low`},
		"an unknown channel":  {"Phone: phone", "Phone: fax", `channels: "Phone" is "fax"; write one of web, email`},
		"no default group":    {"default: {org: beta}", "default: {}", "groups.default.org is missing"},
		"no team for none":    {"{team: desk, org: si}", "{org: si}", "groups.none.team is missing"},
		"a group without org": {"Group 2: {org: alfa}", "Group 2: {team: x}", `groups.named: "Group 2" has no org; write the organisation`},
		"a team of two":       {"Group 2: {org: alfa}", "Group 2: {team: werkplek, org: beta}", "team werkplek one of beta, but it is one of alfa already"},
		"a slug of two":       {"Group 2: {org: alfa}", "Group 2: {org: alfa}, group-2: {org: beta}", "team group-2 one of beta, but it is one of alfa already"},
		"no client":           {"default: noord", "default: ''", "clients.default is missing"},
		"a location without":  {"Location 9: zuid", "Location 9: ''", `clients.locations: "Location 9" has no client`},
		"unknown people":      {"people: keep", "people: hide", `people is "hide"; write one of keep, pseudonym`},
		"no service":          {"service: andere", "", "service is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, ours, c.from)
			_, err := takeover.ParseMapping("m.yaml", []byte(strings.Replace(ours, c.from, c.to, 1)))
			require.ErrorContains(t, err, "m.yaml: ")
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestMappingOfValues(t *testing.T) {
	t.Parallel()
	m, err := takeover.ParseMapping("m.yaml", []byte(ours))
	require.NoError(t, err)
	log, err := takeover.Read(strings.NewReader(file(
		a("A|0|1/3/2016 09:20|New|Group 1|Resolver  3", "location=?", "category=?", "contact_type=?", "cmdb_ci=cmdb_ci 4"),
		a("A|1|1/3/2016 09:30|New|Group 2|?", "location=Location 9", "category=Category 5", "problem_id=Problem ID  2", "rfc=CHG1"),
		a("B|0|1/3/2016 09:20|New|Équipe  Réseau/Nord|?", "category=?", "subcategory=?"),
		a("C|0|1/3/2016 09:20|New|?|?"), a("D|0|1/3/2016 09:20|New|中|?"), a("E|0|1/3/2016 09:20|New|group 2|?"),
	)), m, takeover.Options{})
	require.NoError(t, err)
	require.Len(t, log.Incidents, 5)
	first := log.Incidents[0]
	require.Equal(t, "Category 5 / Subcategory 6", first.Title)
	require.Equal(t, "zuid", first.Client)
	require.Equal(t, "web", first.Channel)
	require.Equal(t, "andere", first.Service)
	require.Equal(t, "cmdb_ci 4", first.Item)
	require.Equal(t, takeover.References{Problem: "Problem ID 2", Change: "CHG1"}, first.References)
	require.Equal(t, takeover.Team{ID: "werkplek", Org: "alfa"}, first.Team)
	require.Equal(t, []string{"1/3 09:20 assigned werkplek Resolver 3", "1/3 09:30 assigned group-2"}, told(first))
	require.Equal(t, "B", log.Incidents[1].Title)
	require.Equal(t, "noord", log.Incidents[1].Client)
	require.Equal(t, []takeover.Team{{ID: "desk", Org: "si"}, {ID: "equipe-reseau-nord", Org: "beta", Name: "Équipe Réseau/Nord"},
		{ID: "group-2", Org: "alfa", Name: "Group 2"}, {ID: "group-d5d15a8b", Org: "beta", Name: "中"}, {ID: "werkplek", Org: "alfa"}}, log.Teams(),
		"one organisation for a team, whatever name led to it")
}

func TestTeamsThatTheMappingNamesAreDifferentTeams(t *testing.T) {
	t.Parallel()
	m, err := takeover.ParseMapping("m.yaml", []byte(ours))
	require.NoError(t, err)
	log, err := takeover.Read(strings.NewReader(file(
		a("A|0|1/3/2016 09:20|New|Group 1|?"), a("A|1|1/3/2016 09:30|New|?|?"), a("A|2|1/3/2016 09:40|New|Group 2|?"), a("A|3|1/3/2016 09:50|New|group 2|?"),
	)), m, takeover.Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"1/3 09:30 assigned desk", "1/3 09:40 assigned group-2"}, told(log.Incidents[0]))
	require.Equal(t, 1, log.Report.Remarks[takeover.MergedGroups])
	e, err := takeover.Expect(log.Incidents[0], policy(t), asOf)
	require.NoError(t, err)
	require.Equal(t, 2, e.HandOvers)
	require.Equal(t, 2, e.Crossings)
}

func TestPseudonyms(t *testing.T) {
	t.Parallel()
	m, err := takeover.ParseMapping("m.yaml", []byte(strings.Replace(ours, "people: keep", "people: pseudonym", 1)))
	require.NoError(t, err)
	text := file(a("A|0|1/3/2016 09:20|New|Group 1|Resolver 3"), a("B|0|1/3/2016 09:20|New|Group 1|Resolver 3", "caller_id=Caller 2"))
	_, err = takeover.Read(strings.NewReader(text), m, takeover.Options{})
	require.ErrorContains(t, err, "pseudonyms need a secret key")
	names := func(key string) []string {
		log, err := takeover.Read(strings.NewReader(text), m, takeover.Options{Key: []byte(key)})
		require.NoError(t, err)
		one, two := log.Incidents[0], log.Incidents[1]
		require.Equal(t, one.Facts[0].Agent, two.Facts[0].Agent)
		return []string{one.Facts[0].Agent, one.Facts[0].By, one.Reporter, two.Reporter}
	}
	list := names("a key")
	require.Equal(t, list, names("a key"), "they stay the same")
	seen := map[string]bool{}
	for i, other := range names("another key") {
		require.Regexp(t, `^person-[0-9a-f]{12}$`, list[i])
		require.NotEqual(t, list[i], other)
		require.False(t, seen[list[i]], "each person has an own one")
		seen[list[i]] = true
	}
}
