package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// How many changes there are, and how often they are edited while their board votes.
const (
	manyChanges = 50
	manyEdits   = 200
)

// Who plans changes, with a team each, and who votes on all of them.
var (
	planners = map[string]string{"alfa-medewerker": "alfa-netwerk", "beta-medewerker": "beta-hosting"}
	members  = []string{"si-servicedesk", "bestuurslid", "alfa-verantwoordelijke", "beta-verantwoordelijke"}
)

// plannedItems are partly related to one another on the demonstration's map.
var plannedItems = []string{"laptop", "printer", "telefooncentrale", "wifi", "vpn", "postbus", "agenda", "opslag", "sleutelkluis", "burgerloket-databank"}

// 200 edits of 50 changes at once, while four members vote on them: no vote is lost,
// and at the end every two plans that collide know it, and no others (B-36).
func TestManyEditsAtOnceLoseNoVoteAndLeaveNoStaleCollision(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap(), apptest.WithBoards())
	boardNamed(t, w, "CAB van het ecosysteem")
	c := &crowd{refused: map[string]int{}, T: t, w: w, owner: map[string]string{}, who: map[string]identity.Principal{}, cast: map[string]int{}}
	for _, person := range append([]string{"alfa-medewerker", "beta-medewerker", "si-cab-voorzitter"}, members...) {
		c.who[person] = w.As(t, person)
	}
	c.gather()
	began := time.Now()
	c.editAndVote()
	edited := time.Since(began)
	c.untilQuiet()
	t.Logf("%d edits (%d seen stale first) and %d votes (refused: %v) in %s; quiet after %s", manyEdits, c.stale.Load(), c.voted, c.refused,
		edited.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	require.Positive(t, c.voted)
	c.requireNoVoteIsLost()
	c.requireTheCollisionsThereAre()
}

// crowd is many changes before their board, whose people edit and vote at once.
type crowd struct {
	*testing.T
	w    *apptest.World
	refs []string
	// owner of a change is who wrote it.
	owner map[string]string
	stale atomic.Int32
	who   map[string]identity.Principal

	mu sync.Mutex
	// cast counts the accepted votes of a change, voted those of all; refused counts by
	// why.
	cast    map[string]int
	voted   int
	refused map[string]int
}

// drawn is a content with an item and a window drawn by chance.
func drawn(r *rand.Rand, n int) change.Content {
	c := change.Content{Title: fmt.Sprintf("Wijziging %d", n), Reason: "Onderhoud", Impact: "Geen", Risk: change.Risk{Likelihood: "low", Effect: "low"},
		TestPlan: "Op test", BackOut: change.BackOut{Plan: "Terug", Always: true}, Communication: "Aan de servicedesk",
		Unavailability: change.Unavailability{None: true}, Steps: []string{"Plaatsen"}, Late: "Zo gepland"}
	move(r, &c)
	c.Items = []string{plannedItems[r.IntN(len(plannedItems))]}
	return c
}

func move(r *rand.Rand, c *change.Content) {
	c.From = time.Date(2026, 3, 10+r.IntN(8), 18+r.IntN(4), 15*r.IntN(4), 0, 0, time.UTC)
	c.To = c.From.Add(time.Duration(1+r.IntN(3)) * time.Hour)
}

// gather brings the changes before their board, several at once.
func (c *crowd) gather() {
	c.refs = make([]string, manyChanges)
	var all sync.WaitGroup
	for lane := range 5 {
		all.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(lane)))
			for n := lane; n < manyChanges; n += 5 {
				c.refs[n] = c.plan(r, n)
			}
		})
	}
	all.Wait()
	require.NotContains(c, c.refs, "")
}

func (c *crowd) plan(r *rand.Rand, n int) string {
	ctx, s, person := c.Context(), c.w.Service, []string{"alfa-medewerker", "beta-medewerker"}[n%2]
	p, content := c.who[person], drawn(r, n)
	if n%5 == 0 {
		content.Team = planners[person]
	}
	made, err := c.insist(func() (casework.Receipt, error) {
		return s.OpenChange(ctx, p, fmt.Sprint("open-", n), change.Request{Kind: change.Normal, Content: content})
	})
	if !c.fine(err) {
		return ""
	}
	_, err = c.insist(func() (casework.Receipt, error) {
		return s.SubmitChange(ctx, p, made.Ref, fmt.Sprint("submit-", n), change.Submission{Seen: change.HashOf(content)})
	})
	c.fine(err)
	_, err = c.insist(func() (casework.Receipt, error) {
		return s.AssessChange(ctx, c.who["si-cab-voorzitter"], made.Ref, fmt.Sprint("assess-", n), change.Assessment{Seen: change.HashOf(content), Conform: true})
	})
	c.fine(err)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.owner[made.Ref] = person
	return made.Ref
}

