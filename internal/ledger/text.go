package ledger

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PostgreSQL holds no NUL in a text or in jsonb, and no bytes that are not
// UTF-8. The ledger keeps an event's exact bytes; the read rows show such
// characters as U+FFFD, so that no text can keep a case from being recorded.

// legible replaces what a text column cannot hold.
func legible(s string) string {
	if utf8.ValidString(s) && !strings.ContainsRune(s, 0) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// storable replaces what jsonb cannot hold. Nearly always there is nothing to do.
func storable(raw json.RawMessage) (json.RawMessage, error) {
	if !bytes.Contains(raw, []byte(`\u0000`)) && !bytes.Contains(bytes.ToLower(raw), []byte(`\ud`)) {
		return raw, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // digits stay as they are
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return json.Marshal(legibleIn(v))
}

func legibleIn(v any) any {
	switch v := v.(type) {
	case string:
		return legible(v)
	case []any:
		for i := range v {
			v[i] = legibleIn(v[i])
		}
	case map[string]any:
		for k, item := range v {
			delete(v, k)
			v[legible(k)] = legibleIn(item)
		}
	}
	return v
}

// Longest search that is looked at: more words than anybody means, and none
// longer than PostgreSQL's search takes.
const (
	mostWords   = 16
	longestWord = 64
)

// searchWords turns what somebody typed into a prefix search on all its words.
// ok is false when something was typed but no word is in it: that finds nothing.
func searchWords(text string) (words string, ok bool) {
	text = strings.TrimSpace(legible(text))
	if text == "" {
		return "", true
	}
	var all []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }) {
		if len(all) == mostWords {
			break
		}
		if r := []rune(w); len(r) > longestWord {
			w = string(r[:longestWord])
		}
		all = append(all, "'"+w+"':*")
	}
	return strings.Join(all, " & "), len(all) > 0
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}
