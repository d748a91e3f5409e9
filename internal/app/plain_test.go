package app

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

func TestNoCommandCarriesWhatNobodyCanStore(t *testing.T) {
	t.Parallel()
	price := func(text string) regie.OfferDraft {
		return regie.OfferDraft{Lines: []regie.LineDraft{{}, {Price: decimal.RequireFromString(text)}}}
	}
	for field, body := range map[string]any{
		"reason":       regie.Because{Reason: "a\x00b"},
		"remark":       regie.Confirmation{Remark: "\xff"},
		"questions[1]": regie.Questions{Questions: []string{"goed", "\x1b[31m"}},
		"answers.Q1.1": regie.Answers{Answers: map[string]string{"Q1.1": "\x7f"}},
		"answers":      regie.Answers{Answers: map[string]string{"\x00": "a"}},
	} {
		refusal, ok := casework.RefusalOf(plain(body))
		require.True(t, ok, field)
		require.Equal(t, []casework.FieldError{{Field: field, Code: "bad_text"}}, refusal.Fields)
	}
	for _, text := range []string{"1e9999", "1e-9999", "1234567890123456789", "0.1234567", "1e18"} {
		refusal, ok := casework.RefusalOf(plain(price(text)))
		require.True(t, ok, text)
		require.Equal(t, []casework.FieldError{{Field: "lines[1].price", Code: "out_of_range"}}, refusal.Fields)
	}
	for _, text := range []string{"0", "-1", "98.50", "999999999999.999999", "1e3"} {
		require.NoError(t, plain(price(text)), text)
	}
	require.NoError(t, plain(regie.Because{Reason: "regel 1\r\n\tregel 2 – één €"}))
	require.NoError(t, plain(regie.ChangeDraft{}))
}
