package main

import (
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
	os.Exit(devtest.Main(m))
}
