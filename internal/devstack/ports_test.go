package devstack

import (
	"net"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A port that another process was promised, but on which nothing listens yet, is not
// given again.
func TestAPromisedPortIsNotPromisedAgain(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	_, text, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	require.NoError(t, l.Close())
	port, err := strconv.Atoi(text)
	require.NoError(t, err)
	other, err := lockFile(port)
	require.NoError(t, err)
	require.NoError(t, syscall.Flock(int(other.Fd()), syscall.LOCK_EX|syscall.LOCK_NB))
	require.NotEqual(t, port, FreePort(port))
	require.NoError(t, other.Close()) // the other process ends
	require.Equal(t, port, FreePort(port))
	require.NotEqual(t, port, FreePort(port), "this process has it now")
}
