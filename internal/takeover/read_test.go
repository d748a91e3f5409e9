package takeover_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/takeover"
)

func packed(t testing.TB, text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestFormsOfOneFile(t *testing.T) {
	t.Parallel()
	plain := file(a("I|0|1/3/2016 09:20|New|Group 70|?"), a("I|1|1/3/2016 10:00|Active|Group 24|?"))
	want := read(t, plain)
	for name, other := range map[string]string{
		"CRLF":                     strings.ReplaceAll(plain, "\n", "\r\n"),
		"byte-order mark":          "\ufeff" + plain,
		"gzip":                     string(packed(t, plain)),
		"gzip, byte-order mark":    string(packed(t, "\ufeff"+plain)),
		"no line end at the end":   strings.TrimSuffix(plain, "\n"),
		"columns in another order": turned(plain),
		"a column more":            strings.ReplaceAll(strings.ReplaceAll(plain, "number,", "vip,number,"), "I,", "x,I,"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, read(t, other))
		})
	}
}

// turned writes the columns from the last to the first.
func turned(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		var cells []string
		for _, cell := range strings.Split(strings.TrimSpace(line), ",") {
			cells = append([]string{cell}, cells...)
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, "\n")
}

func TestWrongFilesSayWhatToDo(t *testing.T) {
	t.Parallel()
	good := file(a("I|0|1/3/2016 09:20|New|Group 70|?"), a("I|1|1/3/2016 10:00|Active|Group 24|?"))
	gz := packed(t, strings.Repeat(good, 200))
	damaged := bytes.Clone(packed(t, good))
	damaged[len(damaged)-6] ^= 0xff
	for name, c := range map[string]struct {
		content string
		says    []string
	}{
		"empty":            {"", []string{"the file is empty", "export the incidents again"}},
		"empty gzip":       {string(packed(t, "")), []string{"the file is empty"}},
		"header alone":     {file(), []string{"a header and no rows"}},
		"truncated gzip":   {string(gz[:len(gz)-20]), []string{"ends too early", "copy it again"}},
		"truncated header": {string(gz[:5]), []string{"ends too early", "copy it again"}},
		"damaged gzip":     {string(damaged), []string{"damaged", "copy it again"}},
		"a workbook":       {"PK\x03\x04\x14\x00", []string{"no CSV text", "export the incidents as CSV"}},
		"UTF-16":           {"\xff\xfen\x00u\x00", []string{"no CSV text", "UTF-8"}},
		"bare quote":       {"num\"ber,state\n", []string{"no CSV text"}},
		"another table":    {"number,name\n1,x\n", []string{"no column incident_state, sys_mod_count", "export the incidents as CSV"}},
		"semicolons":       {strings.ReplaceAll(good, ",", ";"), []string{"separated by semicolons", "separated by commas"}},
		"a column twice":   {strings.Replace(good, "cmdb_ci", "number", 1), []string{"column number is there twice"}},
		"an open quote":    {strings.Replace(good, "Group 70", "\"Group 70", 1), []string{"line 2", "quotation mark", "correct that line"}},
		"two open quotes":  {strings.ReplaceAll(good, ",Group", ",\"Group"), []string{"line 2", "quotation mark"}},
		"quotes over rows": {strings.Replace(strings.Replace(good, "Group 70", "\"Group 70", 1), "Group 24,?", "x\",?", 1), []string{"line 2", "quotation mark"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := takeover.Read(strings.NewReader(c.content), mapping(t), takeover.Options{})
			require.Error(t, err)
			for _, part := range c.says {
				require.ErrorContains(t, err, part)
			}
		})
	}
	gone := errors.New("disk gone")
	_, err := takeover.Read(io.MultiReader(strings.NewReader(good), iotest.ErrReader(gone)), mapping(t), takeover.Options{})
	require.ErrorIs(t, err, gone)
	_, err = takeover.Read(strings.NewReader(good), takeover.Mapping{}, takeover.Options{})
	require.ErrorContains(t, err, "ParseMapping")
}

