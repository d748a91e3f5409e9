package takeover

import (
	"cmp"
	"fmt"
	"slices"
)

// order puts the rows of an incident in the order of time. Minutes are the finest
// that the log has, so many rows tie: sys_mod_count says which came first, and
// where that is the same too, the file.
func order(rows []row) {
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.mod, b.mod), cmp.Compare(a.line, b.line))
	})
}

// believed counts what is odd about the order of an incident's rows, and leaves
// out those that the order makes unbelievable: a row whose sys_mod_count is not
// above that of the row before is an older copy, and cannot take an incident back
// to new, or take back a resolution or a closing.
func believed(number string, rows []row, report *Report) []row {
	kept := rows[:0:0]
	reached := 0
	for i, r := range rows {
		disorder := false
		if i > 0 {
			before := rows[i-1]
			disorder = r.mod <= before.mod
			report.remark(Disorder, one(disorder))
			report.remark(Ties, one(r.at.Equal(before.at)))
			report.remark(Misplaced, one(r.line < before.line))
			report.remark(MissingUpdates, max(0, r.mod-before.mod-1))
		}
		report.remark(TwiceLocal, one(r.twice))
		report.remark(NeverLocal, one(r.never))
		if disorder && finality[r.state] < reached {
			report.reject(r.line, number, OutOfOrder, fmt.Sprintf("sys_mod_count is %d, that of the row before %d", r.mod, rows[i-1].mod))
			continue
		}
		reached = finality[r.state]
		kept = append(kept, r)
	}
	return kept
}

// finality is how far a state of the log is from the beginning.
var finality = map[string]int{"new": 0, "active": 1, "waiting": 1, "resolved": 2, "closed": 3}

func final(state string) bool { return finality[state] >= finality["resolved"] }

// taken returns how many of the rows lie before one that takes every closing
// before it back.
func taken(rows []row) int {
	for i, r := range slices.Backward(rows) {
		if r.state != "closed" {
			return i
		}
	}
	return 0
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
