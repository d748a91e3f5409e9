package planfile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

func (f *findings) name(at, value string) {
	f.check(strings.TrimSpace(value) != "", at, "required")
	f.short(at, value)
}

// short is a text that may be empty.
func (f *findings) short(at, value string) {
	f.check(len(value) <= longestName, at, "too_long", "max", strconv.Itoa(longestName))
	f.check(plain(value), at, "bad_text")
}

// plain texts are valid and have no control characters but line ends and tabs.
func plain(value string) bool {
	return utf8.ValidString(value) && !strings.ContainsFunc(value, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\uFFFE' || r == '\uFFFF'
	})
}

func (f *findings) text(at, value string) {
	f.check(strings.TrimSpace(value) != "", at, "required")
	f.check(len(value) <= longestText, at, "too_long", "max", strconv.Itoa(longestText))
	f.check(plain(value), at, "bad_text")
}

func (f *findings) money(at string, amount decimal.Decimal) {
	f.check(!amount.IsNegative(), at, "must_be_positive")
	f.check(amount.Equal(amount.Round(2)), at, "two_decimals")
}

// ids are there, of the right shape, and each once within its list.
func (f *findings) ids(list string, n int, id func(int) string) {
	f.check(n <= mostParts, list, "too_many", "max", strconv.Itoa(mostParts))
	first := map[string]int{}
	for i := range n {
		at := fmt.Sprintf("%s[%d].id", list, i)
		switch before, twice := first[id(i)]; {
		case id(i) == "":
			f.at(at, "required")
		case !idShape.MatchString(id(i)):
			f.at(at, "bad_id", "id", id(i))
		case twice:
			f.at(at, "given_twice", "id", id(i), "line", strconv.Itoa(f.places[fmt.Sprintf("%s[%d]", list, before)].line))
		default:
			first[id(i)] = i
		}
	}
}

// owner is an organisation that exists, and a person of it.
func (f *findings) owner(at string, o Owner, rules Rules) {
	if rules.Orgs != nil && o.Org != "" && !slices.ContainsFunc(rules.Orgs, func(x Org) bool { return x.ID == o.Org }) {
		f.at(at+".owner", "unknown_owner", "owner", o.Org)
	}
	f.short(at+".owner", o.Org)
	if o.Person == "" {
		return
	}
	f.check(o.Org != "", at+".owner", "required")
	f.short(at+".person", o.Person)
	if org, ok := rules.People[o.Person]; rules.People != nil && (!ok || org != o.Org) {
		f.at(at+".person", "person_of_another", "person", o.Person, "owner", o.Org)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
