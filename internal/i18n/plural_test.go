package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A text that is given a Count must have the form for one: without it, one shows the
// text's ID.
func TestEveryTextWithACountHasAllFormsOfItsLanguage(t *testing.T) {
	t.Parallel()
	counted := countedInCode(t)
	require.Greater(t, len(counted), 10, "the search finds the texts that are counted")
	for _, lang := range Languages {
		for id, x := range read(t, lang) {
			if !slices.Contains(x.places(), "Count") && !slices.Contains(counted, id) && len(x.forms) == 1 {
				continue
			}
			require.Contains(t, x.forms, "one", "%s %s: give it the forms one and other", lang, id)
			require.Contains(t, x.forms, "other", "%s %s: give it the forms one and other", lang, id)
			pairs := []any{"Count", 1}
			for _, name := range x.places() {
				if name != "Count" {
					pairs = append(pairs, name, "x")
				}
			}
			require.NotEqual(t, id, For(lang).T(id, pairs...), "%s: one", lang)
			pairs[1] = 2
			require.NotEqual(t, id, For(lang).T(id, pairs...), "%s: more", lang)
		}
	}
}

// withCount finds the calls that give a text a Count: .T("id", "Count"… and with the
// Count further on.
var withCount = regexp.MustCompile(`\.T[ (]+"([a-z0-9_.-]+[a-z0-9_-])",?[^\n]*?"Count"`)

func countedInCode(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, dir := range []string{"../portal", "../mail", "../../api", "../i18n"} {
		require.NoError(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasSuffix(name, "_test.go") || !slices.Contains([]string{".go", ".html"}, filepath.Ext(name)) {
				return err
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for _, call := range strings.Split(string(raw), ".T")[1:] {
				if m := withCount.FindStringSubmatch(".T" + call); m != nil {
					ids = append(ids, m[1])
				}
			}
			return nil
		}))
	}
	return ids
}
