package mail

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// What does not happen, or is over, is not announced as if it still came.
func TestANoticeSaysWhatHappenedToThePlan(t *testing.T) {
	t.Parallel()
	for news, words := range map[string][2]string{
		"published":  {"E-loket zal tijdelijk niet beschikbaar zijn.", "E-loket will be unavailable for a while."},
		"updated":    {"E-loket zal tijdelijk niet beschikbaar zijn.", "E-loket will be unavailable for a while."},
		"ended":      {"E-loket is vroeger dan gepland weer beschikbaar.", "E-loket is available again earlier than planned."},
		"called_off": {"De geplande onbeschikbaarheid van E-loket gaat niet door.", "The planned unavailability of E-loket is called off."},
	} {
		for i, language := range []string{"nl", "en"} {
			o := sample(noticeUpdate, language)
			o.Args = maps.Clone(o.Args)
			o.Args["news"] = news
			m, err := composer.Compose(o)
			require.NoError(t, err)
			require.Contains(t, m.Text, "\n\n"+words[i]+"\n\n", "%s %s", news, language)
		}
	}
}
