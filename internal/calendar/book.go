package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Book holds every calendar in every version. It is immutable.
type Book struct {
	versions map[string][]*Calendar // by valid-from date, which is also by version
	names    []string
}

// NewBook makes a book. Within a name, versions and valid-from dates must both
// rise, so that which version holds on a date is never in doubt.
func NewBook(calendars ...*Calendar) (*Book, error) {
	b := &Book{versions: map[string][]*Calendar{}}
	for _, c := range calendars {
		b.versions[c.Name()] = append(b.versions[c.Name()], c)
	}
	for name, list := range b.versions {
		slices.SortFunc(list, func(x, y *Calendar) int { return x.Version() - y.Version() })
		for i, c := range list[1:] {
			if c.Version() == list[i].Version() {
				return nil, fmt.Errorf("calendar %s: version %d is there twice; give the new one the next number", name, c.Version())
			}
			if !c.ValidFrom().After(list[i].ValidFrom()) {
				return nil, fmt.Errorf("calendar %s: version %d must be valid from a later date than version %d", name, c.Version(), list[i].Version())
			}
		}
		b.names = append(b.names, name)
	}
	slices.Sort(b.names)
	return b, nil
}

// Current returns the version of a calendar that holds for what starts on a date.
func (b *Book) Current(name string, on Date) (*Calendar, error) {
	return b.current(name, func(*Calendar) Date { return on })
}

// CurrentAt returns the version of a calendar that holds for what starts at an
// instant, by the date that the calendar's own clock shows then.
func (b *Book) CurrentAt(name string, t time.Time) (*Calendar, error) {
	return b.current(name, func(c *Calendar) Date { return c.DateOf(t) })
}

func (b *Book) current(name string, on func(*Calendar) Date) (*Calendar, error) {
	list, err := b.all(name)
	if err != nil {
		return nil, err
	}
	for _, c := range slices.Backward(list) {
		if !c.ValidFrom().After(on(c)) {
			return c, nil
		}
	}
	first := list[0]
	return nil, fmt.Errorf("calendar %s has no version that is valid on %s; the first is valid from %s", name, on(first), first.ValidFrom())
}

// Earliest returns the version of a calendar with the earliest valid-from date.
func (b *Book) Earliest(name string) (*Calendar, error) {
	list, err := b.all(name)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// Version returns the version of a calendar that a case has kept.
func (b *Book) Version(name string, version int) (*Calendar, error) {
	list, err := b.all(name)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if c.Version() == version {
			return c, nil
		}
	}
	return nil, fmt.Errorf("calendar %s has no version %d", name, version)
}

// Names lists the calendars in alphabetical order.
func (b *Book) Names() []string { return slices.Clone(b.names) }

func (b *Book) all(name string) ([]*Calendar, error) {
	list, ok := b.versions[name]
	if !ok {
		return nil, fmt.Errorf("unknown calendar %q; known are %s", name, strings.Join(b.names, ", "))
	}
	return list, nil
}
