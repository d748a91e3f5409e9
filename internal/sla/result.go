package sla

import (
	"math/bits"
	"strconv"
	"time"
)

// State says how a clock stands.
type State string

// The states of a clock.
const (
	Running   State = "running"
	Paused    State = "paused"
	Met       State = "met"
	Breached  State = "breached"
	Cancelled State = "cancelled"
)

// Units of the counts in a [Result].
const (
	UnitWorkingDays  = "workingDays"
	UnitSeconds      = "seconds"
	UnitCalendarDays = "calendarDays"
)

// Result is the value of a clock at an instant, or at its stop or cancellation
// when that came first. Actual, Corrected, Suspended and Remaining are in Unit;
// seconds are whole, rounded down.
type Result struct {
	State State `json:"state"`
	// Due is in the calendar's zone. While a pause is open it is computed as if
	// the pause ended at the instant asked about.
	Due *time.Time `json:"due"`
	// Actual counts from the start, pauses included; Corrected is what is left of
	// it without Suspended, and decides (M-15).
	Actual    int64  `json:"actual"`
	Corrected int64  `json:"corrected"`
	Suspended int64  `json:"suspended"`
	Unit      string `json:"unit"`
	// Percent is corrected ÷ target × 100 rounded half up to one decimal; nil with
	// an agreed date and for targets in calendar days.
	Percent *float64 `json:"percent"`
	// Remaining is target − corrected; with an agreed date and for targets in
	// calendar days the days from now to the due date. Negative when past.
	Remaining int64 `json:"remaining"`
	// BreachedAt is when the breach came about; nil when there is none.
	BreachedAt *time.Time `json:"breachedAt,omitempty"`
	// CalendarVersion is 0 when no calendar decides: elapsed and calendar days.
	CalendarVersion int `json:"calendarVersion,omitempty"`
}

// percent returns used ÷ target × 100, rounded half up to one decimal. It is
// exact: a threshold must not depend on binary fractions.
func percent(used, target int64) *float64 {
	whole, rest := used/target, used%target
	high, low := bits.Mul64(uint64(rest), 2000)
	low, carry := bits.Add64(low, uint64(target), 0)
	tenths, _ := bits.Div64(high+carry, low, 2*uint64(target))
	p := (float64(whole)*1000 + float64(tenths)) / 10
	return &p
}

// AppendJSON appends the result as encoding/json writes it, for streams of
// millions.
func (r Result) AppendJSON(to []byte) []byte {
	to = append(to, `{"state":"`...)
	to = append(to, r.State...)
	to = append(to, `","due":`...)
	to = appendTime(to, r.Due)
	for _, count := range []struct {
		field string
		n     int64
	}{{`,"actual":`, r.Actual}, {`,"corrected":`, r.Corrected}, {`,"suspended":`, r.Suspended}} {
		to = append(to, count.field...)
		to = strconv.AppendInt(to, count.n, 10)
	}
	to = append(to, `,"unit":"`...)
	to = append(to, r.Unit...)
	to = append(to, `","percent":`...)
	if r.Percent == nil {
		to = append(to, "null"...)
	} else {
		to = strconv.AppendFloat(to, *r.Percent, 'f', -1, 64)
	}
	to = append(to, `,"remaining":`...)
	to = strconv.AppendInt(to, r.Remaining, 10)
	if r.BreachedAt != nil {
		to = append(to, `,"breachedAt":`...)
		to = appendTime(to, r.BreachedAt)
	}
	if r.CalendarVersion != 0 {
		to = append(to, `,"calendarVersion":`...)
		to = strconv.AppendInt(to, int64(r.CalendarVersion), 10)
	}
	return append(to, '}')
}

func appendTime(to []byte, t *time.Time) []byte {
	if t == nil {
		return append(to, "null"...)
	}
	to = append(to, '"')
	to = t.AppendFormat(to, time.RFC3339Nano)
	return append(to, '"')
}
