package ledger_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

func TestProcessesAgreeOnTheKeyOfTheLinks(t *testing.T) {
	t.Parallel()
	s := open(t)
	keys := make([][]byte, 8)
	errs := make([]error, len(keys))
	start := make(chan struct{})
	var group sync.WaitGroup
	for n := range keys {
		other := ledger.Open(s.Pool(), s.Calendars())
		group.Go(func() {
			<-start
			keys[n], errs[n] = other.LinkKey(t.Context())
		})
	}
	close(start)
	group.Wait()
	for n := range keys {
		require.NoError(t, errs[n])
		require.Len(t, keys[n], 32)
		require.Equal(t, keys[0], keys[n])
	}
	later, err := s.LinkKey(t.Context())
	require.NoError(t, err)
	require.Equal(t, keys[0], later)
	elsewhere, err := open(t).LinkKey(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, keys[0], elsewhere, "each installation has its own")
}
