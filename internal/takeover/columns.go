package takeover

import (
	"fmt"
	"strings"
)

// column is a column of the log that is read.
type column int

// The columns that every log must have come first.
const (
	colNumber column = iota
	colState
	colMod
	colBy
	colUpdated
	colOpened
	colCaller
	colChannel
	colImpact
	colUrgency
	colPriority
	colGroup
	colAgent
	needed // how many must be there
)

const (
	colCategory column = needed + iota
	colSubcategory
	colLocation
	colItem
	colProblem
	colChange
	colCausedBy
	colCode
	colResolved
	colReassigned
	allColumns // how many are read
)

// columnNames are the names of the columns in the header.
var columnNames = [allColumns]string{
	colNumber: "number", colState: "incident_state", colMod: "sys_mod_count", colBy: "sys_updated_by",
	colUpdated: "sys_updated_at", colOpened: "opened_at", colCaller: "caller_id", colChannel: "contact_type",
	colImpact: "impact", colUrgency: "urgency", colPriority: "priority", colGroup: "assignment_group", colAgent: "assigned_to",
	colCategory: "category", colSubcategory: "subcategory", colLocation: "location", colItem: "cmdb_ci",
	colProblem: "problem_id", colChange: "rfc", colCausedBy: "caused_by", colCode: "closed_code",
	colResolved: "resolved_at", colReassigned: "reassignment_count",
}

// columns are the places of the columns in a row; -1 where the log has it not.
type columns [allColumns]int

func findColumns(header []string) (columns, error) {
	at := map[string]int{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := at[name]; twice && name != "" {
			return columns{}, fmt.Errorf("column %s is there twice; export the incidents with each column once", name)
		}
		at[name] = i
	}
	var c columns
	var missing []string
	for i, name := range columnNames {
		place, ok := at[name]
		if !ok {
			place = -1
			if column(i) < needed {
				missing = append(missing, name)
			}
		}
		c[i] = place
	}
	switch {
	case len(missing) == int(needed) && strings.Contains(strings.Join(header, ""), ";"):
		return c, fmt.Errorf("the columns are separated by semicolons; export the incidents as CSV separated by commas")
	case len(missing) > 0:
		return c, fmt.Errorf("the first line has no column %s; export the incidents as CSV, with these columns and their names in the first line", strings.Join(missing, ", "))
	}
	return c, nil
}

// of is what a row says in a column, without needless spaces.
func (c *columns) of(fields []string, which column) string {
	if c[which] < 0 || c[which] >= len(fields) {
		return ""
	}
	text := strings.TrimSpace(fields[c[which]])
	if strings.Contains(text, "  ") {
		return strings.Join(strings.Fields(text), " ")
	}
	return text
}

// filled is the same, empty where the log says that it was not filled in.
func (c *columns) filled(fields []string, which column) string {
	if text := c.of(fields, which); text != "?" {
		return text
	}
	return ""
}

func (c *columns) number(fields []string) string { return c.filled(fields, colNumber) }
