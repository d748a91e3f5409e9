package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"termijn/workflows/casework"
)

// huma checks requests against the document before a handler sees them and
// reports through these two variables, which belong to its package.
func init() {
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError { return &Problem{Status: status} }
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return unreadable(ctx.Context(), status, msg, errs)
	}
}

// unreadable is the problem of a request that huma could not take.
func unreadable(ctx context.Context, status int, msg string, errs []error) *Problem {
	switch status {
	case http.StatusUnprocessableEntity:
		return refused(ctx, "", &casework.Refusal{Code: casework.CodeInvalid, Fields: fieldsOf(errs)})
	case http.StatusBadRequest:
		return newProblem(ctx, status, "malformed")
	case http.StatusRequestEntityTooLarge:
		return newProblem(ctx, status, "too_large")
	case http.StatusUnsupportedMediaType:
		return newProblem(ctx, status, "unsupported_media_type")
	case http.StatusRequestTimeout:
		return newProblem(ctx, status, "too_slow")
	}
	if msg == "cannot read request body" {
		// The caller hung up or broke off: nothing of ours failed.
		return newProblem(ctx, http.StatusBadRequest, "malformed")
	}
	return newProblem(ctx, http.StatusInternalServerError, "internal")
}

// mostFields bounds how many faults one answer lists.
const mostFields = 100

// fieldsOf reads huma's findings. They are sentences in English, made of the
// package's own patterns; codes are what callers and the catalogue need.
func fieldsOf(errs []error) []casework.FieldError {
	var fields []casework.FieldError
	for _, err := range errs {
		var d *huma.ErrorDetail
		if !errors.As(err, &d) {
			continue
		}
		f := finding(d.Message)
		place := d.Location
		for _, part := range []string{"body", "query", "path", "header"} {
			if rest, ok := strings.CutPrefix(place, part); ok {
				place = strings.TrimPrefix(rest, ".")
				break
			}
		}
		if f.Field != "" {
			place = strings.TrimPrefix(place+"."+f.Field, ".")
		}
		f.Field = place
		fields = append(fields, f)
	}
	slices.SortStableFunc(fields, func(a, b casework.FieldError) int { return cmp.Compare(a.Field, b.Field) })
	return fields[:min(len(fields), mostFields)]
}

// patterns of huma's sentences: what stands before the value and after it, and
// which place of the catalogue's text the value fills.
var patterns = []struct{ pattern, code, place string }{
	{validation.MsgExpectedRequiredProperty, "required", ""},
	{validation.MsgExpectedOneOf, "choose_option", "options"},
	{validation.MsgExpectedMinimumNumber, "at_least", "min"},
	{validation.MsgExpectedMaximumNumber, "at_most", "max"},
	{validation.MsgExpectedMinLength, "too_short", "min"},
	{validation.MsgExpectedMaxLength, "too_long", "max"},
	{validation.MsgExpectedMinItems, "too_few", "min"},
	{validation.MsgExpectedMaxItems, "too_many", "max"},
}

// sentences of huma's without a value.
var sentences = map[string]string{
	validation.MsgUnexpectedProperty:            "unknown_field",
	"unknown query parameter":                   "unknown_field",
	validation.MsgExpectedRFC3339Date:           "bad_date",
	validation.MsgExpectedMatchAtLeastOneSchema: "expected_decimal",
	validation.MsgExpectedString:                "expected_text",
	validation.MsgExpectedNumber:                "expected_number",
	validation.MsgExpectedInteger:               "expected_number",
	"invalid integer":                           "expected_number",
	validation.MsgExpectedBoolean:               "expected_boolean",
	"invalid boolean":                           "expected_boolean",
	validation.MsgExpectedArray:                 "expected_list",
	validation.MsgExpectedObject:                "expected_object",
}

// finding is the code of one sentence. Field is the name of a property that is
// missing, which the sentence has and its place does not.
func finding(sentence string) casework.FieldError {
	if code, ok := sentences[sentence]; ok {
		return casework.FieldError{Code: code}
	}
	for _, p := range patterns {
		before, rest, _ := strings.Cut(p.pattern, "%")
		after := rest[1:]
		value, ok := strings.CutPrefix(sentence, before)
		if !ok || !strings.HasSuffix(value, after) {
			continue
		}
		value = strings.TrimSuffix(value, after)
		if p.place == "" {
			return casework.FieldError{Code: p.code, Field: value}
		}
		return casework.FieldError{Code: p.code, Args: map[string]string{p.place: value}}
	}
	if strings.HasPrefix(sentence, "required ") && strings.HasSuffix(sentence, " parameter is missing") {
		return casework.FieldError{Code: "required"}
	}
	return casework.FieldError{Code: "bad_value"}
}
