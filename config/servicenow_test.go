package config_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/config"
)

// What the mapping names must be there: its organisations, its teams, its service.
func TestServiceNowMappingFitsThePolicy(t *testing.T) {
	t.Parallel()
	m, err := config.ServiceNow("")
	require.NoError(t, err)
	p, err := config.Load("")
	require.NoError(t, err)
	ecosystem, err := config.Demonstration()
	require.NoError(t, err)
	kinds := map[string]string{}
	for _, o := range ecosystem.Organisations {
		kinds[o.ID] = o.Kind
	}
	for _, client := range append(slices.Collect(maps.Values(m.Clients.Locations)), m.Clients.Default) {
		require.Equal(t, "client", kinds[client], client)
	}
	require.Equal(t, "provider", kinds[m.Groups.Default.Org])
	for name, group := range m.Groups.Named {
		require.Contains(t, []string{"provider", "si"}, kinds[group.Org], name)
		if group.Team != "" {
			team, ok := p.Incident.Team(group.Team)
			require.True(t, ok, name)
			require.Equal(t, team.Org, group.Org, name)
		}
	}
	desk, ok := p.Incident.Team(m.Groups.None.Team)
	require.True(t, ok)
	require.Equal(t, desk.Org, m.Groups.None.Org)
	_, ok = p.Incident.Service(m.Service)
	require.True(t, ok)
}

func TestServiceNowMappingOfADirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ours, err := config.ServiceNow("")
	require.NoError(t, err)
	same, err := config.ServiceNow(dir)
	require.NoError(t, err)
	require.Equal(t, ours.Groups, same.Groups, "without a file it is the program's")
	require.NoError(t, os.WriteFile(filepath.Join(dir, config.ServiceNowFile), []byte("system: other\n"), 0o600))
	_, err = config.ServiceNow(dir)
	require.EqualError(t, err, "configuration: servicenow.yaml: zone is missing; write the time zone of the log, such as Europe/Brussels")
}
