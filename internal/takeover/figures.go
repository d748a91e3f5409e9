package takeover

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// figure is one line of a reconciliation.
type figure struct {
	name string
	// value in its smallest unit, and how people read it.
	value int64
	text  string
}

// Difference is a figure that is not what it must be.
type Difference struct {
	Figure   string `json:"figure"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
}

// Compare lists the figures in which what was found is not what was expected. A
// figure that only one side has is 0 on the other.
func Compare(expected, found Reconciliation) []Difference {
	there := map[string]figure{}
	for _, f := range found.figures() {
		there[f.name] = f
	}
	var list []Difference
	for _, want := range expected.figures() {
		have, ok := there[want.name]
		delete(there, want.name)
		if !ok {
			have.text = "0"
		}
		if have.value != want.value {
			list = append(list, Difference{want.name, want.text, have.text})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if have := there[name]; have.value != 0 {
			list = append(list, Difference{name, "0", have.text})
		}
	}
	return list
}

// figures are what two reconciliations can be compared by, in the order of print.
func (r Reconciliation) figures() []figure {
	list := []figure{plainFigure("incidents", r.Incidents)}
	table := func(title string, t map[string]map[string]int, rows, columns []string) {
		for _, row := range keys(t, rows) {
			for _, column := range keys(t[row], columns) {
				list = append(list, plainFigure(title+", "+row+", "+column, t[row][column]))
			}
		}
	}
	table("cases", r.Cases, stateOrder, nil)
	list = append(list, plainFigure("hand-overs between teams", r.HandOvers),
		plainFigure("hand-overs between organisations", r.Crossings), plainFigure("reopenings", r.Reopenings))
	for _, reason := range keys(r.Waits, nil) {
		w := r.Waits[reason]
		list = append(list, plainFigure("waits for "+reason, w.Count),
			figure{"waits for " + reason + ", time", w.Seconds, hours(w.Seconds)})
	}
	table("clocks", r.Clocks, nil, clockOrder)
	return list
}

var (
	stateOrder = []string{StateNew, StateWorking, StateWaiting, StateResolved, StateClosed}
	clockOrder = []string{"met", "breached", "running", "paused", "cancelled"}
)

func plainFigure(name string, n int) figure { return figure{name, int64(n), fmt.Sprint(n)} }

// hours writes seconds as hours and minutes, and seconds where there are any.
func hours(seconds int64) string {
	text := fmt.Sprintf("%d h %02d min", seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf(" %02d s", seconds%60)
	}
	return text
}

// keys lists a map's keys: the known ones in their order, then the others.
func keys[V any](m map[string]V, known []string) []string {
	place := func(k string) int {
		if i := slices.Index(known, k); i >= 0 {
			return i
		}
		return len(known)
	}
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b))
	})
}
