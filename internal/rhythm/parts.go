package rhythm

import (
	"math/bits"
	"time"

	"github.com/robfig/cron/v3"
)

// Parts are what an expression says, field by field. An empty list means every one;
// with days and weekdays both given, either will do.
type Parts struct {
	Hour, Minute int
	Days         []int
	Months       []time.Month
	Weekdays     []time.Weekday
}

// star marks a field that leaves the choice open.
const star = 1 << 63

// Parts takes the expression apart, so that it can be told in words.
func (r Rhythm) Parts() Parts {
	s, ok := r.schedule.(*cron.SpecSchedule)
	if !ok {
		return Parts{}
	}
	return Parts{Hour: bits.TrailingZeros64(s.Hour), Minute: bits.TrailingZeros64(s.Minute),
		Days: listed[int](s.Dom, 1, 31), Months: listed[time.Month](s.Month, 1, 12), Weekdays: listed[time.Weekday](s.Dow, 0, 6)}
}

// listed are the numbers of a field; none when it leaves the choice open.
func listed[N ~int](field uint64, from, to N) []N {
	if field&star != 0 {
		return nil
	}
	var all []N
	for n := from; n <= to; n++ {
		if field&(1<<uint(n)) != 0 {
			all = append(all, n)
		}
	}
	return all
}
