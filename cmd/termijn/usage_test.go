package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

func TestEveryCommandHasHelpWithAnExample(t *testing.T) {
	t.Parallel()
	parser, err := kong.New(&commands{}, kong.Name("termijn"), kong.Vars{"version": "test"})
	require.NoError(t, err)
	nodes := []*kong.Node{parser.Model.Node}
	for len(nodes) > 0 {
		node := nodes[0]
		nodes = append(nodes[1:], node.Children...)
		if node.Type == kong.ArgumentNode || node.Type == kong.CommandNode && !node.Leaf() {
			continue // part of a command, or several
		}
		path := strings.Fields(node.FullPath())
		t.Run(strings.Join(path, " "), func(t *testing.T) {
			t.Parallel()
			p := launch(t, plain, nil, append(path[1:], "--help")...)
			require.Zero(t, p.status(t))
			require.Empty(t, p.errs.String())
			require.Contains(t, p.out.String(), "Example")
			require.Regexp(t, `(?m)^ .*\b`+strings.Join(path, " "), p.out.String(), "the example is one of this command")
		})
	}
}

func TestAWrongCommandLineIsRefusedInOneSentence(t *testing.T) {
	t.Parallel()
	notes := filepath.Join(t.TempDir(), "notes.yaml")
	require.NoError(t, os.WriteFile(notes, []byte("title: nothing\n"), 0o600))
	for line, want := range map[string]string{
		"":                                    "expected one of",
		"fly":                                 "unexpected argument fly",
		"dev --nope":                          "unknown flag --nope",
		"dev --speed 0":                       "--speed must lie between 1 and 1000000, not 0",
		"dev --speed NaN":                     "--speed must lie between 1 and 1000000, not NaN",
		"dev --speed 1000001":                 "--speed must lie between",
		"dev --speed fast":                    "--speed",
		"dev --start 2026-03-02":              "--start needs --speed above 1",
		"dev --speed 60 --start 2026-02-30":   "--start",
		"dev --speed 60 --start soon":         "--start",
		"dev --speed 60 --start 1900-01-01":   "--start must lie between 2000 and 2200",
		"dev --port 70000":                    "--port must lie between 0",
		"dev --scenario nowhere":              `scenario "nowhere" is neither a file nor one of change, demonstration, incident, regie`,
		"dev --scenario " + notes:             "there are no steps",
		"dev --config /nowhere":               "--config",
		"serve":                               "say where the database is: --database postgres://… or TERMIJN_DATABASE",
		"serve --database postgres://x:y:z/d": "--database",
		"serve --database postgres://x/d --role cook":        `--role must be one of "api","worker" but got "cook"`,
		"serve --database postgres://x/d --smtp-from nobody": "--smtp-from",
		"serve --database postgres://x/d --smtp-tls perhaps": "--smtp-tls must be one of",
		"serve --database postgres://x/d --config /nowhere":  "--config",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			p := launch(t, plain, nil, strings.Fields(line)...)
			require.Equal(t, statusUsage, p.status(t), "%s", p.errs.String())
			require.Empty(t, p.out.String(), "errors go to standard error")
			said := strings.Split(strings.TrimSpace(p.errs.String()), "\n")
			require.Contains(t, said[len(said)-2], want)
			require.True(t, strings.HasPrefix(said[len(said)-2], "termijn: "))
			require.Regexp(t, `^For help type: termijn.* --help$`, said[len(said)-1])
		})
	}
}

func TestWhatFailsOnThisMachineHasAnotherStatus(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	p := launch(t, plain, nil, "dev", "--data", filepath.Join(file, "state"))
	require.Equal(t, statusFailed, p.status(t))
	require.Empty(t, p.out.String())
	require.Regexp(t, `^termijn: --data: .*not a directory; choose a directory that you may write in\n$`, p.errs.String())
}
