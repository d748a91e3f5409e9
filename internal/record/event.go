package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Actor is who did something. An empty Person means the product itself, for
// example when a clock reached a threshold.
type Actor struct {
	Person string `json:"person,omitempty"`
	Org    string `json:"org,omitempty"`
	// For is the person on whose behalf a delegate acted.
	For string `json:"for,omitempty"`
}

// System is the product acting by itself.
var System = Actor{}

// Event is one fact about a case. All instants are UTC product time.
type Event struct {
	Case string `json:"case"`
	// Seq counts the case's events from 1 without gaps.
	Seq int64 `json:"seq"`
	// At is when the fact holds: for a clock that reached its due time, that time.
	At time.Time `json:"at"`
	// Recorded is when the case took the turn. Recorded − At is the lateness. A
	// wait for the database after that is not in it: the fact was found in time.
	Recorded time.Time `json:"recorded"`
	Actor    Actor     `json:"actor"`
	Kind     string    `json:"kind"`
	// Source names the tool that the fact was taken over from; empty for facts of
	// this product. Nobody is told of one, and it is never late.
	Source  string          `json:"source,omitempty"`
	Body    json.RawMessage `json:"body,omitempty"`
	Effects Effects         `json:"effects"`
	// Prev is the hash of event Seq−1, empty for the first.
	Prev string `json:"prev"`
	// Hash is over everything above; see Seal.
	Hash string `json:"hash,omitempty"`
}

// Lateness is how long after its instant the event was recorded, never negative.
// A fact of another tool was recorded there in its time.
func (e Event) Lateness() time.Duration {
	if e.Source != "" {
		return 0
	}
	return max(0, e.Recorded.Sub(e.At))
}

// Payload returns the bytes that the hash covers: the event as JSON without
// its own hash.
func (e Event) Payload() ([]byte, error) {
	e.Hash = ""
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("event %s/%d: encode: %w", e.Case, e.Seq, err)
	}
	var c bytes.Buffer
	if err := json.Compact(&c, b); err != nil {
		return nil, fmt.Errorf("event %s/%d: compact: %w", e.Case, e.Seq, err)
	}
	return c.Bytes(), nil
}

// HashOf is the hash of a payload, in lower-case hexadecimal.
func HashOf(payload []byte) string {
	sum := sha256.Sum256(payload)
	return hex.EncodeToString(sum[:])
}

// Seal sets the event's hash and returns the payload that it covers.
func (e *Event) Seal() ([]byte, error) {
	p, err := e.Payload()
	if err != nil {
		return nil, err
	}
	e.Hash = HashOf(p)
	return p, nil
}

// ContentHash is the hash of what somebody decides on. Equal content gives
// equal hashes: the encoding sorts map keys and keeps struct order.
func ContentHash(content any) string {
	b, err := json.Marshal(content)
	if err != nil {
		// Only content that cannot be stored at all ends here.
		panic(fmt.Sprintf("content hash of %T: %v", content, err))
	}
	return HashOf(b)[:16]
}

// WorkflowID is the workflow of a case.
func WorkflowID(ref string) string { return "case/" + ref }
