package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// deployment is what a pipeline of alfa asks for.
func deployment(changes ...object) object {
	return merged(object{"service": "burgerloket", "environment": "productie", "commit": "4f1c2a9b0d3e", "minutes": 20,
		"evidence": []object{{"kind": "unit", "passed": true, "total": 200}}}, changes...)
}

type gateAnswer struct {
	Ref, Answer, Until, Task, Frame, Outcome, Ended, Poll string
	Again                                                 bool
	Version                                               int
	Reasons                                               []struct {
		Code, Message string
		Args          map[string]string
	}
}

// asks asks the gate as alfa's pipeline.
func asks(t testing.TB, s apptest.Site, status int, body object) gateAnswer {
	t.Helper()
	return apptest.Read[gateAnswer](t, s.As(providerAgent).Post(t, "/api/v1/changes/gate", body), status)
}

func TestAPipelinePassesTheGateAndReportsItsOutcome(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	frameRef, framePath := standardInForce(t, s, frame())
	agent := s.As(providerAgent)
	a := asks(t, s, http.StatusCreated, deployment())
	require.Equal(t, []any{"allowed", frameRef, 1, false}, []any{a.Answer, a.Frame, a.Version, a.Again}, "%+v", a)
	require.NotEmpty(t, a.Until)
	require.Empty(t, a.Reasons)
	require.Equal(t, a, apptest.Read[gateAnswer](t, s.As(changeManager).Get(t, a.Poll), http.StatusOK), "who reads, reads the same")
	again := asks(t, s, http.StatusOK, deployment(object{"evidence": nil}))
	require.Equal(t, []any{a.Ref, "allowed", true}, []any{again.Ref, again.Answer, again.Again}, "the same deployment is open: its answer counts")
	refusedWith(t, agent.Post(t, "/api/v1/changes/"+a.Ref+"/outcome", object{"result": "partial"}), http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "done", done(t, agent, "/api/v1/changes/"+a.Ref+"/outcome", object{"result": "success"}).Stage)
	require.Equal(t, "success", apptest.Read[gateAnswer](t, agent.Get(t, a.Poll), http.StatusOK).Outcome)
	require.Eventually(t, func() bool {
		uses, _ := see(t, agent, framePath).State["uses"].(map[string]any)
		return uses["success"] == 1.0
	}, 10*time.Second, 20*time.Millisecond, "the frame counts what became of it")
	next := asks(t, s, http.StatusCreated, deployment())
	require.NotEqual(t, a.Ref, next.Ref, "after its end the same commit can be deployed again")
}

// A deployment that was allowed and of which nothing was heard is not allowed twice.
func TestADeploymentWhoseWindowIsOverDoesNotPassAgain(t *testing.T) {
	t.Parallel()
	_, s := site(t, apptest.Speed(120))
	standardInForce(t, s, frame())
	short := deployment(object{"minutes": 2})
	a := asks(t, s, http.StatusCreated, short)
	require.Equal(t, "allowed", a.Answer)
	var again gateAnswer
	require.Eventually(t, func() bool { again = asks(t, s, http.StatusOK, short); return again.Answer == "refused" }, 20*time.Second, 100*time.Millisecond)
	require.Equal(t, []string{a.Ref, "window_over"}, []string{again.Ref, again.Reasons[0].Code})
	done(t, s.As(providerAgent), "/api/v1/changes/"+a.Ref+"/outcome", object{"result": "success"})
	require.Equal(t, "allowed", asks(t, s, http.StatusCreated, short).Answer)
}

func TestAPipelineIsRefusedWithEveryReasonInWords(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	none := asks(t, s, http.StatusCreated, deployment())
	require.Equal(t, []string{"refused", "no_frame", "refused"}, []string{none.Answer, none.Reasons[0].Code, none.Ended})
	standardInForce(t, s, frame(object{"evidence": []string{"unit", "security-scan"}, "minutes": 10}))
	r := s.As(providerAgent).With("Accept-Language", "en").Post(t, "/api/v1/changes/gate", deployment())
	a := apptest.Read[gateAnswer](t, r, http.StatusCreated)
	require.Equal(t, "refused", a.Answer)
	require.Equal(t, "There is no evidence of the kind security-scan. Run that check and ask again.", a.Reasons[0].Message)
	require.Equal(t, "The deployment takes 20 minutes; the frame allows at most 10.", a.Reasons[1].Message)
	refusedWith(t, s.As(providerAgent).Post(t, "/api/v1/changes/gate", deployment(object{"service": "onbekend"})), http.StatusUnprocessableEntity, "invalid")
	// Another provider has no part in alfa's frame.
	other := apptest.Read[gateAnswer](t, s.As(foreignAgent).Post(t, "/api/v1/changes/gate", deployment()), http.StatusCreated)
	require.Equal(t, []string{"refused", "no_frame"}, []string{other.Answer, other.Reasons[0].Code})
	require.Equal(t, http.StatusNotFound, s.As(foreignAgent).Get(t, a.Poll).Status)
}

