package portal_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The pages of boards, in both languages, on a desk and on a phone.
func TestThePagesOfBoardsAreAccessible(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, own := s.boardCalled(t, theCAB)
	s.as(t, "si-cab-voorzitter").does(ref, "move", "subject", own.Meetings()[1], "content", own.Planned[own.Meetings()[1]].At.Format(time.RFC3339), "to", "2026-03-21T09:00", "reason", "Zaal bezet")
	w := browse(t, s.URL, desktop)
	w.signIn("si-cab-voorzitter")
	paths := []string{"/boards", "/boards/new", "/cases/" + own.Current, "/cases/" + own.Current + "/open-session", "/cases/" + ref}
	for _, command := range []string{"redefine", "move", "skip", "call-extra", "close"} {
		paths = append(paths, "/cases/"+ref+"/"+command)
	}
	for _, path := range paths {
		require.Equal(t, http.StatusOK, s.as(t, "si-cab-voorzitter").get(path).Status, path)
	}
	w.inBothLanguages(paths, func(lang string, i int) {
		l := lookOf(lang, i)
		w.resize(l)
		w.shot(fmt.Sprintf("boards-%d-%s-%d-%t", i, lang, l.width, l.dark))
		w.accessible(fmt.Sprintf("%s in %s, %d wide, dark %t", paths[i], lang, l.width, l.dark))
	})
}
