package devtest

import (
	"testing"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"termijn/internal/devstack"
)

// Namespace is a Temporal namespace that one test has to itself, so that
// workflow IDs and task queues can be the real ones.
type Namespace struct {
	Address string // host and port of the server
	Name    string
}

// Temporal makes a namespace for the test. It takes workflows at once.
func Temporal(t testing.TB) Namespace {
	t.Helper()
	n := Namespace{Address: temporalAddress(t), Name: "test-" + uuid.NewString()}
	if err := devstack.CreateNamespace(t.Context(), n.Address, n.Name); err != nil {
		t.Fatal(err)
	}
	return n
}

// Options are the client options for the namespace. What the client logs goes
// nowhere: a failing test says itself what is wrong.
func (n Namespace) Options() client.Options {
	return client.Options{HostPort: n.Address, Namespace: n.Name, Logger: silent{}}
}

// Client connects to the namespace, through the data converter when one is
// given, until the test ends.
func (n Namespace) Client(t testing.TB, through ...converter.DataConverter) client.Client {
	t.Helper()
	o := n.Options()
	if len(through) > 0 {
		o.DataConverter = through[0]
	}
	c, err := client.Dial(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}
