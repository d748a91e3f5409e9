package devstack_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"termijn/internal/devstack"
)

func startTemporal(t *testing.T, o devstack.TemporalOptions) *devstack.Temporal {
	t.Helper()
	began := time.Now()
	s, err := devstack.StartTemporal(t.Context(), o)
	require.NoError(t, err)
	t.Logf("Temporal started in %s", time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() { require.NoError(t, s.Stop(context.Background())) })
	return s
}

func dial(t *testing.T, s *devstack.Temporal, namespace string) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: s.Address(), Namespace: namespace, Logger: silent{}})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// silent drops what the client has to say about a server that is down.
type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}

var _ log.Logger = silent{}

func TestTemporalServesItsNamespacesForTenYears(t *testing.T) {
	t.Parallel()
	s := startTemporal(t, devstack.TemporalOptions{Namespaces: []string{"termijn", "default"}})
	require.Empty(t, s.UIAddress())
	for _, name := range []string{"termijn", "default", "later"} {
		began := time.Now()
		require.NoError(t, s.CreateNamespace(t.Context(), name), "also when it is there")
		t.Logf("namespace %s ready in %s", name, time.Since(began).Round(time.Millisecond))
		c := dial(t, s, name)
		about, err := c.WorkflowService().DescribeNamespace(t.Context(), &workflowservice.DescribeNamespaceRequest{Namespace: name})
		require.NoError(t, err)
		require.Equal(t, devstack.Retention, about.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration())
		_, err = c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "one", TaskQueue: "none"}, "unregistered")
		require.NoError(t, err, "a fresh namespace takes workflows at once")
	}
}

func TestKeptTemporalSurvivesStopAndCrash(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state", "temporal.db")
	first, err := devstack.StartTemporal(t.Context(), devstack.TemporalOptions{DBFile: file, Namespaces: []string{"termijn"}})
	require.NoError(t, err)
	start := func(s *devstack.Temporal, id string) {
		_, err := dial(t, s, "termijn").ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: id, TaskQueue: "none"}, "unregistered")
		require.NoError(t, err)
	}
	known := func(s *devstack.Temporal, id string) {
		_, err := dial(t, s, "termijn").DescribeWorkflowExecution(t.Context(), id, "")
		require.NoError(t, err)
	}
	start(first, "before the crash")
	address := first.Address()
	first.Kill()
	require.ErrorContains(t, first.Err(), "killed")
	require.NoError(t, first.Restart(t.Context()))
	require.Equal(t, address, first.Address())
	known(first, "before the crash")
	start(first, "before the stop")

	began := time.Now()
	require.NoError(t, first.Stop(t.Context()))
	t.Logf("Temporal stopped in %s", time.Since(began).Round(time.Millisecond))
	gone(t, first.PID())
	second := startTemporal(t, devstack.TemporalOptions{DBFile: file, Namespaces: []string{"termijn"}})
	known(second, "before the crash")
	known(second, "before the stop")
}

func TestTemporalAvoidsATakenPortAndShowsItsPages(t *testing.T) {
	t.Parallel()
	other, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	port := other.Addr().(*net.TCPAddr).Port
	_, err = devstack.StartTemporal(t.Context(), devstack.TemporalOptions{Port: port})
	require.ErrorContains(t, err, "port "+strconv.Itoa(port)+" is taken by another program")

	s := startTemporal(t, devstack.TemporalOptions{Preferred: port, UI: true})
	require.NotContains(t, s.Address(), ":"+strconv.Itoa(port))
	require.Eventually(t, func() bool {
		answer, err := http.Get(s.UIAddress())
		if err != nil {
			return false
		}
		return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
	}, 20*time.Second, 20*time.Millisecond)
}

func TestTemporalSaysWhyItDidNotStart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "temporal.db")
	require.NoError(t, os.WriteFile(file, []byte("this is not a database, and long enough to be read as one"), 0o600))
	_, err := devstack.StartTemporal(t.Context(), devstack.TemporalOptions{DBFile: file})
	require.ErrorContains(t, err, "file is not a database")
}

func TestCLIVersionIsTheOneThatToolsModBuilds(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "tools.mod"))
	require.NoError(t, err)
	m := regexp.MustCompile(`github\.com/temporalio/cli v(\S+)`).FindSubmatch(text)
	require.NotNil(t, m)
	require.Equal(t, devstack.TemporalCLIVersion, string(m[1]))
}
