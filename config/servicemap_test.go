package config

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/topology"
)

func TestTheServiceMapIsTheCatalogueAndMore(t *testing.T) {
	t.Parallel()
	p, err := Load("")
	require.NoError(t, err)
	m := p.ServiceMap
	require.Equal(t, topology.Item{ID: "burgerloket", Kind: "service", NL: "Digitaal burgerloket", EN: "Digital citizens' desk", Provider: "beta", Team: "beta-toepassingen", EndToEnd: true}, m["burgerloket"])
	require.NotContains(t, m, "andere", "nobody runs what is none of the others'")
	confidential := 0
	for id, item := range m {
		require.Equal(t, id, item.ID)
		if item.Confidential {
			confidential++
		}
	}
	require.Equal(t, 2, confidential)
	on := topology.New(m)
	require.Equal(t, []string{"burgerloket", "gos", "netwerk"}, on.EndToEnd("grensfirewall").List())
	require.Contains(t, on.EndToEnd("opslag").List(), "gos")
	eco, err := Demonstration()
	require.NoError(t, err)
	for _, item := range m {
		known := false
		for _, o := range eco.Organisations {
			known = known || o.ID == item.Provider
		}
		require.True(t, known, "%s is run by %q", item.ID, item.Provider)
		if team, ok := p.Incident.Team(item.Team); item.Team != "" {
			require.True(t, ok, item.Team)
			require.Equal(t, item.Provider, team.Org, item.ID)
		}
	}
}

func TestAServiceMapThatIsWrongIsNotTaken(t *testing.T) {
	t.Parallel()
	head := "version: 1\nflag: assumed\nitems:\n"
	for text, why := range map[string]string{
		"version: 0\n":         "version: must be 1 or more",
		"version: 1\nflag: x":  "flag: must be assumed or contractual",
		"version: 1\nthings: ": "things",
		head + "  - {id: a, kind: item, nl: A, parent: b}\n":                                            "item a: parent: no_such_item item b",
		head + "  - {id: a, kind: item, nl: A}\n  - {id: a, kind: item, nl: B}\n":                       "a stands there twice",
		head + "  - {id: a, kind: item, nl: A, dependsOn: [a]}\n":                                       "item a: dependsOn[0]: depends_in_circle",
		head + "  - {id: a, kind: item, nl: A, parent: b}\n  - {id: b, kind: item, nl: B, parent: a}\n": "item a: parent: part_of_itself",
	} {
		_, err := parseServiceMap("f.yaml", []byte(text), Incident{})
		require.ErrorContains(t, err, why, text)
	}
}

// A catalogue of one's own comes without the program's map: its parts would be of
// services that are not there.
func TestAnotherCatalogueBeginsWithItsOwnServicesAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text, err := embedded.ReadFile(IncidentFile)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(dir+"/"+IncidentFile, text, 0o600))
	p, err := Load(dir)
	require.NoError(t, err)
	require.Contains(t, p.ServiceMap, "burgerloket")
	require.NotContains(t, p.ServiceMap, "gos")
	require.NoError(t, os.WriteFile(dir+"/"+ServiceMapFile, []byte("version: 2\nflag: contractual\nitems:\n  - {id: x, kind: item, nl: X, parent: burgerloket}\n"), 0o600))
	p, err = Load(dir)
	require.NoError(t, err)
	require.Contains(t, p.ServiceMap, "x")
}
