package takeover_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/takeover"
)

// rowsOf are the lines of the selection, without the header.
var rowsOf = sync.OnceValues(func() (string, []string) {
	packed, err := os.ReadFile(selection)
	if err != nil {
		return "", nil
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", nil
	}
	text, _ := io.ReadAll(r)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[0], lines[1:]
})

// sound sees that whatever was read adds up, and that every incident can be replayed.
func sound(t require.TestingT, p takeover.Policy, log *takeover.Log, until time.Time) {
	require.NoError(t, log.Report.Check())
	require.Len(t, log.Incidents, log.Report.Incidents)
	for _, inc := range log.Incidents {
		require.NoError(t, inc.Check())
		for i, f := range inc.Facts {
			require.False(t, f.At.Before(inc.Opened))
			require.False(t, !until.IsZero() && f.At.After(until))
			require.True(t, f.Kind != takeover.Closed || i == len(inc.Facts)-1)
			require.Equal(t, f.Kind == takeover.Assigned, f.Team.ID != "")
		}
		at := asOf
		if !until.IsZero() {
			at = until
		}
		_, err := takeover.Expect(inc, p, at)
		require.NoError(t, err)
	}
}

func TestAnyOrderOfTheSameRows(t *testing.T) {
	t.Parallel()
	m, p := mapping(t), policy(t)
	head, all := rowsOf()
	require.NotEmpty(t, all)
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, len(all)-40).Draw(t, "from")
		some := all[from : from+40]
		straight, err := takeover.Read(strings.NewReader(head+"\n"+strings.Join(some, "\n")), m, takeover.Options{})
		require.NoError(t, err)
		mixed, err := takeover.Read(strings.NewReader(head+"\n"+strings.Join(rapid.Permutation(some).Draw(t, "rows"), "\n")), m, takeover.Options{})
		require.NoError(t, err)
		sound(t, p, mixed, time.Time{})
		require.Equal(t, withoutLines(straight), withoutLines(mixed), "the order of the file decides nothing that time and count do not leave open")
	})
}

// withoutLines are the incidents without the lines that said so.
func withoutLines(log *takeover.Log) []takeover.Incident {
	list := slices.Clone(log.Incidents)
	for i := range list {
		list[i].Line = 0
		list[i].Facts = slices.Clone(list[i].Facts)
		for j := range list[i].Facts {
			list[i].Facts[j].Line = 0
		}
	}
	return list
}

func TestAnyCorruptionOfTheRows(t *testing.T) {
	t.Parallel()
	m, p := mapping(t), policy(t)
	head, all := rowsOf()
	columns := strings.Count(head, ",") + 1
	cells := []string{"", "?", "-100", "New", "Active", "Resolved", "Closed", "Awaiting Vendor", "Awaiting User Info", "1/3/2016 09:00", "27/3/2016 02:30",
		"30/10/2016 02:30", "31/12/2100 23:59", "1/1/2000 00:00", "1/1/1970 01:00", "99/99/2016 99:99", "Group 70", "Group 24", "1 - Critical", "4 - Low", "7", "-1",
		"99999999999999999999", "\"", "\"a\nb\"", "é", "\xff", "\x00", "a,b"}
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, len(all)-15).Draw(t, "from")
		rows := slices.Clone(all[from : from+15])
		for range rapid.IntRange(1, 12).Draw(t, "corruptions") {
			i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
			switch rapid.SampledFrom([]string{"cell", "cell", "cell", "cell", "cut", "twice", "gone"}).Draw(t, "how") {
			case "cell":
				fields := strings.Split(rows[i], ",")
				fields[rapid.IntRange(0, columns-1).Draw(t, "column")%len(fields)] = rapid.SampledFrom(cells).Draw(t, "cell")
				rows[i] = strings.Join(fields, ",")
			case "cut":
				rows[i] = rows[i][:rapid.IntRange(0, len(rows[i])).Draw(t, "length")]
			case "twice":
				rows = append(rows, rows[i])
			case "gone":
				if len(rows) > 1 {
					rows = slices.Delete(rows, i, i+1)
				}
			}
		}
		var o takeover.Options
		if rapid.Bool().Draw(t, "cut over") {
			o.Until = time.Date(2016, 3, rapid.IntRange(1, 60).Draw(t, "day"), 12, 0, 0, 0, time.UTC)
		}
		text := head + "\n" + strings.Join(rapid.Permutation(rows).Draw(t, "rows"), "\n")
		log, err := takeover.Read(strings.NewReader(text), m, o)
		if err != nil {
			require.Regexp(t, "quotation mark|no rows", err.Error())
			return
		}
		sound(t, p, log, o.Until)
	})
}

// Whatever the cut, what is read up to it is what was known then: a later row
// changes no fact before it, unless it takes a closing back.
func TestACutIsThePast(t *testing.T) {
	t.Parallel()
	m, p := mapping(t), policy(t)
	packed, err := os.ReadFile(selection)
	require.NoError(t, err)
	whole, err := takeover.Read(bytes.NewReader(packed), m, takeover.Options{})
	require.NoError(t, err)
	facts := map[string][]takeover.Fact{}
	for _, inc := range whole.Incidents {
		facts[inc.Number] = inc.Facts
	}
	rapid.Check(t, func(t *rapid.T) {
		until := time.Date(2016, 3, 1, 0, rapid.IntRange(0, 300*24*60).Draw(t, "minute"), 0, 0, time.UTC)
		log, err := takeover.Read(bytes.NewReader(packed), m, takeover.Options{Until: until})
		require.NoError(t, err)
		sound(t, p, log, until)
		require.Equal(t, whole.Report.Read, log.Report.Read)
		for _, inc := range log.Incidents {
			known := inc.Facts
			if n := len(known); n > 0 && known[n-1].Kind == takeover.Closed {
				known = known[:n-1]
			}
			require.GreaterOrEqual(t, len(facts[inc.Number]), len(known))
			require.True(t, slices.Equal(known, facts[inc.Number][:len(known)]), inc.Number)
		}
	})
}
