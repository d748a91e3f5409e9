package main

import (
	"flag"
	"os"
	"testing"

	"termijn/internal/devstack/devtest"
)

// programVariable makes the test program act as termijn instead of running tests.
const programVariable = "TERMIJN_TEST_PROGRAM"

// What the test program can act as.
const (
	// plain is termijn as it is delivered.
	plain = "plain"
	// personas is termijn whose serve knows the personas of the demonstration
	// ecosystem: a test of dead processes needs somebody to sign in.
	personas = "personas"
)

func TestMain(m *testing.M) {
	switch os.Getenv(programVariable) {
	case plain:
		os.Exit(run(os.Args[1:], &commands{}))
	case personas:
		os.Exit(run(os.Args[1:], &commands{Serve: ServeCmd{personas: true}}))
	}
	flag.Parse()
	// These tests wait for other processes more than they work: more of them than
	// there are processors, unless the command line says.
	if atOnce := flag.Lookup("test.parallel"); atOnce.Value.String() == atOnce.DefValue {
		if err := atOnce.Value.Set("5"); err != nil {
			panic(err)
		}
	}
	os.Exit(devtest.Main(m))
}
