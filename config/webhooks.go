package config

import (
	"bytes"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"

	"termijn/internal/ledger"
)

// WebhooksFile is the name of the webhooks' file in a configuration directory.
const WebhooksFile = "webhooks.yaml"

// Webhooks are the programs that are called when something happens.
type Webhooks struct {
	Targets []WebhookTarget `yaml:"targets"`
}

// WebhookTarget is a program of an organisation.
type WebhookTarget struct {
	// Name is unique; it stands in the ledger's rows.
	Name string `yaml:"name"`
	Org  string `yaml:"org"`
	URL  string `yaml:"url"`
	// SecretEnv or SecretFile say where the secret of the signature stands.
	SecretEnv  string `yaml:"secretEnv"`
	SecretFile string `yaml:"secretFile"`
	// Events and Mails are what it is called for: see ledger.Hook.
	Events []string `yaml:"events"`
	Mails  []string `yaml:"mails"`
}

// leastSecret is how long the secret of a signature must be, in bytes.
const leastSecret = 16

// Secret reads the secret of the target's signatures.
func (t WebhookTarget) Secret() ([]byte, error) {
	secret := []byte(os.Getenv(t.SecretEnv))
	if t.SecretFile != "" {
		text, err := os.ReadFile(t.SecretFile)
		if err != nil {
			return nil, fmt.Errorf("%s: the secret of %s: %w", WebhooksFile, t.Name, err)
		}
		secret = bytes.TrimSpace(text)
	}
	if len(secret) < leastSecret {
		return nil, fmt.Errorf("%s: the secret of %s has %d bytes; give it at least %d in %s%s", WebhooksFile, t.Name, len(secret), leastSecret, t.SecretEnv, t.SecretFile)
	}
	return secret, nil
}

// Hooks are the targets as the ledger keeps them.
func (w Webhooks) Hooks() []ledger.Hook {
	var all []ledger.Hook
	for _, t := range w.Targets {
		all = append(all, ledger.Hook{Target: t.Name, Org: t.Org, Events: t.Events, Mails: t.Mails})
	}
	return all
}

var (
	targetName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	eventName  = regexp.MustCompile(`^[a-z_]+\.([a-z_]+|\*)$`)
	mailName   = regexp.MustCompile(`^[a-z_]+$`)
)

func parseWebhooks(file string, text []byte) (Webhooks, error) {
	var w Webhooks
	if err := strict(file, text, &w); err != nil {
		return w, err
	}
	seen := map[string]bool{}
	for i, t := range w.Targets {
		where := fmt.Sprintf("%s: targets[%d] %s", file, i, t.Name)
		if !targetName.MatchString(t.Name) || seen[t.Name] {
			return w, fmt.Errorf("%s: give each a name of its own, of small letters, digits and dashes", where)
		}
		seen[t.Name] = true
		if err := t.check(); err != nil {
			return w, fmt.Errorf("%s: %w", where, err)
		}
	}
	return w, nil
}

func (t WebhookTarget) check() error {
	u, err := url.Parse(t.URL)
	switch {
	case t.Org == "":
		return fmt.Errorf("say whose program it is: org")
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "":
		return fmt.Errorf("url %q is no address of a program", t.URL)
	case u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())):
		return fmt.Errorf("url %q must begin with https://", t.URL)
	case (t.SecretEnv == "") == (t.SecretFile == ""):
		return fmt.Errorf("say where the secret stands: secretEnv or secretFile")
	case len(t.Events)+len(t.Mails) == 0:
		return fmt.Errorf("say what it is called for: events or mails")
	}
	for _, e := range t.Events {
		if !eventName.MatchString(e) {
			return fmt.Errorf("events: %q is no kind of event; write for example change.approved, or change.*", e)
		}
	}
	for _, m := range t.Mails {
		if !mailName.MatchString(m) {
			return fmt.Errorf("mails: %q is no template of a mail; write for example ecab_called", m)
		}
	}
	return nil
}

// loopback reports whether a host is this machine itself.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
