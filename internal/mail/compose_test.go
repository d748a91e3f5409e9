package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/i18n"
	"termijn/internal/ledger"
)

// sample is a mail of each template, as the outbox gives it.
func sample(template, language string) ledger.Outgoing {
	o := ledger.Outgoing{
		Key: "REG-2026-000042.7.0.reader", Template: template, Created: opened,
		Reader: ledger.Reader{Person: "reader", Name: "Lezer", Email: "lezer@noord.example", Language: language, Active: true},
		Case: ledger.OutgoingCase{Ref: ref, Process: "regie", Stage: "executing", Title: `Architect & "analist" <e-loket>`,
			Client: "Agentschap Noord", Opened: opened},
	}
	switch template {
	case taskOpened:
		o.Task = &ledger.OutgoingTask{ID: ref + "/3", Kind: "approve_timesheet", State: "open", Person: "reader", Due: &due,
			Args: map[string]string{"week": "2026-03-16", "hours": "37.5", "profile": "architect"}}
	case taskReminder:
		afternoon := time.Date(2026, 3, 30, 14, 30, 0, 0, time.UTC)
		o.Args = map[string]string{"clock": "statement/2026-03", "definition": "regie.statement", "rung": "-1WD"}
		o.Task = &ledger.OutgoingTask{ID: ref + "/4", Kind: "approve_statement", State: "open", Org: "alfa", Role: "agent",
			OrgName: "ICT-Dienstverlener Alfa", Due: &afternoon, Args: map[string]string{"month": "2026-03", "total": "12345.60"}}
	case escalation:
		o.Args = map[string]string{"clock": "answer", "definition": "regie.answer", "rung": "75%", "due": "2026-03-24T00:00:00+01:00"}
	case caseEnded:
		o.Case.Stage, o.Case.Outcome = "withdrawn", "withdrawn"
	case overAvailableTime:
		o.Args = map[string]string{"staff": "A-1007", "week": "2026-03-16", "hours": "45"}
	case incidentResolved:
		midnight := time.Date(2026, 3, 9, 23, 0, 0, 0, time.UTC)
		o.Task = &ledger.OutgoingTask{ID: ref + "/2", Kind: "confirm_incident", State: "open", Person: "reader", Due: &midnight}
	case statusDaily:
		o.Args = map[string]string{"count": "3", "date": "2026-03-03"}
	case surveyInvite:
		o.Args = map[string]string{"ref": "INC-2026-000007", "survey": "SUR-2026-000001"}
	case incidentCritical:
		o.Case.Ref = "CIM-2026-000003"
		o.Args = map[string]string{"ref": "INC-2026-000007", "title": "Het <e-loket> is traag", "meeting": "CIM-2026-000003", "why": "critical"}
	case incidentUpdate:
		o.Args = map[string]string{"ref": "INC-2026-000007", "title": "Het <e-loket> is traag", "text": "Eerste alinea,\nvervolgd.\n\nTweede alinea."}
	case noticeUpdate:
		o.Args = map[string]string{"service": "E-loket", "from": "2026-03-07T20:00:00+01:00", "to": "2026-03-08T00:00:00+01:00", "text": "Onderhoud."}
	case standardApproved, standardSetBack:
		o.Case = ledger.OutgoingCase{Ref: "STD-2026-000001", Process: "standard", Stage: "in_force", Title: "Certificaat <e-loket>", Opened: opened}
		o.Args = map[string]string{"version": "2"}
	case changeVote, voteReopened, ecabCalled:
		o.Case = ledger.OutgoingCase{Ref: "CHG-2026-000001", Process: "change", Stage: "approval", Title: "Kernrouter <e-loket>", Opened: opened}
		o.Task = &ledger.OutgoingTask{ID: "CHG-2026-000001/4", Kind: "vote_change", State: "open", Org: "alfa", Role: "manager",
			OrgName: "ICT-Dienstverlener Alfa", Due: &due, Args: map[string]string{"seat": "Netwerk & telefonie", "title": "Kernrouter", "aspects": "window,collisions", "why": "revised"}}
	case changeApproved, changeMissed, changeNoReturn, changeCaused, changeRetracted, templateLost, ecabUnreached, emergencyUndone, roadmapMissing:
		o.Case = ledger.OutgoingCase{Ref: "CHG-2026-000001", Process: "change", Stage: "scheduled", Title: "Kernrouter <e-loket>", Opened: opened}
		o.Args = map[string]string{"from": "2026-03-10T21:00:00Z", "to": "2026-03-11T01:00:00Z", "incident": "INC-2026-000009", "problem": "PRB-2026-000001", "client": "Agentschap Noord", "roadmap": "missing"}
	case sessionPrepared, sessionAgenda, sessionMinutes, sessionNews:
		o.Case = ledger.OutgoingCase{Ref: "ZIT-2026-000001", Process: "session", Stage: "preparation", Title: "CAB van het <ecosysteem>", Opened: opened}
		o.Args = map[string]string{"count": "2", "begins": "2026-03-10T09:00:00Z", "missing": "1", "changes": "CHG-2026-000001", "decided": "1", "carried": "1",
			"summary": "Vlotte vergadering.\nTot volgende week.", "rulings": "CHG-2026-000001 approve", "news": "moved", "was": "2026-03-09T09:00:00Z", "reason": "Zaal <bezet>"}
	case milestoneSignal:
		o.Case = ledger.OutgoingCase{Ref: "TRP-2026-000001", Process: "transition", Stage: "running", Title: "Transitie <e-loket>", Opened: opened}
		o.Args = map[string]string{"clock": "milestone/M4/1", "definition": "transition.milestone", "rung": "-20WD", "milestone": "M4",
			"name": "Projecten & regie aan te vragen", "due": "2026-04-02T00:00:00+02:00"}
	case steeringAgenda:
		o.Case = ledger.OutgoingCase{Ref: "TRP-2026-000001", Process: "transition", Stage: "running", Title: "Transitie <e-loket>", Opened: opened}
		o.Args = map[string]string{"session": "S2", "date": "2026-03-10", "hour": "14", "count": "7"}
	case ledger.SubscriptionConfirm:
		o.Case = ledger.OutgoingCase{Opened: opened}
		o.Reader = ledger.Reader{Person: "subscriber:5f6c", Email: "lezer@burger.example", Language: language, Active: true, Subscriber: "5f6c"}
	}
	return o
}

