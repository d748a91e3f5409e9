package app

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"termijn/workflows/casework"
)

// Bounds of a decimal in a command: far beyond any price or number of hours,
// and small enough that arithmetic on it is quick.
const (
	mostDigits   = 18
	mostDecimals = 6
)

// plain refuses what no case may hold: text that is not UTF-8 or has control
// characters in it, which the database refuses for ever, and decimals whose
// digits would not fit on a page. It comes before anything else reads the body.
func plain(body any) error {
	var v casework.Invalid
	check(&v, "", reflect.ValueOf(body))
	return v.Err()
}

func check(v *casework.Invalid, path string, x reflect.Value) {
	if !x.IsValid() {
		return
	}
	if x.CanInterface() {
		if d, ok := x.Interface().(decimal.Decimal); ok {
			fits := d.Exponent() >= -mostDecimals && d.Exponent() <= mostDigits && d.NumDigits()+int(max(0, d.Exponent())) <= mostDigits
			v.Check(fits, path, "out_of_range")
			return
		}
	}
	switch x.Kind() {
	case reflect.String:
		v.Check(readable(x.String()), path, "bad_text")
	case reflect.Pointer, reflect.Interface:
		check(v, path, x.Elem())
	case reflect.Struct:
		for i := range x.NumField() {
			f := x.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous && name == "" {
				check(v, path, x.Field(i))
				continue
			}
			if name == "" {
				name = f.Name
			}
			check(v, strings.TrimPrefix(path+"."+name, "."), x.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range x.Len() {
			check(v, fmt.Sprintf("%s[%d]", path, i), x.Index(i))
		}
	case reflect.Map:
		for _, k := range x.MapKeys() {
			if !readable(k.String()) {
				v.Add(path, "bad_text")
				continue
			}
			check(v, path+"."+k.String(), x.MapIndex(k))
		}
	}
}

// readable reports whether a text is UTF-8 without control characters other
// than those that lay it out.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f
	})
}
