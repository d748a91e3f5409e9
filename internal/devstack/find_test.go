package devstack

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// program writes an executable that prints a line.
func program(t *testing.T, path, line string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, "#!/bin/sh\necho '%s'\n", line), 0o755))
}

func TestNewestPostgresIsFound(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, major := range []string{"9", "15", "17"} {
		dir := filepath.Join(root, major, "bin")
		program(t, filepath.Join(dir, "initdb"), "initdb")
		program(t, filepath.Join(dir, "postgres"), "postgres (PostgreSQL) "+major+".2 (Debian)")
	}
	program(t, filepath.Join(root, "18", "bin", "initdb"), "a client package without the server")
	places := []string{filepath.Join(root, "*", "bin")}

	dir, err := findPostgres("", "", places)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "17", "bin"), dir)

	dir, err = findPostgres("15", "", places)
	require.NoError(t, err, "a cluster needs the version that wrote it")
	require.Equal(t, filepath.Join(root, "15", "bin"), dir)

	_, err = findPostgres("16", "", places)
	require.ErrorContains(t, err, "apt-get install postgresql-16")
}

func TestPostgresBehindALinkOnPathIsFound(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	real, linked := filepath.Join(root, "real"), filepath.Join(root, "linked")
	program(t, filepath.Join(real, "initdb"), "initdb")
	program(t, filepath.Join(real, "postgres"), "postgres (PostgreSQL) 16.1")
	require.NoError(t, os.Mkdir(linked, 0o755))
	require.NoError(t, os.Symlink(filepath.Join(real, "initdb"), filepath.Join(linked, "initdb")))
	dir, err := findPostgres("", linked, nil)
	require.NoError(t, err)
	want, err := filepath.EvalSymlinks(real)
	require.NoError(t, err)
	require.Equal(t, want, dir)
}

func TestMissingPostgresSaysWhatToType(t *testing.T) {
	t.Parallel()
	_, err := findPostgres("", t.TempDir(), []string{filepath.Join(t.TempDir(), "*")})
	require.ErrorContains(t, err, "sudo apt-get install postgresql")
}

func TestTemporalIsTheBuiltOneElseOneThatIsNewEnough(t *testing.T) {
	t.Parallel()
	cached := filepath.Join(t.TempDir(), "temporal-built")
	older, newer := t.TempDir(), t.TempDir()
	program(t, filepath.Join(older, "temporal"), "temporal version 0.13.0 (Server 1.25.0, UI 2.30.0)")
	program(t, filepath.Join(newer, "temporal"), "temporal version 1.6.0 (Server 1.30.1, UI 2.44.0)")
	path := older + string(os.PathListSeparator) + newer

	found, err := findTemporal(t.Context(), cached, path)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(newer, "temporal"), found)

	_, err = findTemporal(t.Context(), cached, older)
	require.ErrorContains(t, err, "make tools")
	require.ErrorContains(t, err, "older than 1.28")

	program(t, cached, "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)")
	found, err = findTemporal(t.Context(), cached, path)
	require.NoError(t, err)
	require.Equal(t, cached, found)
}

// Not parallel: it changes the environment.
func TestMissingTemporalSaysWhatToType(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	_, err := StartTemporal(t.Context(), TemporalOptions{})
	require.ErrorContains(t, err, "start Temporal: no Temporal dev server found; in the source tree type: make tools")
}

func TestACrashIsQuotedByItsReason(t *testing.T) {
	t.Parallel()
	var out tail
	_, err := out.Write([]byte("starting\npanic: listen tcp 127.0.0.1:41234: bind: address already in use\n\ngoroutine 1 [running]:\n" +
		strings.Repeat("main.main()\n\t/src/main.go:18 +0x96\n", 500)))
	require.NoError(t, err)
	require.Contains(t, out.quote(), "address already in use", "however long the trace is")
	require.NotContains(t, out.quote(), "main.go")
}
