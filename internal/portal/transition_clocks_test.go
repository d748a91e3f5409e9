package portal_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

func TestAProgrammesCaseShowsTheClocksThatMatterAndAMilestoneItsOwn(t *testing.T) {
	t.Parallel()
	// M1 is due in 17 working days: its first step was told. Until then the others rest.
	s := open(t, apptest.From(time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)))
	ref := s.programme(t)
	alfa, board := s.as(t, "alfa-verantwoordelijke"), s.as(t, "bestuurslid")
	shown := func(page string) []string {
		var all []string
		for _, part := range strings.Split(page, `<article class="clock `)[1:] {
			_, title, _ := strings.Cut(part, `<h3 id=`)
			_, title, _ = strings.Cut(title, `">`)
			title, _, _ = strings.Cut(title, " <span")
			all = append(all, title)
		}
		return all
	}
	page := board.get("/cases/" + ref).Text
	require.Equal(t, []string{"Uiterste datum van de mijlpaal: Platform ingericht"}, shown(page))
	require.Contains(t, page, `<p id="clocks-elsewhere" class="soft">4 andere klokken staan hier niet`, "three milestones, and the decision on the plan")

	alfa.steers(ref, "forecast?subject=M1", "date", "2026-04-22", "reason", "De servers komen later.")
	page = board.get("/cases/" + ref).Text
	require.Len(t, shown(page), 3, "beta and the Service Integrator are asked to acknowledge: %v", shown(page))
	require.NotContains(t, shown(page), "Uiterste datum van de mijlpaal: Opleiding gegeven")

	all := board.get("/cases/" + ref + "?clocks=all").Text
	require.Len(t, shown(all), 6, "%v", shown(all))
	require.Contains(t, shown(all), "Uiterste datum van de mijlpaal: Opleiding gegeven")
	require.NotContains(t, all, "clocks-elsewhere")

	own := board.get("/programmes/" + ref + "/milestone?id=M4").Text
	require.Contains(t, own, "Uiterste datum van de mijlpaal: Opleiding gegeven")
	require.NotContains(t, own, "Uiterste datum van de mijlpaal: Platform ingericht")
	require.NotContains(t, alfa.get("/programmes/"+ref+"/milestone?id=M2").Text, "Uiterste datum van de mijlpaal", "a neighbour's clocks are its own")
	require.Contains(t, board.get("/programmes/"+ref+"/milestone?id=M1").Text, "20 werkdagen vooraf: bereikt op", "the step that was reached is told")
}
