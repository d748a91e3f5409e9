package main

import (
	"context"
	"sync"

	"termijn/config"
	"termijn/internal/ledger"
	"termijn/internal/webhook"
)

// devCalls are what the programs of all organisations are called for in `termijn dev`,
// where the product itself receives the calls.
var devCalls = ledger.Hook{Events: []string{"change.*", "standard.*", "freeze.*"}, Mails: []string{"ecab_called"}}

// callers makes the ledger write a call for whoever configuration names. It comes
// before anything is recorded.
func (p *product) callers() (map[string]webhook.Target, error) {
	hooks, targets := p.policy.Webhooks.Hooks(), map[string]webhook.Target{}
	for _, t := range p.policy.Webhooks.Targets {
		secret, err := t.Secret()
		if err != nil {
			return nil, misuse("--config: %w", err)
		}
		targets[t.Name] = webhook.Target{URL: t.URL, Secret: secret}
	}
	if p.receiver != nil {
		eco, err := config.Demonstration()
		if err != nil {
			return nil, err
		}
		for _, o := range eco.Organisations {
			name := "dev-" + o.ID
			hooks = append(hooks, ledger.Hook{Target: name, Org: o.ID, Events: devCalls.Events, Mails: devCalls.Mails})
			targets[name] = p.receiver.Target(p.url, name)
		}
	}
	p.store.Announce(hooks)
	return targets, nil
}

// call delivers the calls to other programs.
func (p *product) call(ctx context.Context, s *stack, targets map[string]webhook.Target) {
	d := webhook.Dispatcher{Store: p.store, Targets: targets}
	calling, hush := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { d.Run(calling) })
	s.push("webhook dispatcher", nil, nil, func() error { hush(); done.Wait(); return nil })
}
