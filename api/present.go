package api

import (
	"reflect"
	"time"

	"termijn/internal/ledger"
)

// brussels is the zone of every time in an answer.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()

func local(t time.Time) time.Time { return t.In(brussels) }

func localOrNil(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	l := t.In(brussels)
	return &l
}

// show prepares a process's own state, which v points to, for an answer: times
// get the offset of Brussels, references into the vault become their texts, and
// lists that are nil become empty.
func show(v any, texts map[string]string) { shown(reflect.ValueOf(v).Elem(), texts) }

var timeType = reflect.TypeFor[time.Time]()

func shown(x reflect.Value, texts map[string]string) {
	if x.Type() == timeType {
		x.Set(reflect.ValueOf(local(x.Interface().(time.Time))))
		return
	}
	switch x.Kind() {
	case reflect.Pointer:
		if !x.IsNil() {
			shown(x.Elem(), texts)
		}
	case reflect.String:
		if s := x.String(); ledger.IsText(s) {
			if text, ok := texts[s]; ok {
				x.SetString(text)
			}
		}
	case reflect.Struct:
		for i := range x.NumField() {
			if f := x.Field(i); f.CanSet() {
				shown(f, texts)
			}
		}
	case reflect.Slice:
		if x.IsNil() {
			x.Set(reflect.MakeSlice(x.Type(), 0, 0))
		}
		for i := range x.Len() {
			shown(x.Index(i), texts)
		}
	case reflect.Map:
		for _, k := range x.MapKeys() {
			// What a map holds cannot be changed in place.
			item := reflect.New(x.Type().Elem()).Elem()
			item.Set(x.MapIndex(k))
			shown(item, texts)
			x.SetMapIndex(k, item)
		}
	}
}
