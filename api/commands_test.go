package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"

	"termijn/internal/identity"
	"termijn/workflows/problem"
)

// The commands of a process stand in its messages.go; each has one route here
// and one line in the policy.
func TestEveryCommandOfAProcessHasOneRoute(t *testing.T) {
	t.Parallel()
	for process, p := range map[string]struct {
		commands []commandRoute
		// apart are commands whose route stands alone, others actions of the policy
		// that are no commands.
		apart, others []string
		// inner are commands that only another case sends: nobody may, and nothing routes them.
		inner []string
	}{
		regieResource.process:    {commands: regieCommands, others: []string{"open"}},
		incidentResource.process: {commands: incidentCommands, others: []string{"open"}},
		meetingResource.process:  {commands: meetingCommands},
		problemResource.process:  {commands: problemCommands, others: []string{"open"}, inner: []string{problem.IncidentResolved.Name}},
		surveyResource.process:   {commands: surveyCommands, apart: []string{"answer"}},
		templateResource.process: {commands: templateCommands, others: []string{"open", "read"}},
		noticeResource.process:   {commands: noticeCommands, others: []string{"open"}},
	} {
		t.Run(process, func(t *testing.T) {
			t.Parallel()
			declared := declaredBy(t, process)
			require.Subset(t, declared, p.inner)
			declared = slices.DeleteFunc(declared, func(name string) bool { return slices.Contains(p.inner, name) })
			routed := slices.Clone(p.apart)
			var paths []string
			for _, c := range p.commands {
				routed, paths = append(routed, c.command), append(paths, c.path)
			}
			require.ElementsMatch(t, declared, routed)
			slices.Sort(paths)
			require.Equal(t, paths, slices.Compact(slices.Clone(paths)), "a path serves one command")

			var allowed []string
			for _, a := range identity.Actions() {
				if name, ok := strings.CutPrefix(string(a), process+"."); ok && !slices.Contains(p.others, name) {
					allowed = append(allowed, name)
				}
			}
			require.ElementsMatch(t, declared, allowed, "what the policy does not name, nobody may do")
		})
	}
}

// declaredBy are the commands that a process declares.
func declaredBy(t *testing.T, process string) []string {
	t.Helper()
	var declared []string
	f, err := parser.ParseFile(token.NewFileSet(), "../workflows/"+process+"/messages.go", nil, 0)
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
	require.GreaterOrEqual(t, len(declared), 2, "the search finds commands")
	return declared
}

func TestEveryFieldOfARequestSaysWhatItMeans(t *testing.T) {
	t.Parallel()
	_, doc := build(Options{})
	types := doc.Components.Schemas.Map()
	for _, item := range doc.Paths {
		if item.Post == nil || item.Post.RequestBody == nil {
			continue
		}
		media, isJSON := item.Post.RequestBody.Content["application/json"]
		if !isJSON {
			continue // a file as it is
		}
		name := strings.TrimPrefix(media.Schema.Ref, schemas)
		for field, s := range types[name].Properties {
			require.True(t, s.Description != "" || s.Ref != "", "%s.%s has no meaning", name, field)
		}
		if item.Post.Path != regiePath && item.Post.Path != "/api/v1/tasks/{id}/decision" {
			require.NotNil(t, media.Example, "%s has no example", item.Post.Path)
		}
	}
}

var ruleID = regexp.MustCompile(`\b[A-Z]-[0-9]{2}\b`)

// Whoever reads the document finds in it which rule an operation serves and who
// may use it, so that nobody has to try.
func TestEveryCommandSaysItsRuleAndWhoMayDoIt(t *testing.T) {
	t.Parallel()
	_, doc := build(Options{})
	for _, item := range doc.Paths {
		op := item.Post
		if op == nil || op.Tags[0] == "Regie" || op.Tags[0] == "Tasks" {
			continue
		}
		require.Regexp(t, ruleID, op.Description, "%s cites no rule", op.OperationID)
		require.True(t, strings.HasSuffix(op.Description, "."), op.OperationID)
		require.Greater(t, strings.Count(op.Description, ". "), 0, "%s does not say who may do it", op.OperationID)
		keyed := slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == keyHeader })
		require.True(t, keyed, "%s takes no key", op.OperationID)
	}
}
