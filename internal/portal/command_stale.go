package portal

// showStale shows a form about content that has changed since: the difference,
// and the content as it stands now, to which sending again is bound.
func (c commandForm[R, B]) showStale(v *visit, f Form, subject string) error {
	r, err := c.readFor(v)
	if err != nil {
		return err
	}
	list, err := v.portal.service.Difference(v.r.Context(), v.who, r.reader().Ref, f.Value("content"))
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
