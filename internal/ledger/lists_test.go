package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

var all = ledger.Scope{All: true}

// cases writes cases by number; each opens a day after the one before.
func cases(t *testing.T, s *ledger.Store, n int, change func(i int, fx *record.Effects, st *story)) []string {
	t.Helper()
	var refs []string
	for i := range n {
		st := tell(t, s, fmt.Sprintf("REG-2026-%06d", i+1))
		st.at = begin.Add(time.Duration(i) * 24 * time.Hour)
		fx := opening("Zaak " + st.ref)
		if change != nil {
			change(i, &fx, st)
		}
		st.records("case.registered", fx, "")
		refs = append(refs, st.ref)
	}
	return refs
}

// walk reads a list page by page; between is called after each.
func walk(t *testing.T, s *ledger.Store, scope ledger.Scope, f ledger.CaseFilter, limit int, between func()) []string {
	t.Helper()
	var refs []string
	page := ledger.Page{Limit: limit}
	for {
		list, next, err := s.Cases(t.Context(), scope, f, page)
		require.NoError(t, err)
		require.LessOrEqual(t, len(list), limit)
		for _, c := range list {
			refs = append(refs, c.Ref)
		}
		if next == "" {
			return refs
		}
		if between != nil {
			between()
		}
		page.Cursor = next
	}
}

func TestPagesShowEveryCaseOnceAlsoWithEqualTimes(t *testing.T) {
	t.Parallel()
	s := open(t)
	refs := cases(t, s, 11, func(i int, fx *record.Effects, st *story) {
		st.at = begin.Add(time.Duration(i/4) * 24 * time.Hour) // ties
		if i%3 > 0 {                                           // some without a due time
			fx.Clocks = []record.Clock{clock("answer", begin, 5+i%2)}
		}
	})
	for _, sort := range []string{"due", "opened"} {
		f := ledger.CaseFilter{Sort: sort}
		once := walk(t, s, all, f, 100, nil)
		require.ElementsMatch(t, refs, once, sort)
		for _, limit := range []int{1, 2, 3, 5, 10, 11} {
			require.Equal(t, once, walk(t, s, all, f, limit, nil), "%s by %d", sort, limit)
		}
	}
	newest := walk(t, s, all, ledger.CaseFilter{}, 100, nil)
	require.Equal(t, refs[10], newest[0])
}

func TestACursorOutlivesItsRow(t *testing.T) {
	t.Parallel()
	for _, sort := range []string{"due", "opened"} {
		s := open(t)
		cases(t, s, 9, func(i int, fx *record.Effects, st *story) { fx.Clocks = []record.Clock{clock("answer", st.at, 5)} })
		whole := walk(t, s, all, ledger.CaseFilter{Sort: sort}, 100, nil)
		n := 0
		seen := walk(t, s, all, ledger.CaseFilter{Sort: sort}, 3, func() {
			n += 3 // the row that the cursor was made of, and the one after it
			exec(t, s.Pool(), `DELETE FROM cases WHERE ref IN ($1, $2)`, whole[n-1], whole[min(n, 8)])
		})
		require.Equal(t, slices.Delete(slices.Clone(whole), 3, 4), seen, "%s: all but the one that went before its page", sort)
	}
}

func TestCursorsThatNoListGaveOutAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, cursor := range []string{"x", "e30", "!!", "eyJrIjoiIn0", "eyJrIjoiXHUwMDAwIn0", strings.Repeat("A", 10_000),
		"eyJhIjoiOTk5OTktMDEtMDFUMDA6MDA6MDBaIiwiayI6IngifQ", "' OR 1=1"} {
		for _, sort := range []string{"due", "opened"} {
			_, _, err := s.Cases(t.Context(), all, ledger.CaseFilter{Sort: sort}, ledger.Page{Cursor: cursor})
			require.ErrorIs(t, err, ledger.ErrCursor, "%s %q", sort, cursor)
		}
		_, _, err := s.Tasks(t.Context(), ledger.Inbox{Person: "p"}, ledger.TaskFilter{}, ledger.Page{Cursor: cursor})
		require.ErrorIs(t, err, ledger.ErrCursor, "%q", cursor)
	}
}

func TestAScopeSeesItsOwnCasesOnly(t *testing.T) {
	t.Parallel()
	s := open(t)
	cases(t, s, 4, func(i int, fx *record.Effects, st *story) {
		p := parties()
		p.Client = []string{"noord", "zuid"}[i/2]
		p.Providers = [][]string{{"alfa"}, {"beta"}, {"alfa", "beta"}, {"beta"}}[i]
		fx.Case.Parties = p
		fx.Tasks = []record.Task{task(st.ref, 1, toPerson("noord-aanvrager"), "")}
	})
	for _, c := range []struct {
		scope ledger.Scope
		sees  string
	}{
		{all, "1234"}, {ledger.Scope{Client: "noord"}, "12"}, {ledger.Scope{Client: "zuid"}, "34"},
		{ledger.Scope{Provider: "alfa"}, "13"}, {ledger.Scope{Provider: "beta"}, "234"},
		{ledger.Scope{}, ""}, {ledger.Scope{Client: "elders"}, ""}, {ledger.Scope{Provider: "' OR true --"}, ""},
	} {
		var seen []string
		for i := range 4 {
			ref := fmt.Sprintf("REG-2026-%06d", i+1)
			_, err := s.Case(t.Context(), c.scope, ref)
			_, taskErr := s.Task(t.Context(), c.scope, ref+"/1")
			if !strings.Contains(c.sees, fmt.Sprint(i+1)) {
				require.ErrorIs(t, err, ledger.ErrNotFound, "%+v %s", c.scope, ref)
				require.ErrorIs(t, taskErr, ledger.ErrNotFound)
				continue
			}
			require.NoError(t, err)
			require.NoError(t, taskErr)
			seen = append(seen, ref)
		}
		for _, sort := range []string{"due", "opened"} {
			require.ElementsMatch(t, seen, walk(t, s, c.scope, ledger.CaseFilter{Sort: sort}, 3, nil), "%+v", c.scope)
		}
	}
}

