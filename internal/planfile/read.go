package planfile

import (
	"strconv"
)

// MaxBytes of a file.
const MaxBytes = 4 << 20

// Reading is a plan that was read, with what is worth a remark though nothing is wrong.
type Reading struct {
	Plan    Plan
	Remarks []Problem
}

func (r *reading) sized(text []byte) bool {
	if len(text) > MaxBytes {
		r.problems = append(r.problems, Problem{Code: "too_large", Args: map[string]string{"max": strconv.Itoa(MaxBytes >> 20)}})
	}
	return len(text) <= MaxBytes
}
