package casework

import (
	"encoding/json"

	"termijn/internal/record"
)

// answer is what the view keeps of the last command: a case that meets the event
// of a command in the ledger learns from it whose it was and what it made.
type answer struct {
	Command string   `json:"command,omitempty"`
	Subject string   `json:"subject,omitempty"`
	Notes   []string `json:"notes,omitempty"`
}

// view is the process's own state as it is recorded, with the last answer.
func (s *State[S]) view() json.RawMessage {
	own := encode(s.Own)
	if len(s.Receipts) == 0 {
		return own
	}
	r := s.Receipts[len(s.Receipts)-1]
	last := append([]byte(`"answer":`), encode(answer{r.Command, r.Subject, r.Notes})...)
	if len(own) > len("{}") {
		last = append(last, ',')
	}
	view := append([]byte{'{'}, last...)
	return append(view, own[1:]...)
}

// The functions below turn values into JSON and back. encoding/json keeps a
// cache of types behind locks, but what it returns depends on its input alone,
// and it writes maps in the order of their keys.

//workflowcheck:ignore see above
func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("case: cannot be encoded: " + err.Error())
	}
	return b
}

//workflowcheck:ignore see above
func decode(raw json.RawMessage, into any) error {
	if len(raw) == 0 {
		return nil
	}
	return json.Unmarshal(raw, into)
}

//workflowcheck:ignore see above
func patch(from, to json.RawMessage) (json.RawMessage, error) { return record.Patch(from, to) }

//workflowcheck:ignore see above
func merge(doc, patch json.RawMessage) (json.RawMessage, error) { return record.Merge(doc, patch) }
