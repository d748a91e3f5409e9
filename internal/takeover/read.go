package takeover

import "time"

// Options of [Read].
type Options struct {
	// Until cuts the log: rows later than it are counted and not read. Zero: no cut.
	Until time.Time
	// Key makes the pseudonyms, when the mapping asks for them.
	Key []byte
	// Progress is told now and then how many rows were read.
	Progress func(rows int)
}