func TestSearchFindsWordsAndSurvivesWhateverIsTyped(t *testing.T) {
	t.Parallel()
	s := open(t)
	titles := []string{"Testcoördinator – SAP-2026", "Architect (netwerk)", "Ελληνικά 日本語 analyse"}
	cases(t, s, len(titles), func(i int, fx *record.Effects, _ *story) { fx.Case.Title = titles[i] })
	for text, found := range map[string]string{
		"": "123", "  \t ": "123", "REG-2026-000002": "2", "reg 000002": "2", "000003": "3", "REG-2026": "123",
		"archi": "2", "NETWERK architect": "2", "architect sap": "", "sap-2026": "1", "coördinator": "", "testcoö": "1", "TESTCOÖRD": "1",
		"ελλη": "3", "日本": "3", "analyse": "3", "' OR 1=1": "", "!!": "", "' ; DROP TABLE cases; --": "", "a & | ! ( ) :* <->": "23",
		"\\": "", "'": "", "archi'": "2", "\x00": "", "archi\x00tect": "", "\xff\xfe": "", "archi\u00a0netwerk": "2", "–": "", "🙂": "",
		"(netwerk)": "2", "archi:* & netwerk": "2", strings.Repeat("x", 10_000): "", strings.Repeat("archi ", 2_000): "2",
		strings.Repeat("日本", 5_000): "", strings.Repeat("!", 10_000): "", "%": "", "_": "",
	} {
		var refs []string
		for _, n := range found {
			refs = append(refs, "REG-2026-00000"+string(n))
		}
		require.ElementsMatch(t, refs, walk(t, s, all, ledger.CaseFilter{Text: text}, 100, nil), "search %.40q", text)
		_, _, err := s.Tasks(t.Context(), ledger.Inbox{Person: "p"}, ledger.TaskFilter{Text: text}, ledger.Page{})
		require.NoError(t, err, "%.40q", text)
	}
}

func TestHostileFieldsFindNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	cases(t, s, 1, nil)
	for _, v := range []string{"\x00", "\xff", "' OR 1=1 --", strings.Repeat("x", 100_000)} {
		for _, f := range []ledger.CaseFilter{{Process: v}, {Stage: v}, {Client: v}, {Provider: v}, {Person: v}} {
			require.Empty(t, walk(t, s, all, f, 10, nil))
		}
		_, err := s.Case(t.Context(), all, v)
		require.ErrorIs(t, err, ledger.ErrNotFound)
		_, err = s.Task(t.Context(), all, v)
		require.ErrorIs(t, err, ledger.ErrNotFound)
		list, _, err := s.Tasks(t.Context(), ledger.Inbox{Person: v, Org: v, Roles: []string{v}}, ledger.TaskFilter{Kind: v, Process: v, Case: v}, ledger.Page{})
		require.NoError(t, err)
		require.Empty(t, list)
	}
}

func TestAnInboxHoldsOwnTasksAndThoseOfOwnRoles(t *testing.T) {
	t.Parallel()
	s := open(t)
	cases(t, s, 1, func(_ int, fx *record.Effects, st *story) {
		fx.Clocks = []record.Clock{clock("a", begin, 2), clock("b", begin, 1)}
		fx.Tasks = []record.Task{
			task(st.ref, 1, toPerson("noord-aanvrager"), "a"), task(st.ref, 2, record.Recipient{Org: "noord", Role: "approver"}, "b"),
			task(st.ref, 3, record.Recipient{Org: "zuid", Role: "approver"}, "b"), task(st.ref, 4, toPerson("someone"), "b"),
			task(st.ref, 5, record.Recipient{Org: "noord", Role: "requester"}, ""),
		}
	})
	in := ledger.Inbox{Person: "noord-aanvrager", Org: "noord", Roles: []string{"requester", "approver", "requester"}}
	var ids []string
	page := ledger.Page{Limit: 1}
	for {
		list, next, err := s.Tasks(t.Context(), in, ledger.TaskFilter{}, page)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.True(t, in.Holds(list[0].Assignee))
		ids = append(ids, list[0].ID[len("REG-2026-000001/"):])
		if next == "" {
			break
		}
		page.Cursor = next
	}
	require.Equal(t, []string{"2", "1", "5"}, ids, "by due time, each once")
	late := begin.Add(48 * time.Hour)
	counts, overdue, err := s.TaskCounts(t.Context(), in, late)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"answer": 3}, counts)
	require.Equal(t, 1, overdue)
	list, _, err := s.Tasks(t.Context(), in, ledger.TaskFilter{Overdue: &late, Process: "regie", Text: "zaak"}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, list, 1)
}
