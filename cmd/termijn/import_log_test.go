package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
)

const logHeader = "number,incident_state,sys_mod_count,sys_updated_by,sys_updated_at,opened_at,caller_id,contact_type,impact,urgency,priority,assignment_group,assigned_to\n"

// logOf writes a log of rows as "number|count|state|time|group"; an incident was
// opened at the time of its first row.
func logOf(t testing.TB, rows ...string) string {
	t.Helper()
	text := logHeader
	opened := map[string]string{}
	for _, r := range rows {
		f := strings.Split(r, "|")
		if opened[f[0]] == "" {
			opened[f[0]] = f[3]
		}
		text += fmt.Sprintf("%s,%s,%s,Updated by 1,%s,%s,Caller 1,Phone,2 - Medium,2 - Medium,3 - Moderate,%s,?\n", f[0], f[2], f[1], f[3], opened[f[0]], f[4])
	}
	return written(t, "log.csv", text)
}

func written(t testing.TB, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// mapped is the program's mapping with one text replaced by another.
func mapped(t testing.TB, from, to string) string {
	t.Helper()
	text, err := os.ReadFile("../../config/" + config.ServiceNowFile)
	require.NoError(t, err)
	require.Contains(t, string(text), from)
	return written(t, "map.yaml", strings.Replace(string(text), from, to, 1))
}

func cutShort(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for n := range 5000 {
		_, err := fmt.Fprintf(w, "%s%d", logHeader, n*n)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return written(t, "log.csv.gz", b.String()[:b.Len()/2])
}

func TestWhatCannotBeImportedIsRefusedBeforeAnythingIsTakenOver(t *testing.T) {
	t.Parallel()
	p, _ := dev(t, "--empty", "--port", "0")
	data := room(t, p)
	good := logOf(t, "INC1|0|New|1/3/2026 09:10|Group 24")
	for name, want := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"no file":                   {[]string{"nowhere.csv"}, statusUsage, "no such file"},
		"a directory":               {[]string{"."}, statusUsage, "is a directory"},
		"an empty file":             {[]string{written(t, "log.csv", "")}, statusFailed, "the file is empty; export the incidents again, as CSV"},
		"only a header":             {[]string{written(t, "log.csv", logHeader)}, statusFailed, "the file has a header and no rows"},
		"a PDF":                     {[]string{written(t, "log.csv", "%PDF-1.7\n\x01\x02")}, statusFailed, "the file is no CSV text; export the incidents as CSV in UTF-8"},
		"garbage":                   {[]string{written(t, "log.csv", "\x00\x01\x02\xfe\n\x03")}, statusFailed, "the first line has no column number, "},
		"columns are missing":       {[]string{written(t, "log.csv", "number,incident_state\nINC1,New\n")}, statusFailed, "the first line has no column sys_mod_count, "},
		"semicolons":                {[]string{written(t, "log.csv", strings.ReplaceAll(logHeader, ",", ";"))}, statusFailed, "separated by semicolons"},
		"gzip that ends too early":  {[]string{cutShort(t)}, statusFailed, "the gzip file ends too early or is damaged; copy it again"},
		"no mapping":                {[]string{good, "--map", "nowhere.yaml"}, statusUsage, "no such file"},
		"an unknown key":            {[]string{good, "--map", mapped(t, "people: keep", "people: keep\nextra: 1")}, statusUsage, "field extra not found"},
		"a wrong priority":          {[]string{good, "--map", mapped(t, "1 - Critical: P1", "1 - Critical: P0")}, statusUsage, `priorities: "1 - Critical" is "P0"; write one of P1, P2, P3, P4`},
		"an unknown team":           {[]string{good, "--map", mapped(t, "Group 20: {org: alfa}", "Group 20: {team: nobody, org: alfa}")}, statusFailed, `groups.named: "Group 20": there is no team "nobody"; write one of alfa-netwerk, `},
		"another's team":            {[]string{good, "--map", mapped(t, "Group 20: {org: alfa}", "Group 20: {team: alfa-netwerk, org: beta}")}, statusFailed, "team alfa-netwerk is one of alfa, not of beta"},
		"an unknown service":        {[]string{good, "--map", mapped(t, "service: andere", "service: other")}, statusFailed, `service: there is no "other" in the catalogue; write one of andere, `},
		"an unknown category":       {[]string{good, "--map", mapped(t, `category: ""`, "category: x")}, statusFailed, `category: service andere has no "x"`},
		"an unknown organisation":   {[]string{good, "--map", mapped(t, "Group 28: {org: alfa}", "Group 28: {org: gamma}")}, statusFailed, `groups.named: "Group 28": there is no organisation "gamma" of kind provider or si; write one of alfa, beta, si`},
		"an unknown default":        {[]string{good, "--map", mapped(t, "default: {org: beta}", "default: {org: gamma}")}, statusFailed, `groups.default: there is no organisation "gamma"`},
		"an unknown client":         {[]string{good, "--map", mapped(t, "default: noord", "default: oost")}, statusFailed, `clients.default: there is no organisation "oost" of kind client; write one of noord, zuid`},
		"an unknown client's place": {[]string{good, "--map", mapped(t, "Location 161: zuid", "Location 161: alfa")}, statusFailed, `clients.locations: "Location 161": there is no organisation "alfa" of kind client`},
		"none at once":              {[]string{good, "--parallel", "0"}, statusUsage, "--parallel must lie between 1 and 500, not 0"},
		"no patience":               {[]string{good, "--patience", "0s"}, statusUsage, "--patience must be above zero, not 0s"},
		"until some day":            {[]string{good, "--until", "soon"}, statusUsage, `--until: parse date "soon"`},
		"until before the calendar": {[]string{good, "--until", "1900-01-01"}, statusUsage, "--until: "},
		"nowhere to reject to":      {[]string{good, "--rejects", "/nowhere/rejects.csv"}, statusFailed, "--rejects: "},
	} {
		p := importing(t, append(want.args, "--data", data)...)
		require.Equal(t, want.status, p.status(t), "%s: %s", name, p.errs.String())
		require.Empty(t, p.out.String(), name)
		require.Regexp(t, `^termijn: `, p.errs.String(), name)
		require.Contains(t, p.errs.String(), want.says, name)
	}
	nobody := t.TempDir()
	p = importing(t, good, "--data", nobody)
	require.Equal(t, statusFailed, p.status(t))
	require.Equal(t, "termijn: --data: no termijn dev runs on "+nobody+"; start one with termijn dev --data "+nobody+"\n", p.errs.String())
	store := openStore(t, data)
	require.Zero(t, counted(t, store, countCases))
	require.Empty(t, references(t, store))
}

// What is open at the cut goes on living: its terms run out here, and then their
// mails are sent; no earlier.
func TestWhatIsOpenAtTheCutGoesOnLiving(t *testing.T) {
	t.Parallel()
	// A second is twenty minutes; at 08:00 of a working day it begins.
	p, address := dev(t, "--speed", "1200", "--start", "2026-03-31", "--empty", "--port", "0")
	data := room(t, p)
	// Eight hours from 12:00 on the day before: due on that day at 12:00.
	file := logOf(t, "INC1|0|New|30/3/2026 12:00|Group 24", "INC1|1|Closed|31/3/2026 08:00|Group 24",
		"INC2|0|New|1/3/2026 09:10|Group 24", "INC2|1|Resolved|10/3/2026 09:10|Group 24",
		"INC3|0|Active|10/3/2026 09:10|Group 24", "INC4|0|New|31/3/2026 09:10|Group 24")
	i := importing(t, file, "--data", data, "--until", "2026-03-31")
	require.Zero(t, i.status(t), "%s", i.errs.String())
	require.Contains(t, i.out.String(), "\nbalanced\n")
	require.Regexp(t, `(?m)^Incidents used +3$`, i.out.String())
	require.Regexp(t, `(?m)^  cases, closed, P3 +1 +1$`, i.out.String(), "silence has confirmed the resolution")
	store := openStore(t, data)
	ref := references(t, store)["INC1"]

	var breached time.Time
	p.until(t, func() bool {
		return store.Pool().QueryRow(t.Context(), `SELECT created_at FROM outbox WHERE case_ref = $1 AND args->>'rung' = 'due' LIMIT 1`, ref).Scan(&breached) == nil
	}, "tells of the breach")
	var taken time.Time
	require.NoError(t, store.Pool().QueryRow(t.Context(), `SELECT recorded FROM events WHERE case_ref = $1 AND kind = 'case.taken_over'`, ref).Scan(&taken))
	require.True(t, breached.After(taken))
	require.Equal(t, "2026-03-31T10:00:00Z", breached.UTC().Truncate(time.Hour).Format(time.RFC3339))
	require.Zero(t, counted(t, store, `SELECT count(*) FROM outbox o JOIN claims c ON c.case_ref = o.case_ref WHERE c.person = 'import/servicenow' AND (o.created_at <= $1 OR c.key <> 'INC1')`, taken),
		"nobody is told of what is past")
	b := newBrowser(t)
	eventually(t, "the mail arrives", func() bool { _, mails := b.page(t, address+"/dev/mail"); return strings.Contains(mails, ref) })

	again := importing(t, file, "--data", data, "--until", "2026-03-31")
	require.Zero(t, again.status(t), "%s", again.errs.String())
	require.Contains(t, again.errs.String(), "0 taken over in 0 s, 3 were there already\n")
	require.Contains(t, again.out.String(), "\n1 incidents that were open went on here since; they are not compared\n")
}