func TestBadRowsAreRejectedAlone(t *testing.T) {
	t.Parallel()
	good := a("I|0|1/3/2016 09:20|New|Group 70|?")
	for name, c := range map[string]struct{ row, reason, detail string }{
		"too few columns":     {"J,1,1/3/2016 09:20", takeover.BadColumns, "3 columns; the header has 23"},
		"too many columns":    {good + ",x", takeover.BadColumns, "24 columns"},
		"quote in the middle": {strings.Replace(good, "Group 70", "\"Group\" 70", 1), takeover.BadQuotes, "quote"},
		"no such day":         {a("J|0|30/2/2016 09:20|New|Group 70|?"), takeover.BadTime, `sys_updated_at: "30/2/2016 09:20" does not exist`},
		"no such hour":        {a("J|0|1/3/2016 24:00|New|Group 70|?"), takeover.BadTime, "does not exist"},
		"another form":        {a("J|0|2016-03-01 09:20|New|Group 70|?"), takeover.BadTime, "is not written as d/m/yyyy hh:mm"},
		"no time":             {a("J|0|?|New|Group 70|?"), takeover.BadTime, "d/m/yyyy"},
		"another century":     {a("J|0|1/3/1016 09:20|New|Group 70|?"), takeover.BadTime, "between 2000 and 2100"},
		"no opening":          {a("J|0|1/3/2016 09:20|New|Group 70|?", "opened_at=?"), takeover.BadTime, "opened_at"},
		"no count":            {a("J|x|1/3/2016 09:20|New|Group 70|?"), takeover.BadNumber, `sys_mod_count is "x"`},
		"unknown state":       {a("J|0|1/3/2016 09:20|-100|Group 70|?"), takeover.UnknownState, `incident_state is "-100"`},
		"unknown priority":    {a("J|0|1/3/2016 09:20|New|Group 70|?", "priority=?"), takeover.UnknownPriority, `priority is "?"`},
		"unknown impact":      {a("J|0|1/3/2016 09:20|New|Group 70|?", "impact=9"), takeover.UnknownDegree, `impact is "9"`},
		"unknown urgency":     {a("J|0|1/3/2016 09:20|New|Group 70|?", "urgency=9"), takeover.UnknownDegree, `urgency is "9"`},
		"unknown channel":     {a("J|0|1/3/2016 09:20|New|Group 70|?", "contact_type=Fax"), takeover.UnknownChannel, `contact_type is "Fax"`},
		"no number":           {a("?|0|1/3/2016 09:20|New|Group 70|?"), takeover.NoNumber, ""},
		"not UTF-8":           {a("J|0|1/3/2016 09:20|New|Group \xe9|?"), takeover.BadText, "UTF-8"},
		"a zero byte":         {a("J|0|1/3/2016 09:20|New|Group \x00|?"), takeover.BadText, "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := read(t, file(good, c.row, a("I|1|1/3/2016 10:00|Active|Group 70|?")))
			require.Len(t, log.Incidents, 1)
			require.Equal(t, []string{"1/3 10:00 working"}, told(log.Incidents[0]))
			require.Len(t, log.Report.Rejections, 1)
			r := log.Report.Rejections[0]
			require.Equal(t, 3, r.Line)
			require.Equal(t, c.reason, r.Reason)
			require.Contains(t, r.Detail, c.detail)
			rejected := 0
			if r.Number == "J" {
				rejected = 1
			}
			require.Equal(t, rejected, log.Report.IncidentsRejected, "an incident without a usable row is rejected")
		})
	}
}

func TestLinesAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	broken := a("I|0|1/3/2016 09:20|New|Group 70|?", "category=\"one\ntwo\n\nthree\"")
	log := read(t, file(broken, "", a("I|1|1/3/2016 09:21|-100|Group 70|?"), a("I|2|1/3/2016 10:00|Active|Group 70|?")))
	require.Equal(t, 3, log.Report.Read, "an empty line is no row")
	require.Equal(t, 2, log.Incidents[0].Line)
	require.Equal(t, 7, log.Report.Rejections[0].Line)
	require.Equal(t, 8, log.Incidents[0].Facts[0].Line)
}

func TestCutOver(t *testing.T) {
	t.Parallel()
	text := file(a("I|0|1/3/2016 09:20|New|Group 70|?"), a("I|1|1/3/2016 10:00|Active|Group 70|?"),
		a("I|2|1/3/2016 10:01|Closed|Group 70|?", "resolved_at=1/3/2016 09:30"),
		a("L|0|1/3/2016 10:01|New|Group 70|?"), a("M|0|1/3/2016 09:30|New|Group 70|?", "opened_at=1/3/2016 11:00"))
	until := time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC)
	var rows []int
	log, err := takeover.Read(strings.NewReader(text), mapping(t), takeover.Options{Until: until, Progress: func(n int) { rows = append(rows, n) }})
	require.NoError(t, err)
	require.NoError(t, log.Report.Check())
	require.Len(t, log.Incidents, 1)
	require.Equal(t, []string{"1/3 10:00 working"}, told(log.Incidents[0]), "what comes later is not known: no closing, no resolved_at")
	require.Equal(t, 3, log.Report.AfterCut)
	require.Equal(t, 2, log.Report.IncidentsAfterCut)
	require.Zero(t, log.Report.IncidentsRejected)
	require.Empty(t, rows, "too few to tell of")
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var told []int
	text := file(strings.Split(strings.TrimSpace(strings.Repeat(a("I|0|1/3/2016 09:20|New|Group 70|?")+"\n", 2500)), "\n")...)
	_, err := takeover.Read(strings.NewReader(text), mapping(t), takeover.Options{Progress: func(n int) { told = append(told, n) }})
	require.NoError(t, err)
	require.Equal(t, []int{1000, 2000}, told)
}
