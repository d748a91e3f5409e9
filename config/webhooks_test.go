package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

const aTarget = `targets: [{name: alfa-pager, org: alfa, url: "https://pager.alfa.example/x", secretEnv: SECRET, events: [change.*], mails: [ecab_called]}]`

func TestWebhooksAreReadAsHooks(t *testing.T) {
	t.Parallel()
	w, err := parseWebhooks(WebhooksFile, []byte(aTarget))
	require.NoError(t, err)
	require.Equal(t, []ledger.Hook{{Target: "alfa-pager", Org: "alfa", Events: []string{"change.*"}, Mails: []string{"ecab_called"}}}, w.Hooks())
	policy, err := Load("")
	require.NoError(t, err)
	require.Empty(t, policy.Webhooks.Targets, "the program itself calls nobody")
}

func TestAWebhookThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	for want, target := range map[string]string{
		"a name of its own":     `name: "Alfa pager", org: alfa, url: "https://a.example", secretEnv: S, events: [a.b]`,
		"whose program":         `name: a, url: "https://a.example", secretEnv: S, events: [a.b]`,
		"no address":            `name: a, org: alfa, url: "alfa", secretEnv: S, events: [a.b]`,
		"must begin with https": `name: a, org: alfa, url: "http://a.example", secretEnv: S, events: [a.b]`,
		"where the secret":      `name: a, org: alfa, url: "https://a.example", events: [a.b]`,
		"what it is called for": `name: a, org: alfa, url: "https://a.example", secretEnv: S`,
		"no kind of event":      `name: a, org: alfa, url: "https://a.example", secretEnv: S, events: ["*"]`,
		"no template":           `name: a, org: alfa, url: "https://a.example", secretEnv: S, mails: ["a.b"]`,
		"not found in type":     `name: a, org: alfa, colour: blue`,
	} {
		_, err := parseWebhooks(WebhooksFile, []byte("targets: [{"+target+"}]"))
		require.ErrorContains(t, err, want)
	}
	_, err := parseWebhooks(WebhooksFile, []byte(`targets: [{name: a, org: alfa, url: "http://127.0.0.1:9/x", secretEnv: S, events: [a.b]}]`))
	require.NoError(t, err, "the machine itself needs no TLS")
}

func TestTheSecretOfAWebhook(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(file, []byte("sixteen bytes !!\n"), 0o600))
	secret, err := WebhookTarget{SecretFile: file}.Secret()
	require.NoError(t, err)
	require.Equal(t, "sixteen bytes !!", string(secret))
	t.Setenv("TERMIJN_TEST_SECRET", "short")
	_, err = WebhookTarget{Name: "a", SecretEnv: "TERMIJN_TEST_SECRET"}.Secret()
	require.ErrorContains(t, err, "at least 16")
	_, err = WebhookTarget{Name: "a", SecretFile: file + "x"}.Secret()
	require.ErrorContains(t, err, "the secret of a")
}
