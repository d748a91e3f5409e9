package mail

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
)

func TestEachMailIsSentOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.post(key(1), caseRegistered, "anna", "")
	o.post(key(2), taskOpened, "ben", ref+"/2")
	stop := o.run(o.dispatcher(o.smtp()))
	o.arrive(2)
	o.settle()
	stop()
	mails := o.sink.Mails()
	require.Len(t, mails, 2)
	bySubject := map[string]Received{}
	for _, m := range mails {
		bySubject[m.Subject] = m
	}
	dutch := bySubject["[REG-2026-000042] Geregistreerd: Architect voor het e-loket"]
	require.Equal(t, `"Aanvrager Noord" <aanvrager@noord.example>`, dutch.To)
	require.Contains(t, dutch.Text, "https://termijn.example/cases/REG-2026-000042\n")
	english := bySubject["[REG-2026-000042] Task: Submit an offer – Architect voor het e-loket"]
	require.Equal(t, "<REG-2026-000042.2.0.ben@termijn.example>", english.MessageID)
	require.Contains(t, english.Text, "https://termijn.example/tasks/REG-2026-000042/2\n")
	for name, want := range map[string]string{
		"In-Reply-To": "<case.REG-2026-000042@termijn.example>", "References": "<case.REG-2026-000042@termijn.example>",
		"Auto-Submitted": "auto-generated", "Precedence": "bulk", "Content-Language": "en",
	} {
		require.Equal(t, want, english.Header.Get(name), name)
	}
	require.Equal(t, fate{sent: true, attempts: 1}, o.fate(key(1)))
}

func TestTwoDispatchersSendEachMailOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	const n = 60
	for i := range n {
		o.post(key(i), taskOpened, "ben", ref+"/2")
	}
	stop := o.run(o.dispatcher(o.smtp()), o.dispatcher(o.smtp()))
	o.settle()
	stop()
	ids := map[string]int{}
	for _, m := range o.sink.Mails() {
		ids[m.MessageID]++
	}
	require.Len(t, ids, n)
	for id, times := range ids {
		require.Equal(t, 1, times, id)
	}
}

// crashing sends and then, once, loses the database before the commit.
type crashing struct {
	Sender
	crash sync.Once
	lose  func()
}

func (c *crashing) Send(ctx context.Context, m Message) error {
	err := c.Sender.Send(ctx, m)
	c.crash.Do(c.lose)
	return err
}

