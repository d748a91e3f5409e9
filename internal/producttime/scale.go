// Package producttime maps the machine's time to the product's. Outside a
// simulation both are the same; in one the product's time runs faster, so that
// a process of weeks can be watched in minutes. Whoever needs "now" or a wait
// in product time asks a Scale and nobody else.
package producttime

import (
	"fmt"
	"time"
)

// Scale is a linear mapping from real to product time. Its zero value is the
// identity. It is part of every case, so that a case keeps the time it began in.
type Scale struct {
	// Origin is the real instant at which the product's time was Epoch.
	Origin time.Time `json:"origin,omitzero"`
	// Epoch is the product instant at Origin.
	Epoch time.Time `json:"epoch,omitzero"`
	// Speed is how many product seconds pass in one real second; 0 means 1.
	Speed float64 `json:"speed,omitempty"`
}

// Resolution is the precision of every recorded instant.
const Resolution = time.Millisecond

// Start returns a scale on which it is epoch at the real instant origin and
// time runs speed times as fast.
func Start(origin, epoch time.Time, speed float64) (Scale, error) {
	if speed < 1 || speed > 1_000_000 {
		return Scale{}, fmt.Errorf("product time: speed must lie between 1 and 1000000, not %g", speed)
	}
	return Scale{Origin: origin.UTC(), Epoch: epoch.UTC(), Speed: speed}, nil
}

// Simulated reports whether product time differs from real time.
func (s Scale) Simulated() bool { return s.Speed != 0 && !(s.Speed == 1 && s.Origin.Equal(s.Epoch)) }

// At returns the product instant at a real one, in UTC, at Resolution.
func (s Scale) At(real time.Time) time.Time {
	if s.Speed == 0 {
		return real.UTC().Truncate(Resolution)
	}
	passed := float64(real.Sub(s.Origin)) * s.Speed
	return s.Epoch.Add(time.Duration(passed)).UTC().Truncate(Resolution)
}

// Now returns the product's present instant. Workflow code must not call it.
func (s Scale) Now() time.Time { return s.At(time.Now()) }

// Wait returns how long to wait in real time for d of product time. It rounds
// up, so that a wait never ends before its instant.
func (s Scale) Wait(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	if s.Speed == 0 || s.Speed == 1 {
		return d
	}
	return time.Duration(float64(d)/s.Speed) + time.Millisecond
}
