package portal

import (
	"slices"
	"testing"

	"maps"

	"github.com/jba/templatecheck"
	"github.com/stretchr/testify/require"
)

func TestEveryTemplateFitsItsPage(t *testing.T) {
	t.Parallel()
	require.Greater(t, len(checked), 5)
	for _, name := range slices.Sorted(maps.Keys(checked)) {
		page := checked[name]
		for _, part := range []string{"layout", "fragment"} {
			require.NoError(t, templatecheck.CheckHTML(page.html.Lookup(part), page.page), "%s, %s", name, part)
		}
	}
}
