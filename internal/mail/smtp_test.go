package mail

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConnectionsAreUsedAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	sender := o.smtp()
	for n := range 5 {
		require.NoError(t, sender.Send(t.Context(), Message{ID: key(n) + "@x.example", From: composer.From, To: composer.From, Subject: "s", Date: opened}))
	}
	require.EqualValues(t, 1, o.sink.sessions.Load())
	require.Len(t, o.sink.Mails(), 5)
}

func TestRequiredTLSIsNotGivenUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	for _, policy := range []string{"", "required"} {
		options := o.sink.Options()
		options.TLS = policy
		sender, err := NewSMTP(options)
		require.NoError(t, err)
		err = sender.Send(t.Context(), Message{ID: "a@x.example", From: composer.From, To: composer.From, Date: opened})
		require.ErrorIs(t, err, ErrUnreachable)
		require.ErrorContains(t, err, "STARTTLS")
	}
	require.Empty(t, o.sink.Mails())
	_, err := NewSMTP(SMTPOptions{Host: "localhost", TLS: "perhaps"})
	require.ErrorContains(t, err, "want required")
	_, err = NewSMTP(SMTPOptions{Host: "localhost", Auth: "secret"})
	require.ErrorContains(t, err, "want auto")
}

func TestATitleCannotAddHeaders(t *testing.T) {
	t.Parallel()
	for name, title := range map[string]string{
		"line breaks":    "Hallo\r\nBcc: everybody@x.example\r\n\r\nHi <script>alert(1)</script>",
		"very long":      strings.Repeat("Zeer lange titel met woorden ", 400),
		"one long word":  strings.Repeat("x", 20000),
		"other scripts":  "Проект «Ηλιος» 项目 🏛️ ëïé",
		"reversed text":  "factuur\u202efdp.exe",
		"encoded words":  "=?utf-8?q?=0D=0ABcc:_everybody@x.example?=",
		"control bytes":  "a\x01b\x7fc\u0085d\u2028e",
		"template marks": "{{.Ref}} {{template \"x\"}} %s%n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, nil)
			o.exec(`UPDATE cases SET title = $1`, title)
			o.post(key(1), taskOpened, "ben", ref+"/2")
			o.run(o.dispatcher(o.smtp()))
			m := o.arrive(1)[0]
			require.Empty(t, m.Header["Bcc"])
			require.Equal(t, []string{`"Agent Alfa" <agent@alfa.example>`}, m.Header["To"])
			require.True(t, strings.HasPrefix(m.Subject, "[REG-2026-000042] Task: Submit an offer – "), m.Subject)
			require.LessOrEqual(t, len([]rune(m.Subject)), 200)
			require.NotContains(t, m.HTML, "<script")
			require.NotContains(t, m.HTML, "\u202e")
			require.Contains(t, m.Text, "https://termijn.example/tasks/REG-2026-000042/2\n")
			head, _, _ := strings.Cut(string(m.Raw), "\r\n\r\n")
			for line := range strings.SplitSeq(string(m.Raw), "\r\n") {
				require.LessOrEqual(t, len(line), 998)
			}
			for _, c := range []byte(head) {
				require.Less(t, c, byte(0x80), "headers are ASCII")
			}
		})
	}
}
