package portal

import "strings"

// showStale shows a form about content that has changed since: the difference,
// and the content as it stands now, to which sending again is bound.
func (c commandForm[R, B]) showStale(v *visit, f Form, subject string) error {
	r, err := c.readFor(v)
	if err != nil {
		return err
	}
	// A form that keeps more than the hash of what was seen has it last.
	seen := f.Value("content")
	seen = seen[strings.LastIndex(seen, " ")+1:]
	list, err := v.portal.service.Difference(v.r.Context(), v.who, r.reader().Ref, seen)
	if err != nil {
		v.logError(err) // the new content alone will do
	}
	if c.fill != nil {
		now := c.fill(r, subject)
		f.Values.Set("content", now.Value("content"))
	}
	c.differs = r.changed(list)
	return c.show(v, r, f, subject)
}
