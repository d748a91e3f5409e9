// Package devtest gives tests a real PostgreSQL and a real Temporal server:
// a database and a namespace of their own for each test.
//
// `make test` starts the servers once for all packages (package withservers)
// and says where they are in the environment. Under a bare `go test` the first
// test that asks starts them for its own package; they end with the process,
// at the latest. A package that uses them should have
//
//	func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }
//
// so that their files are removed at once rather than at a later run.
// A test that stops or crashes a server must start its own with devstack.
package devtest

// Environment variables that name running servers.
const (
	// PostgresVariable holds the connection string of a database whose user may create others.
	PostgresVariable = "TERMIJN_TEST_POSTGRES"
	// TemporalVariable holds the host and port of a Temporal server in which namespaces may be made.
	TemporalVariable = "TERMIJN_TEST_TEMPORAL"
)
