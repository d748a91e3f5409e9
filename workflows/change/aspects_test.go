package change

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
)

// otherwise lists a content for each of its fields that differs from an empty one in
// that field alone, by the field's path.
func otherwise(t *testing.T) map[string]Content {
	t.Helper()
	all := map[string]Content{}
	var walk func(path string, index []int, typ reflect.Type)
	walk = func(path string, index []int, typ reflect.Type) {
		for i := range typ.NumField() {
			f := typ.Field(i)
			here, at := path+"."+f.Name, append(append([]int{}, index...), i)
			if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[time.Time]() {
				walk(here, at, f.Type)
				continue
			}
			var c Content
			field := reflect.ValueOf(&c).Elem().FieldByIndex(at)
			switch field.Interface().(type) {
			case string:
				field.SetString("x")
			case bool:
				field.SetBool(true)
			case int:
				field.SetInt(1)
			case []string:
				field.Set(reflect.ValueOf([]string{"x"}))
			case time.Time:
				field.Set(reflect.ValueOf(time.Unix(1, 0).UTC()))
			case *time.Time:
				at := time.Unix(1, 0).UTC()
				field.Set(reflect.ValueOf(&at))
			case *Migration:
				field.Set(reflect.ValueOf(&Migration{Client: "noord"}))
			default:
				require.Fail(t, "a field of another type", "%s %s", here, field.Type())
			}
			all[here] = c
		}
	}
	walk("", nil, reflect.TypeFor[Content]())
	return all
}

// A field that no vote covers could be changed after the vote; one that two aspects
// cover would re-open votes that it should not.
func TestEveryFieldIsOfExactlyOneAspect(t *testing.T) {
	t.Parallel()
	empty := hashesOf(Content{}, nil)
	require.Len(t, empty, len(Aspects))
	fields := otherwise(t)
	require.Greater(t, len(fields), 25)
	for path, c := range fields {
		changed := differing(empty, hashesOf(c, nil))
		require.Len(t, changed, 1, "%s is of %v", path, changed)
		require.NotEqual(t, AspectCollisions, changed[0], path)
		require.NotEqual(t, HashOf(Content{}), HashOf(c), path)
	}
}

// A collision that moves is another one; that the other is approved now is not.
func TestWhatMakesACollisionAnother(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 10, 21, 0, 0, 0, time.UTC)
	c := record.Collision{Other: "CHG-2026-000002", Kind: record.CollidesSameItem, Item: "router", From: from, To: from.Add(time.Hour)}
	require.Equal(t, Mark(c), Mark(record.Collision{Other: c.Other, Kind: c.Kind, Item: c.Item, From: c.From.In(time.FixedZone("", 3600)), To: c.To, Firm: true}))
	moved := c
	moved.To = moved.To.Add(time.Minute)
	require.NotEqual(t, Mark(c), Mark(moved))
}

// Two spellings of one window are one content.
func TestAContentIsKeptInUTCToTheSecond(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 10, 21, 0, 0, 0, time.UTC)
	a := Content{Title: "x", From: at, BackOut: BackOut{NoReturn: &at}}
	there := at.In(time.FixedZone("", 3600)).Add(300 * time.Millisecond)
	b := Content{Title: "x", From: there, BackOut: BackOut{NoReturn: &there}}
	require.Equal(t, HashOf(a), HashOf(b))
}