// fine reports an error of one of many that go on.
func (c *crowd) fine(err error) bool {
	c.Helper()
	if err != nil {
		c.Error(err)
	}
	return err == nil
}

// editAndVote lets 20 writers edit the changes, each change several at once, until all
// edits are made, and the members vote all the while.
func (c *crowd) editAndVote() {
	var writers, voters sync.WaitGroup
	done, finish := context.WithCancel(c.Context())
	for _, person := range members {
		voters.Go(func() { c.voteUntil(done, person) })
	}
	const lanes = 20
	for lane := range lanes {
		writers.Go(func() {
			r := rand.New(rand.NewPCG(2, uint64(lane)))
			for n := lane; n < manyEdits; n += lanes {
				c.edit(r, c.refs[r.IntN(manyChanges)], n)
			}
		})
	}
	writers.Wait()
	finish()
	voters.Wait()
}

// edit changes one thing of a change; who was not the first looks and edits again.
func (c *crowd) edit(r *rand.Rand, ref string, n int) {
	p := c.who[c.owner[ref]]
	for try := 0; ; try++ {
		own, err := c.read(ref)
		if !c.fine(err) {
			return
		}
		next := own.Content
		switch n % 4 {
		case 0, 1:
			move(r, &next)
		case 2:
			next.Items = []string{plannedItems[r.IntN(len(plannedItems))]}
		default:
			next.TestPlan = fmt.Sprint("Beproefd in ronde ", n)
		}
		if change.HashOf(next) == own.Hash {
			continue
		}
		_, err = c.insist(func() (casework.Receipt, error) {
			return c.w.Service.ReviseChange(c.Context(), p, ref, fmt.Sprint("edit-", n, "-", try), change.Revision{Seen: own.Hash, Content: next, Why: "Beter zo"})
		})
		if refusal, ok := casework.RefusalOf(err); !ok || refusal.Code != casework.CodeStale {
			c.fine(err)
			return
		}
		c.stale.Add(1)
	}
}

func (c *crowd) read(ref string) (change.State, error) {
	row, err := c.w.Store.Case(c.Context(), ledger.Scope{All: true}, ref)
	if err != nil {
		return change.State{}, err
	}
	return app.ChangeOf(row)
}

func (c *crowd) state(ref string) change.State {
	c.Helper()
	own, err := c.read(ref)
	require.NoError(c, err)
	return own
}

// voteUntil lets a member vote on what is asked, over and over. A vote on a content
// that has changed since is refused, and asked for anew.
func (c *crowd) voteUntil(done context.Context, person string) {
	ctx, p := c.Context(), c.who[person]
	for done.Err() == nil {
		tasks, _, err := c.w.Service.Tasks(ctx, p, ledger.TaskFilter{Kind: "vote_change"}, ledger.Page{Limit: 20})
		if !c.fine(err) {
			return
		}
		for _, task := range tasks {
			_, err := c.insist(func() (casework.Receipt, error) {
				return c.w.Service.Decide(ctx, p, task.ID, fmt.Sprint("vote-", task.ID), app.Decision{Option: change.VoteApprove, Content: task.Content})
			})
			c.count(task.Case, err)
		}
		if len(tasks) == 0 {
			select { // nothing to vote on: a person looks again later
			case <-done.Done():
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
}

func (c *crowd) count(ref string, err error) {
	refusal, refused := casework.RefusalOf(err)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil:
		c.voted++
		c.cast[ref]++
	case refused:
		c.refused[refusal.Code]++
	case errors.Is(err, app.ErrForbidden), errors.Is(err, app.ErrNotFound):
		c.refused[err.Error()]++
	default:
		c.Error(err)
	}
}
