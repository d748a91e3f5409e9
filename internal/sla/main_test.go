package sla_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain draws more clocks than rapid's default of 100, unless told how many:
// the coincidences that matter are rare, and a clock takes a millisecond.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", "2000"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