func TestTheMailsReadAsAgreed(t *testing.T) {
	t.Parallel()
	for template := range templates {
		for _, language := range i18n.Languages {
			name := template + "." + language
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				m, err := composer.Compose(sample(template, language))
				require.NoError(t, err)
				got := "-- subject --\n" + m.Subject + "\n-- text --\n" + m.Text + "-- html --\n" + m.HTML
				file := filepath.Join("testdata", name+".txtar")
				if *update {
					require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
				}
				want, err := os.ReadFile(file)
				require.NoError(t, err)
				require.Equal(t, string(want), got)
				for _, bad := range []string{"no value", "mail.", "task.", "clock.", "stage.", "A-1007", "src=", "<e-loket>"} {
					require.NotContains(t, m.HTML, bad)
				}
				links := 2
				if template == surveyInvite {
					links += 5
				}
				require.Equal(t, links, strings.Count(m.HTML, `href="https://termijn.example/`))
			})
		}
	}
}

// A meeting is called for incidents that are not critical too (B-28, B-29). Its mail
// names the incident and leads to the meeting.
func TestAMeetingsMailSaysWhyItWasCalled(t *testing.T) {
	t.Parallel()
	for why, want := range map[string]string{"critical": "INC-2026-000007 is kritiek", "bounced": "INC-2026-000007 bleef heen en weer gaan",
		"several_providers": "Aan het incident INC-2026-000007 moeten verschillende dienstverleners", "": "INC-2026-000007 is kritiek"} {
		o := sample(incidentCritical, "nl")
		o.Args["why"] = why
		m, err := composer.Compose(o)
		require.NoError(t, err)
		require.Contains(t, m.Text, want)
		require.Equal(t, why == "critical" || why == "", strings.Contains(m.Text, "is kritiek"), why)
		require.Contains(t, m.Text, "https://termijn.example/cases/CIM-2026-000003\n")
		require.Contains(t, m.Subject, "[INC-2026-000007]")
	}
}

func TestRungsReadAsSentences(t *testing.T) {
	t.Parallel()
	for rung, want := range map[string]string{
		"50%": "50 % van de termijn is verstreken.", "100%": "De termijn is verstreken.", "due": "De termijn is verstreken.",
		"-5WD": "Tot de uiterste datum resten nog 5 werkdagen.", "-1WD": "Tot de uiterste datum rest nog 1 werkdag.", "": "",
	} {
		o := sample(escalation, "nl")
		o.Args["rung"] = rung
		w := writer{Printer: i18n.For("nl"), Outgoing: o}
		require.Equal(t, want, w.rung())
	}
}

func TestWhoIsAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		task ledger.OutgoingTask
		want string
	}{
		{ledger.OutgoingTask{Person: "reader"}, "u"},
		{ledger.OutgoingTask{Org: "alfa", Role: "agent", OrgName: "Alfa"}, "de medewerkers van Alfa"},
		{ledger.OutgoingTask{Org: "alfa", Role: "astronaut", OrgName: "Alfa"}, "iedereen van Alfa"},
	} {
		w := writer{Printer: i18n.For("nl"), Outgoing: ledger.Outgoing{Task: &c.task}}
		require.Equal(t, c.want, w.asked())
	}
}

func TestMessageIDsAreValidAndStable(t *testing.T) {
	t.Parallel()
	require.Equal(t, "REG-2026-000042.1.0.anna@x.example", messageID("REG-2026-000042.1.0.anna", "x.example"))
	for _, key := range []string{"a b", "a@b", "a>\r\nb", "é", "a..b", strings.Repeat("a", 300), ""} {
		id := messageID(key, "x.example")
		require.Regexp(t, `^[0-9a-f]{32}@x\.example$`, id)
		require.Equal(t, id, messageID(key, "x.example"))
	}
}
