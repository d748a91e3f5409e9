package portal

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
)

// errForm: what was sent is not a form of ours.
var errForm = errors.New("form cannot be read")

// keyField is the hidden field with the idempotency key.
const keyField = "key"

// Form is a form as it was typed, with what is wrong with it. Its key is made
// when it is first shown and kept over failed attempts.
type Form struct {
	Values url.Values
	// Errors by field, in the reader's language.
	Errors map[string]string
	// Order is the order in which Errors were found.
	Order []string
	// Problem is what is wrong with the whole.
	Problem string
	// Key is the idempotency key: sent twice, the form is done once.
	Key string
}

// newForm is an empty form. Pairs of field and value fill it in beforehand.
func newForm(pairs ...string) Form {
	f := Form{Values: url.Values{}, Errors: map[string]string{}, Key: uuid.NewString()}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Set(pairs[i], pairs[i+1])
	}
	return f
}

// readForm is the form that the visit sent.
func (v *visit) readForm() (Form, error) {
	if err := v.r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return Form{}, err
		}
		return Form{}, fmt.Errorf("%w: %w", errForm, err)
	}
	f := Form{Values: v.r.PostForm, Errors: map[string]string{}, Key: v.r.PostForm.Get(keyField)}
	if len(f.Key) < 8 || len(f.Key) > 100 {
		return f, fmt.Errorf("%w: no idempotency key", errForm)
	}
	return f, nil
}

// Value is what was typed in a field, without spaces around it.
func (f Form) Value(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

// Has reports whether a choice was made in a field.
func (f Form) Has(name, value string) bool {
	for _, v := range f.Values[name] {
		if v == value {
			return true
		}
	}
	return false
}

// next is the page of this site that the form names to go on to, else another one.
func (f Form) next(otherwise string) string {
	if to := f.Value("next"); to != "" && local(to) {
		return to
	}
	return otherwise
}

// Error is what is wrong with a field, empty when nothing is.
func (f Form) Error(name string) string { return f.Errors[name] }

// OK reports whether nothing is wrong.
func (f Form) OK() bool { return len(f.Errors) == 0 && f.Problem == "" }

// Wrong notes what is wrong with a field; the first word stands.
func (f *Form) Wrong(name, text string) {
	if f.Errors == nil {
		f.Errors = map[string]string{}
	}
	if _, twice := f.Errors[name]; !twice {
		f.Errors[name] = text
		f.Order = append(f.Order, name)
	}
}

// refused puts a refusal of the service into the form, field by field, and
// reports whether err is one. Other errors are left to the error pages. fields
// renames the paths of a command to the form's own names; a path that is not in
// it keeps its name.
func (v *visit) refused(f *Form, err error, fields map[string]string) bool {
	if errors.Is(err, ledger.ErrKeyReused) {
		err = casework.Refuse(casework.CodeKeyReused)
		f.Key = uuid.NewString()
	}
	if status, _ := statusOf(err); status == http.StatusServiceUnavailable {
		v.moreTime()
		f.Problem = v.text.T("fail.busy.lead") + " " + v.text.T("form.kept")
		return true
	}
	refusal, ok := casework.RefusalOf(err)
	if !ok {
		return false
	}
	f.Problem = v.refusalText(refusal)
	if len(refusal.Fields) > 0 {
		f.Problem = "" // the fields say it
	}
	for _, e := range refusal.Fields {
		name := e.Field
		if renamed, ok := fields[name]; ok {
			name = renamed
		}
		f.Wrong(name, app.ExplainField(v.text, e))
	}
	return true
}

// status is the status of a page with a form that was not done.
func (f Form) status() int {
	if f.OK() {
		return http.StatusOK
	}
	return http.StatusUnprocessableEntity
}
