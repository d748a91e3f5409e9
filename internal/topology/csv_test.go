package topology_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/topology"
)

func TestAMapIsReadFromAFile(t *testing.T) {
	t.Parallel()
	want := []topology.Line{
		{Number: 2, Item: topology.Item{ID: "a", Kind: "service", NL: "Loket, balie", DependsOn: []string{"b", "c"}, EndToEnd: true}},
		{Number: 4, Item: topology.Item{ID: "b", Kind: "item", NL: "B", Parent: "a", Confidential: true, DependsOn: []string{}}},
	}
	for name, text := range map[string]string{
		"commas":     "id,kind,nl,parent,dependsOn,confidential,endToEnd\na,service,\"Loket, balie\",,b c,no,yes\n\nb,item,B,a,,ja,\n",
		"semicolons": "\ufeffendToEnd;id;nl;kind;confidential;parent;dependsOn\r\n1;a;Loket, balie;service;0;; b  c \r\n\r\nnee;b;B;item;TRUE;a;\r\n",
	} {
		lines, faults := topology.ReadCSV([]byte(text))
		require.Empty(t, faults, name)
		require.Equal(t, want, lines, name)
	}
}

func TestWhatCannotBeReadIsNamedWithItsLine(t *testing.T) {
	t.Parallel()
	head := "id,kind,nl,confidential\n"
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "1  csv_empty"},
		{"a head alone", head, "1  csv_empty"},
		{"bytes of something else", "id,kind,nl\n\xff,item,A\n", "1  csv_not_utf8"},
		{"columns of something else", "naam,kind,kind\n", "1 naam csv_unknown_column, 1 kind csv_column_twice, 1 id csv_no_column, 1 nl csv_no_column"},
		{"all that is wrong", head + "a,item,A,misschien\nb,item,B\nc,item,C,ja\na,item,A,nee\n", "2 confidential csv_yes_or_no, 3  csv_columns, 5 id csv_twice"},
		{"a quote that does not end", head + "a,item,A,ja\nb,\"item,B,ja\n", "3  csv_quotes"},
		{"a line within quotes", head + "a,item,\"A\nB\",ja\nb,item,B,x\n", "4 confidential csv_yes_or_no"},
	} {
		_, faults := topology.ReadCSV([]byte(c.text))
		var got []string
		for _, f := range faults {
			got = append(got, fmt.Sprint(f.Line, " ", f.Column, " ", f.Code))
		}
		require.Equal(t, c.want, strings.Join(got, ", "), c.name)
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	text := rapid.StringMatching(`[=+@a-zé"][ ,;"a-z\n]{0,8}[a-z]`)
	rapid.Check(t, func(t *rapid.T) {
		var items []topology.Item
		for i := range rapid.IntRange(1, 5).Draw(t, "items") {
			items = append(items, topology.Item{ID: fmt.Sprintf("i%d", i), Kind: "item", NL: text.Draw(t, "nl"), EN: text.Draw(t, "en"), Parent: "p",
				DependsOn: []string{"x", "y"}, Confidential: rapid.Bool().Draw(t, "confidential"), EndToEnd: rapid.Bool().Draw(t, "end to end")})
		}
		var b bytes.Buffer
		require.NoError(t, topology.WriteCSV(&b, items))
		lines, faults := topology.ReadCSV(b.Bytes())
		require.Empty(t, faults)
		require.Len(t, lines, len(items))
		for i, l := range lines {
			require.Equal(t, items[i], l.Item)
		}
	})
}

// Anything at all is read to the end, or named.
func TestNoFileIsTooOdd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines, faults := topology.ReadCSV(append([]byte("id,kind,nl\n"), rapid.SliceOf(rapid.Byte()).Draw(t, "file")...))
		require.True(t, len(lines) > 0 || len(faults) > 0)
		for _, f := range faults {
			require.Positive(t, f.Line)
			require.NotEmpty(t, f.Code)
		}
	})
}
