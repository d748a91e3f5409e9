package i18n

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// text is a text of the catalogue as it is written down, with its plural forms.
type text struct {
	area  string
	forms map[string]string
}

func read(t *testing.T, lang string) map[string]text {
	t.Helper()
	files, err := fs.Glob(locales, "locales/"+lang+"/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := map[string]text{}
	for _, file := range files {
		raw, err := locales.ReadFile(file)
		require.NoError(t, err)
		var doc map[string]any
		require.NoError(t, yaml.Unmarshal(raw, &doc), file)
		for id, v := range doc {
			require.NotContains(t, all, id, "%s: %s is in two files", file, id)
			forms := map[string]string{}
			switch v := v.(type) {
			case string:
				forms[""] = v
			case map[string]any:
				for form, s := range v {
					require.Contains(t, []string{"one", "other"}, form, "%s: %s", file, id)
					require.IsType(t, "", s, "%s: %s", file, id)
					forms[form] = s.(string)
				}
				require.Len(t, forms, 2, "%s: %s has both forms", file, id)
			default:
				require.Failf(t, "not a text", "%s: %s is %T; put it in quotes", file, id, v)
			}
			all[id] = text{area: path.Base(file), forms: forms}
		}
	}
	return all
}

var place = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// places are the names of the places in all forms of a text.
func (x text) places() []string {
	var names []string
	for _, s := range x.forms {
		for _, m := range place.FindAllStringSubmatch(s, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	nl, en := read(t, Dutch), read(t, English)
	for id, n := range nl {
		e, ok := en[id]
		require.True(t, ok, "%s of nl/%s is missing in English", id, n.area)
		require.Equal(t, n.area, e.area, "%s stands in another file in English", id)
		require.Equal(t, n.places(), e.places(), "%s has other places in English", id)
		require.Equal(t, len(n.forms), len(e.forms), "%s has a plural in one language only", id)
	}
	for id, e := range en {
		require.Contains(t, nl, id, "%s of en/%s is missing in Dutch", id, e.area)
		for lang, x := range map[string]text{Dutch: nl[id], English: e} {
			for form, s := range x.forms {
				require.NotEmpty(t, strings.TrimSpace(s), "%s %s %s is empty", lang, id, form)
				require.NotContains(t, place.ReplaceAllString(s, ""), "{{", "%s %s: a place that is no name", lang, id)
			}
		}
	}
	require.Len(t, For(Dutch).IDs(), len(nl))
	require.Len(t, For(English).IDs(), len(en))
}

// used finds texts named in Go files and templates: .T("id"…) and .T "id"….
// An ID that ends in a dot is completed at run time and checked where it is made.
var used = regexp.MustCompile(`\.(?:T|Title)[ (]+"([a-z0-9_.-]+[a-z0-9_-])"`)

func TestNoTextIsMissing(t *testing.T) {
	t.Parallel()
	known := read(t, Dutch)
	found := 0
	for _, dir := range []string{"../portal", "../mail", "../../api", "../i18n"} {
		err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil || e.IsDir() || strings.HasSuffix(name, "_test.go") ||
				!slices.Contains([]string{".go", ".html", ".txt", ".tmpl"}, filepath.Ext(name)) {
				return err
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for _, m := range used.FindAllStringSubmatch(string(raw), -1) {
				found++
				if _, ok := known[m[1]]; !ok {
					t.Errorf("%s uses %q, which no locale has", name, m[1])
				}
			}
			return nil
		})
		require.NoError(t, err)
	}
	require.Greater(t, found, 10, "the search finds the texts that are used")
}

func TestATextThatIsMissingShowsItsID(t *testing.T) {
	t.Parallel()
	p := For(Dutch)
	require.Equal(t, "no.such.text", p.T("no.such.text"))
	require.False(t, p.Has("no.such.text"))
	require.True(t, p.Has("ago.now"))
	require.Equal(t, "ago.minutes", p.T("ago.minutes", "Count"), "a value is missing")
}
