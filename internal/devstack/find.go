package devstack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// TemporalCLIVersion is the version of the Temporal CLI that `make tools`
// builds; tools.mod names the same one.
const TemporalCLIVersion = "1.5.1"

// minTemporalServer is the first Temporal server with Update-with-Start,
// which every case is opened with.
var minTemporalServer = [2]int{1, 28}

var (
	errNoPostgres = errors.New("no PostgreSQL server programs found (initdb, postgres); " +
		"on Debian or Ubuntu type: sudo apt-get install postgresql; " +
		"on Fedora: sudo dnf install postgresql-server; on macOS: brew install postgresql@17")
	errNoTemporal = errors.New("no Temporal dev server found; in the source tree type: make tools; " +
		"or put the Temporal CLI (" + TemporalCLIVersion + " or later) on PATH as temporal")
)

// postgresPlaces are where systems keep the server programs, which are often
// not on PATH: Debian, Red Hat, Alpine, Homebrew (two roots), Postgres.app.
var postgresPlaces = []string{
	"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/libexec/postgresql*",
	"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// FindPostgres returns the directory of the newest PostgreSQL server programs
// of the machine. The error says what to type to get them.
func FindPostgres() (bindir string, err error) {
	return findPostgres("", os.Getenv("PATH"), postgresPlaces)
}

// findPostgres looks in the directories of path, then in places. With a
// major version ("15") only that one will do, since a cluster can be opened
// by no other.
func findPostgres(major, path string, places []string) (string, error) {
	var dirs []string
	for _, dir := range filepath.SplitList(path) {
		// A link such as /usr/local/bin/initdb stands beside none of the
		// programs and libraries that initdb itself looks for.
		if real, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb")); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
	}
	for _, pattern := range places {
		found, _ := filepath.Glob(pattern) // the patterns are ours and well-formed
		dirs = append(dirs, found...)
	}
	best, bestMajor := "", 0
	for _, dir := range dirs {
		if !executable(filepath.Join(dir, "initdb")) || !executable(filepath.Join(dir, "postgres")) {
			continue
		}
		m := postgresMajor(dir)
		if major != "" && strconv.Itoa(m) != major {
			continue
		}
		if m > bestMajor {
			best, bestMajor = dir, m
		}
	}
	switch {
	case best != "":
		return best, nil
	case major != "":
		return "", fmt.Errorf("the data was written by PostgreSQL %s, which is not installed; "+
			"on Debian or Ubuntu type: sudo apt-get install postgresql-%s", major, major)
	default:
		return "", errNoPostgres
	}
}

var postgresVersion = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// postgresMajor asks the server program for its major version; 0 if it will not say.
func postgresMajor(bindir string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ask := func() ([]byte, error) {
		return exec.CommandContext(ctx, filepath.Join(bindir, "postgres"), "--version").Output()
	}
	out, err := ask()
	for errors.Is(err, syscall.ETXTBSY) && ctx.Err() == nil {
		// Just written: a process forked meanwhile may still hold the file open.
		time.Sleep(10 * time.Millisecond)
		out, err = ask()
	}
	if err != nil {
		return 0
	}
	m := postgresVersion.FindSubmatch(out)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(m[1])) // digits by the pattern
	return n
}

// FindTemporal returns the Temporal CLI: the one that `make tools` built, or a
// new enough one on PATH. The error says what to type to get it.
func FindTemporal(ctx context.Context) (path string, err error) {
	return findTemporal(ctx, temporalCache(), os.Getenv("PATH"))
}

// temporalCache is where scripts/tools.sh puts the built CLI, keyed by version.
func temporalCache() string {
	cache := cmp.Or(os.Getenv("XDG_CACHE_HOME"), filepath.Join(os.Getenv("HOME"), ".cache"))
	return filepath.Join(cache, "termijn", "tools", "temporal-"+TemporalCLIVersion)
}

func findTemporal(ctx context.Context, cached, path string) (string, error) {
	if executable(cached) {
		return cached, nil
	}
	reason := errNoTemporal
	for _, dir := range filepath.SplitList(path) {
		candidate := filepath.Join(dir, "temporal")
		if dir == "" || !executable(candidate) {
			continue
		}
		if err := temporalUsable(ctx, candidate); err != nil {
			reason = fmt.Errorf("%w (passed over: %w)", errNoTemporal, err)
			continue
		}
		return candidate, nil
	}
	return "", reason
}

var temporalServer = regexp.MustCompile(`Server (\d+)\.(\d+)`)

func temporalUsable(ctx context.Context, path string) error {
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		return fmt.Errorf("%s --version: %w", path, err)
	}
	m := temporalServer.FindStringSubmatch(string(out))
	if m == nil {
		return fmt.Errorf("%s does not say which server it holds: %s", path, strings.TrimSpace(string(out)))
	}
	major, _ := strconv.Atoi(m[1]) // digits by the pattern
	minor, _ := strconv.Atoi(m[2])
	if slices.Compare([]int{major, minor}, minTemporalServer[:]) < 0 {
		return fmt.Errorf("%s holds server %d.%d, older than %d.%d", path, major, minor, minTemporalServer[0], minTemporalServer[1])
	}
	return nil
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}
