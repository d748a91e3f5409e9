package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/takeover"
)

// outcome is what --json prints. Found, Differences and Failed are not there on a
// dry run.
type outcome struct {
	Expected    takeover.Reconciliation  `json:"expected"`
	Found       *takeover.Reconciliation `json:"found,omitempty"`
	Differences []takeover.Difference    `json:"differences,omitempty"`
	// LivedOn counts the incidents that went on here since and are not compared.
	LivedOn int            `json:"livedOn,omitempty"`
	Failed  []failedImport `json:"failed,omitempty"`
}

type failedImport struct {
	Number string `json:"number"`
	Case   string `json:"case"`
	Reason string `json:"reason"`
}

// print prints what must come out, and beside it what did, if there is something.
func (c *ServiceNowCmd) print(w io.Writer, expected takeover.Reconciliation, r *app.Reconciled, taken app.Taken) error {
	if c.JSON {
		out := outcome{Expected: expected}
		if r != nil {
			out.Found, out.Differences, out.LivedOn = &r.Found, takeover.Compare(expected, r.Found), r.LivedOn
		}
		for _, f := range taken.Failed {
			out.Failed = append(out.Failed, failedImport{f.Number, f.Ref, f.Reason.Error()})
		}
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(out)
	}
	var found *takeover.Reconciliation
	if r != nil {
		found = &r.Found
	}
	if err := expected.WriteText(w, found); err != nil {
		return err
	}
	if r != nil && r.LivedOn > 0 {
		if _, err := fmt.Fprintf(w, "\n%d incidents that were open went on here since; they are not compared\n", r.LivedOn); err != nil {
			return err
		}
	}
	return listRejects(w, expected.Report.Rejections)
}

// rejectsShown is how many rejected rows the reconciliation itself lists.
const rejectsShown = 50

func listRejects(w io.Writer, list []takeover.Rejection) error {
	if len(list) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("\nRows that could not be used\n")
	for i, r := range list {
		if i == rejectsShown {
			fmt.Fprintf(&b, "  and %d more; --rejects FILE writes all of them\n", len(list)-i)
			break
		}
		fmt.Fprintf(&b, "  line %d", r.Line)
		for separator, text := range []string{r.Number, r.Reason, r.Detail} {
			if text != "" {
				b.WriteString([]string{", ", ": ", "; "}[separator] + text)
			}
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *ServiceNowCmd) writeRejects(list []takeover.Rejection) error {
	if c.Rejects == "" {
		return nil
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"line", "number", "reason", "value"}) // a buffer takes everything
	for _, r := range list {
		_ = w.Write([]string{strconv.Itoa(r.Line), r.Number, r.Reason, r.Detail})
	}
	w.Flush()
	if err := os.WriteFile(c.Rejects, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("--rejects: %w", err)
	}
	return nil
}
