package portal_test

import (
	"fmt"
	"testing"
	"time"
)

// The pages of boards, in both languages, on a desk and on a phone.
func TestThePagesOfBoardsAreAccessible(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, own := s.boardCalled(t, theCAB)
	s.as(t, "si-cab-voorzitter").does(ref, "move", "subject", own.Meetings()[1], "content", own.Planned[own.Meetings()[1]].At.Format(time.RFC3339), "to", "2026-03-21T09:00", "reason", "Zaal bezet")
	w := browse(t, s.URL, desktop)
	w.signIn("si-cab-voorzitter")
	paths := []string{"/boards", "/cases/" + ref, "/cases/" + ref + "/redefine", "/cases/" + ref + "/move", "/cases/" + own.Current, "/cases/" + own.Current + "/open-session"}
	w.inBothLanguages(paths, func(lang string, i int) {
		l := lookOf(lang, i)
		w.resize(l)
		w.shot(fmt.Sprintf("boards-%d-%s-%d-%t", i, lang, l.width, l.dark))
		w.accessible(fmt.Sprintf("%s in %s, %d wide, dark %t", paths[i], lang, l.width, l.dark))
	})
}
