package mail

// standardApproved tells the writer of a standard change that a version of it is in
// force (B-35).
func (w *writer) standardApproved() {
	w.places = append(w.places, "Version", clean(w.Args["version"], 10))
	w.say(w.own("lead"))
	w.aboutCase()
	w.openCase()
}

// standardSetBack tells those who follow a standard change that it is a normal one
// again (B-35). Why stands behind the link.
func (w *writer) standardSetBack() {
	w.places = append(w.places, "Version", clean(w.Args["version"], 10))
	w.say(w.own("lead"), w.own("next"))
	w.aboutCase()
	w.openCase()
}
