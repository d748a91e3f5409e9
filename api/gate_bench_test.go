package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// BenchmarkGate is how long a pipeline waits for the gate's answer: from the request
// through the HTTP API until "allowed", each for another commit, with the outcome
// reported in between so that nothing collides. The floor, an empty workflow that is
// started and answers its first update, runs in turn with it on the same servers.
func BenchmarkGate(b *testing.B) {
	s := newStand(b)
	standardInForce(b, apptest.Site{URL: s.url}, frame())
	const n = 50
	var floor, product, ratios []float64
	round := 0
	for b.Loop() {
		round++
		for i := range n {
			began := time.Now()
			require.NoError(b, s.startEmpty(b))
			floor = append(floor, time.Since(began).Seconds())
			began = time.Now()
			a := s.allowed(b, fmt.Sprintf("commit-%d-%d", round, i))
			product = append(product, time.Since(began).Seconds())
			ratios = append(ratios, floor[len(floor)-1]/product[len(product)-1])
			require.NoError(b, s.post(providerAgent, "/changes/"+a.Ref+"/outcome", `{"result":"success"}`, nil))
		}
	}
	for _, of := range []struct {
		name  string
		times []float64
	}{{"floor", floor}, {"gate", product}} {
		slices.Sort(of.times)
		b.ReportMetric(1000*of.times[len(of.times)/2], of.name+"-p50-ms")
		b.ReportMetric(1000*of.times[len(of.times)*99/100], of.name+"-p99-ms")
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(0, "ns/op")
}

// allowed asks for a commit and returns what the gate allowed.
func (s *stand) allowed(b *testing.B, commit string) (a gateAnswer) {
	text, err := json.Marshal(deployment(object{"commit": commit}))
	require.NoError(b, err)
	require.NoError(b, s.post(providerAgent, "/changes/gate", string(text), &a))
	require.Equal(b, "allowed", a.Answer, "%+v", a)
	return a
}
