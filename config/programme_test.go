package config

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// N-01: what a programme may cost comes from the contract's template; N-16: each
// provider owns what stands in its own project.
func TestTheContractsProgrammeHasItsCapAndItsOwners(t *testing.T) {
	t.Parallel()
	p, err := Load("")
	require.NoError(t, err)
	require.Equal(t, "4600000", p.Transition.Cap.String())
	contract, ok := p.Transition.Template("contract")
	require.True(t, ok)
	owners := map[string]string{}
	for _, x := range contract.plan.Projects {
		owners[x.ID] = x.Owner.Org
	}
	for _, m := range contract.plan.Milestones {
		require.Equal(t, owners[m.Project], contract.plan.OwnerOf(m).Org, m.ID)
	}
	_, ok = p.Transition.Template("another")
	require.False(t, ok)
}
