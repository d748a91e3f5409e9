package survey_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework/casetest"
	"termijn/workflows/survey"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, "survey", survey.Name)
	require.Equal(t, "SRV", survey.Prefix)
	require.Equal(t, "about", survey.LinkAbout)
	require.Equal(t, []string{"answer", "report-contact"}, []string{survey.Answer.Name, survey.ReportContact.Name})
	require.Equal(t, []string{"asked", "contacting", "answered", "contacted", "unanswered", "withdrawn"}, []string{survey.Asked,
		survey.Contacting, survey.Answered, survey.Contacted, survey.Unanswered, survey.Withdrawn})
	require.Equal(t, []string{"answer", "contact"}, []string{survey.ClockAnswer, survey.ClockContact})
	require.Equal(t, 1, survey.Version)
	o := survey.Opening(about(), parties())
	require.Equal(t, []any{"survey", "SRV", 1}, []any{o.Process, o.Prefix, o.Version})
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 1, "") })
	c.At(casetest.When("2026-03-10 09:00"), func() { reports(c, "gebeld") })
	c.Run()
	require.Equal(t, []string{
		"2026-03-02 10:00 until 2026-03-17 00:00", // 10 working days to answer
		"2026-03-03 09:00 until 2026-03-06 00:00", // 60 % of the contact's term: the end of its second day
		"2026-03-06 00:00 until 2026-03-07 00:00", // 3 working days to contact
	}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	casetest.RequireSameWhenContinued(t, func(every int) *casetest.Case[survey.State] {
		c := asked(t, nil, every)
		c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 1, "") })
		c.At(casetest.When("2026-03-10 09:00"), func() { reports(c, "gebeld") })
		return c
	}, casetest.Seal)
}
