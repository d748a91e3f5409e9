package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/identity"
)

// The commands of a process stand in its messages.go; each has one route here
// and one line in the policy.
func TestEveryCommandOfRegieHasOneRoute(t *testing.T) {
	t.Parallel()
	var declared []string
	f, err := parser.ParseFile(token.NewFileSet(), "../workflows/regie/messages.go", nil, 0)
	require.NoError(t, err)
	ast.Inspect(f, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		if k, ok := pair.Key.(*ast.Ident); ok && k.Name == "Name" {
			if v, ok := pair.Value.(*ast.BasicLit); ok {
				name, err := strconv.Unquote(v.Value)
				require.NoError(t, err)
				declared = append(declared, name)
			}
		}
		return true
	})
	require.Greater(t, len(declared), 15, "the search finds commands")

	var routed, paths []string
	for _, c := range regieCommands {
		routed, paths = append(routed, c.command), append(paths, c.path)
	}
	require.ElementsMatch(t, declared, routed)
	slices.Sort(paths)
	require.Equal(t, paths, slices.Compact(slices.Clone(paths)), "a path serves one command")

	var allowed []string
	for _, a := range identity.Actions() {
		if name, ok := strings.CutPrefix(string(a), "regie."); ok && name != "open" {
			allowed = append(allowed, name)
		}
	}
	require.ElementsMatch(t, declared, allowed, "what the policy does not name, nobody may do")
}

func TestEveryFieldOfARequestSaysWhatItMeans(t *testing.T) {
	t.Parallel()
	_, doc := build(Options{})
	types := doc.Components.Schemas.Map()
	for _, item := range doc.Paths {
		if item.Post == nil {
			continue
		}
		media := item.Post.RequestBody.Content["application/json"]
		name := strings.TrimPrefix(media.Schema.Ref, schemas)
		for field, s := range types[name].Properties {
			require.True(t, s.Description != "" || s.Ref != "", "%s.%s has no meaning", name, field)
		}
		if strings.HasPrefix(item.Post.Path, regiePath+"/") {
			require.NotNil(t, media.Example, "%s has no example", item.Post.Path)
		}
	}
}