func TestAPipelineWaitsForADecision(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	standardInForce(t, s, frame(object{"decide": "always"}))
	a := asks(t, s, http.StatusCreated, deployment())
	require.Equal(t, []string{"wait", "decision_needed"}, []string{a.Answer, a.Reasons[0].Code})
	require.NotEmpty(t, a.Task)
	short := apptest.Read[gateAnswer](t, s.As(providerAgent).Get(t, "/api/v1/changes/"+a.Ref+"/gate?wait=1"), http.StatusOK)
	require.Equal(t, "wait", short.Answer, "it says what it knows when the time is up")
	polled := make(chan gateAnswer)
	go func() { polled <- apptest.Read[gateAnswer](t, s.As(providerAgent).Get(t, a.Poll), http.StatusOK) }()
	decide(t, s.As(changeManager), openTask(t, s.As(changeManager), a.Ref, "decide_deployment"), "approve", "")
	select {
	case b := <-polled:
		require.Equal(t, "allowed", b.Answer)
	case <-time.After(10 * time.Second):
		require.Fail(t, "who waits hears nothing")
	}
	require.Equal(t, http.StatusUnprocessableEntity, s.As(providerAgent).Get(t, "/api/v1/changes/"+a.Ref+"/gate?wait=31").Status)
}

func TestTheSameDeploymentAskedForAtOnceIsOne(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	standardInForce(t, s, frame())
	var mu sync.Mutex
	refs := map[string]int{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			r := s.As(providerAgent).With("Idempotency-Key", fmt.Sprintf("pipeline-%d", i/2)).Post(t, "/api/v1/changes/gate", deployment())
			if a := apptest.Read[gateAnswer](t, r, r.Status); a.Answer == "allowed" {
				mu.Lock()
				defer mu.Unlock()
				refs[a.Ref]++
			}
		})
	}
	all.Wait()
	require.Len(t, refs, 1)
	for ref, n := range refs {
		require.Equal(t, 8, n, ref)
	}
	refusedWith(t, s.As(providerAgent).With("Idempotency-Key", "pipeline-1").Post(t, "/api/v1/changes/gate", deployment(object{"minutes": 5})),
		http.StatusUnprocessableEntity, "key_reused")
}

// However many pipelines ask for one service at once, one at most is allowed at a time.
func TestOfManyDeploymentsOfAServiceOneIsAllowedAtATime(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	standardInForce(t, s, frame())
	var mu sync.Mutex
	answers := map[string][]gateAnswer{}
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			r := s.As(providerAgent).Post(t, "/api/v1/changes/gate", deployment(object{"commit": fmt.Sprintf("commit-%d", i)}))
			a := apptest.Read[gateAnswer](t, r, http.StatusCreated)
			mu.Lock()
			defer mu.Unlock()
			answers[a.Answer] = append(answers[a.Answer], a)
		})
	}
	all.Wait()
	require.LessOrEqual(t, len(answers["allowed"]), 1)
	require.Empty(t, answers["refused"])
	for _, a := range answers["wait"] {
		require.Equal(t, "collision", a.Reasons[0].Code)
	}
	// What is allowed makes room when it has ended: one that waits passes by itself.
	for _, a := range answers["allowed"] {
		done(t, s.As(providerAgent), "/api/v1/changes/"+a.Ref+"/outcome", object{"result": "success"})
	}
	under := func() (n int) {
		for _, list := range answers {
			for _, a := range list {
				if b := apptest.Read[gateAnswer](t, s.As(providerAgent).Get(t, "/api/v1/changes/"+a.Ref+"/gate"), http.StatusOK); b.Answer == "allowed" && b.Ended == "" {
					n++
				}
			}
		}
		return n
	}
	for range 10 {
		require.LessOrEqual(t, under(), 1)
	}
}