func TestAfterACrashTheSameMessageGoesOutAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.post(key(1), taskOpened, "ben", ref+"/2")
	o.run(o.dispatcher(&crashing{Sender: o.smtp(), lose: func() {
		o.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND state = 'idle in transaction'`)
	}}))
	mails := o.arrive(2)
	o.settle()
	require.Equal(t, "<REG-2026-000042.1.0.ben@termijn.example>", mails[0].MessageID)
	require.Equal(t, string(mails[0].Raw), string(mails[1].Raw))
	require.Equal(t, fate{sent: true, attempts: 1}, o.fate(key(1)))
}

func TestATemporaryFailureIsTriedAgain(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	o := newOffice(t, func(string) error {
		if asked.Add(1) < 3 {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "later"}
		}
		return nil
	})
	o.post(key(1), taskOpened, "ben", ref+"/2")
	o.run(o.dispatcher(o.smtp()))
	o.arrive(1)
	o.settle()
	require.Equal(t, fate{sent: true, attempts: 3}, o.fate(key(1)))
}

func TestAPermanentFailureIsDropped(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(to string) error {
		if to == "agent@alfa.example" {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user " + to}
		}
		return nil
	})
	o.post(key(1), taskOpened, "ben", ref+"/2")
	o.post(key(2), caseRegistered, "anna", "")
	o.run(o.dispatcher(o.smtp()))
	o.arrive(1)
	o.settle()
	f := o.fate(key(1))
	require.True(t, f.dropped)
	require.False(t, f.sent)
	require.Equal(t, 1, f.attempts)
	require.Contains(t, f.error, "550")
	require.NotContains(t, f.error, "agent@alfa.example", "no personal data in the error")
	require.NotContains(t, f.error, ".ben@")
	require.True(t, o.fate(key(2)).sent)
}

func TestAMailIsGivenUpInTheEnd(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(string) error {
		return &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 1}, Message: "mailbox busy"}
	})
	o.post(key(1), taskOpened, "ben", ref+"/2")
	d := o.dispatcher(o.smtp())
	d.GiveUpAfter = 15 * time.Millisecond // spent after pauses of 5 and 10 ms
	o.run(d)
	o.settle()
	f := o.fate(key(1))
	require.True(t, f.dropped)
	require.Equal(t, 3, f.attempts)
	require.Contains(t, f.error, "450")
}

func TestTheScheduleOfAttempts(t *testing.T) {
	t.Parallel()
	attempts := 0
	for {
		pause, spent := schedule(time.Minute, attempts)
		require.LessOrEqual(t, pause, longestRetry)
		if spent >= 5*24*time.Hour {
			break
		}
		attempts++
	}
	require.Equal(t, 37, attempts)
}

func TestASlowAddressHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	o := newOffice(t, func(to string) error {
		if to == "aanvrager@noord.example" {
			<-release
		}
		return nil
	})
	o.post(key(0), caseRegistered, "anna", "")
	for i := range 10 {
		o.post(key(i+1), taskOpened, "ben", ref+"/2")
	}
	o.run(o.dispatcher(o.smtp()))
	for _, m := range o.arrive(10) {
		require.Contains(t, m.To, "agent@alfa.example")
	}
	close(release)
	o.settle()
	require.True(t, o.fate(key(0)).sent)
}

func TestAReaderWhoIsGoneGetsNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.post(key(1), taskOpened, "ben", ref+"/2")
	o.post(key(2), caseRegistered, "anna", "")
	o.post(key(3), caseRegistered, "nobody", "")
	o.exec(`UPDATE people SET active = false WHERE id = 'ben'`)
	o.exec(`UPDATE people SET anonymised_at = now() WHERE id = 'anna'`)
	o.run(o.dispatcher(o.smtp()))
	o.settle()
	for n := range 3 {
		require.Equal(t, fate{dropped: true, attempts: 1, error: "the reader is not active any more"}, o.fate(key(n+1)))
	}
	require.Empty(t, o.sink.Mails())
}

func TestAReminderOfWhatIsDoneIsDropped(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.post(key(1), taskReminder, "ben", ref+"/2")
	o.exec(`UPDATE tasks SET state = 'done'`)
	o.run(o.dispatcher(o.smtp()))
	o.settle()
	require.True(t, o.fate(key(1)).dropped)
	require.Empty(t, o.sink.Mails())
}

func TestAnUnknownTemplateOrAddressIsDropped(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.post(key(1), "unheard_of", "ben", "")
	o.post(key(2), caseRegistered, "anna", "")
	o.exec(`UPDATE people SET email = $1 WHERE id = 'anna'`, "a@b.example\r\nBcc: c@d.example")
	o.run(o.dispatcher(o.smtp()))
	o.settle()
	require.Contains(t, o.fate(key(1)).error, "unknown template")
	require.Contains(t, o.fate(key(2)).error, "no valid address")
	require.Empty(t, o.sink.Mails())
}

func TestWhileTheServerIsAwayMailsWait(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	away, err := StartSink(SinkOptions{})
	require.NoError(t, err)
	options := away.Options()
	require.NoError(t, away.Close())
	sender, err := NewSMTP(options)
	require.NoError(t, err)
	o.post(key(1), taskOpened, "ben", ref+"/2")
	stop := o.run(o.dispatcher(sender))
	require.Eventually(t, func() bool { return o.fate(key(1)).attempts > 0 }, patience, 10*time.Millisecond)
	stop()
	f := o.fate(key(1))
	require.False(t, f.sent || f.dropped)
	require.Contains(t, f.error, "unreachable")
	o.run(o.dispatcher(o.smtp()))
	o.arrive(1)
	o.settle()
}
