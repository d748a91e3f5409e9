package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"termijn/internal/i18n"
)

// said is a code as the source gives it, with the places that every giver fills.
type said struct {
	where  string
	places []string
}

// codes are all codes that the source gives, by what they are about.
type codes struct {
	errors, fields, notes map[string]said
	constants             map[string]string
}

func (c *codes) see(into map[string]said, where, code string, places []string) {
	before, ok := into[code]
	if !ok {
		into[code] = said{where: where, places: places}
		return
	}
	both := slices.DeleteFunc(slices.Clone(before.places), func(p string) bool { return !slices.Contains(places, p) })
	into[code] = said{where: before.where, places: both}
}

// collect reads the Go source for Refuse(…), Add(…), Check(…) and Note(…).
func collect(t *testing.T) *codes {
	t.Helper()
	c := &codes{errors: map[string]said{}, fields: map[string]said{}, notes: map[string]said{}, constants: map[string]string{}}
	var files []*ast.File
	set := token.NewFileSet()
	for _, dir := range []string{"../workflows", "../internal/app", "."} {
		require.NoError(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "casetest") {
				return err
			}
			f, err := parser.ParseFile(set, name, nil, 0)
			files = append(files, f)
			return err
		}))
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, name := range spec.Names {
				if strings.HasPrefix(name.Name, "Code") && i < len(spec.Values) {
					c.constants[name.Name] = c.text(spec.Values[i])
				}
			}
			return true
		})
	}
	for _, code := range c.constants {
		// Every constant is a code that a case may refuse with, used yet or not.
		if _, ok := c.errors[code]; !ok && code != "" {
			c.errors[code] = said{where: "a constant", places: []string{"stage", "command", "outcome"}}
		}
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name, at := "", set.Position(call.Pos()).String()
			switch fun := call.Fun.(type) {
			case *ast.SelectorExpr:
				name = fun.Sel.Name
			case *ast.Ident:
				name = fun.Name
			}
			switch arg := call.Args; {
			case name == "Refuse" && len(arg) > 0:
				c.see(c.errors, at, c.text(arg[0]), c.names(arg[1:]))
			case name == "Add" && len(arg) >= 2 && c.text(arg[1]) != "":
				c.see(c.fields, at, c.text(arg[1]), c.names(arg[2:]))
			case name == "Check" && len(arg) >= 3 && c.text(arg[2]) != "":
				c.see(c.fields, at, c.text(arg[2]), c.names(arg[3:]))
			case name == "Note" && len(arg) == 1 && c.text(arg[0]) != "":
				c.see(c.notes, at, c.text(arg[0]), nil)
			}
			return true
		})
	}
	return c
}

// text is a string literal, or the value of one of the Code constants.
func (c *codes) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.Ident:
		return c.constants[e.Name]
	case *ast.SelectorExpr:
		return c.constants[e.Sel.Name]
	}
	return ""
}

// names are the first of each pair.
func (c *codes) names(pairs []ast.Expr) []string {
	var names []string
	for i := 0; i < len(pairs); i += 2 {
		names = append(names, c.text(pairs[i]))
	}
	return names
}

var place = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// A code that has no words, or words with a place that somebody does not fill,
// would show people its ID or "<no value>".
func TestEveryCodeHasItsWords(t *testing.T) {
	t.Parallel()
	c := collect(t)
	require.Greater(t, len(c.errors), 12, "the search finds refusals")
	require.Greater(t, len(c.fields), 30, "the search finds checks")
	require.GreaterOrEqual(t, len(c.notes), 3, "the search finds remarks")
	for _, k := range known {
		c.see(c.errors, "api/problem.go", k.code, nil)
	}
	for _, code := range []string{"internal", "malformed", "too_large", "unsupported_media_type", "bad_request", "too_slow"} {
		c.see(c.errors, "api", code, nil)
	}
	for _, code := range sentences {
		c.see(c.fields, "api/invalid.go", code, nil)
	}
	for _, p := range patterns {
		places := []string{p.place}
		c.see(c.fields, "api/invalid.go", p.code, places)
	}
	c.see(c.fields, "api/invalid.go", "bad_value", nil)

	for _, lang := range i18n.Languages {
		words := wordsOf(t, lang)
		used := map[string]bool{}
		for prefix, list := range map[string]map[string]said{"error.": c.errors, "field.": c.fields, "note.": c.notes} {
			for _, code := range slices.Sorted(maps.Keys(list)) {
				ids := []string{prefix + code}
				if prefix == "error." {
					ids = append(ids, prefix+code+".detail")
				}
				for _, id := range ids {
					used[id] = true
					if !i18n.For(lang).Has(id) {
						t.Errorf("%s: %s lacks %q", list[code].where, lang, id)
					}
					for _, m := range place.FindAllStringSubmatch(words[id], -1) {
						if !slices.Contains(list[code].places, m[1]) {
							t.Errorf("%s: %s %q has the place %q, which not everybody fills", list[code].where, lang, id, m[1])
						}
					}
				}
			}
		}
		for id := range words {
			if !used[id] {
				t.Errorf("%s: nobody says %q", lang, id)
			}
		}
	}
}

func wordsOf(t *testing.T, lang string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../internal/i18n/locales/" + lang + "/errors.yaml")
	require.NoError(t, err)
	words := map[string]string{}
	require.NoError(t, yaml.Unmarshal(raw, &words))
	return words
}
