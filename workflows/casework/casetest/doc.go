// Package casetest lives cases in the Temporal SDK's time-skipping environment:
// weeks pass in milliseconds, without a server or a database. What the ledger
// computes is computed by the ledger's own code (ledger.Seal), in memory.
//
// A test says what happens when, in product time, and runs it:
//
//	c := casetest.New(t, casetest.Options[regie.State]{…})
//	c.At(casetest.When("2026-03-05 11:00"), func() { casetest.Send(c, provider, regie.AskQuestions, …) })
//	c.Run()
//
// Steps run in the order in which they were given; each begins when the answers
// to the one before have come. After the last one the case is cancelled.
package casetest
