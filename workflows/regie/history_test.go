package regie_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/regie"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// histories are those of the stories beside them; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: regie.Workflow, Name: regie.Name, Version: regie.Version, Ref: ref,
	Stories: casetest.WrittenStories(), Speed: 150_000, Live: live}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	s := tell(t, server, casetest.WrittenStory(t, name), 0)
	if name == "database_away" {
		began := time.Now()
		s.Ledger.Fail = func(b record.Batch, _ int) error {
			if b.Event.Seq == 3 && time.Since(began) < 40*time.Second {
				return errors.New("the database is away")
			}
			return nil
		}
	}
	s.Run()
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_CANCELED, "complete", 1)
}

// The events can be read from the history alone, byte for byte as the ledger has them.
func TestTheEventsAreReadableFromTheHistoryAlone(t *testing.T) {
	t.Parallel()
	server := histories.Server(t, 3600)
	s := tell(t, server, `
start 2026-03-02 10:00
client submits-request
provider asks-questions "Welke omgeving?" meeting "Architectuur"
2026-03-02 10:20 client disputes Q1 CMDB
si rules annul Q1
provider submits-offer valid 2026-04-30 analist/S1/480/99.00 => refused invalid lines[0].price=above_maximum
provider submits-offer valid 2026-04-30 analist/S1/480/90.00
2026-03-02 11:00 client withdraws
`, 0)
	s.Run()
	h, err := server.History(t.Context())
	require.NoError(t, err)
	casetest.RequireSameEvents(t, s.Ledger.Events(), casetest.EventsIn(t, h))
	require.NoError(t, histories.Replay(t, h))
}
