package casework

import (
	"errors"
	"fmt"

	"go.temporal.io/sdk/temporal"
)

// Refusal is a clear no. Its code and fields are translated for the reader by
// the API and the portal; Args complete the sentence.
type Refusal struct {
	Code   string            `json:"code"`
	Args   map[string]string `json:"args,omitempty"`
	Fields []FieldError      `json:"fields,omitempty"`
}

// FieldError is what is wrong with one field of a command.
type FieldError struct {
	// Field is a path as in the command's JSON, for example "lines[0].price".
	Field string            `json:"field"`
	Code  string            `json:"code"`
	Args  map[string]string `json:"args,omitempty"`
}

// Codes that every process uses.
const (
	// CodeInvalid comes with the fields that are wrong.
	CodeInvalid = "invalid"
	// CodeNotNow: the case's stage does not allow the command.
	CodeNotNow = "not_now"
	// CodeClosed: the case has ended.
	CodeClosed = "closed"
	// CodeDone: what is asked was done before.
	CodeDone = "already_done"
	// CodeStale: the content that was decided on has changed since.
	CodeStale = "stale"
	// CodeUnknown: the command names something that the case does not have.
	CodeUnknown = "unknown_subject"
	// CodeKeyReused: the idempotency key was used for another request.
	CodeKeyReused = "key_reused"
	// CodeForbidden: the actor may not do this in this case.
	CodeForbidden = "forbidden"
)

// refusalType is the error type of a refusal on the wire.
const refusalType = "termijn.refusal"

func (r *Refusal) Error() string {
	if len(r.Fields) == 0 {
		return r.Code
	}
	return fmt.Sprintf("%s: %s %s", r.Code, r.Fields[0].Field, r.Fields[0].Code)
}

// Refuse returns a refusal with pairs of argument names and values.
func Refuse(code string, pairs ...string) *Refusal {
	return &Refusal{Code: code, Args: pairsOf(pairs)}
}

// Invalid collects what is wrong with a command's fields. A nil result of Err
// means that nothing is.
type Invalid struct{ fields []FieldError }

// Add notes that a field is wrong.
func (v *Invalid) Add(field, code string, pairs ...string) {
	v.fields = append(v.fields, FieldError{Field: field, Code: code, Args: pairsOf(pairs)})
}

// Check notes that a field is wrong unless ok.
func (v *Invalid) Check(ok bool, field, code string, pairs ...string) {
	if !ok {
		v.Add(field, code, pairs...)
	}
}

// Err returns all that was noted as one refusal, or nil.
func (v *Invalid) Err() error {
	if len(v.fields) == 0 {
		return nil
	}
	return &Refusal{Code: CodeInvalid, Fields: v.fields}
}

func pairsOf(pairs []string) map[string]string {
	if len(pairs) == 0 {
		return nil
	}
	m := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// onTheWire makes an error that keeps a refusal's parts through Temporal.
func onTheWire(err error) error {
	var r *Refusal
	if errors.As(err, &r) {
		return temporal.NewNonRetryableApplicationError(r.Error(), refusalType, nil, r)
	}
	return err
}

// RefusalOf returns the refusal inside an error that came from a case, if it is one.
func RefusalOf(err error) (*Refusal, bool) {
	var r *Refusal
	if errors.As(err, &r) {
		return r, true
	}
	var app *temporal.ApplicationError
	if !errors.As(err, &app) || app.Type() != refusalType || !app.HasDetails() {
		return nil, false
	}
	r = &Refusal{}
	if app.Details(r) != nil {
		return nil, false
	}
	return r, true
}
