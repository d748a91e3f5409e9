package main

import (
	"context"
	"log/slog"
	"net/mail"
	"sync"
	"time"

	"termijn/internal/ledger"
	outgoing "termijn/internal/mail"
)

// post sends the mails, and clears away the addresses that nobody confirmed.
func (p *product) post(ctx context.Context, s *stack) error {
	if p.from.Address == "" {
		p.from = mail.Address{Name: "termijn", Address: "termijn@termijn.example"}
	}
	c := outgoing.Composer{BaseURL: p.baseURL, From: p.from}
	err := retry(ctx, func(err error) { slog.Warn("waiting for the database", "error", err) }, func() (err error) {
		c.Links, err = p.store.LinkKey(ctx)
		return err
	})
	if err != nil {
		return err
	}
	d := outgoing.Dispatcher{Store: p.store, Sender: p.sender, Composer: c}
	if p.dev {
		d.Retry = time.Second
	}
	posting, hush := context.WithCancel(context.WithoutCancel(ctx))
	hourly := time.NewTicker(time.Hour)
	var done sync.WaitGroup
	done.Go(func() { d.Run(posting) })
	done.Go(func() { p.clearAway(posting, hourly.C) })
	s.push("mail dispatcher", nil, nil, func() error { hush(); hourly.Stop(); done.Wait(); return nil })
	return nil
}

// clearAway forgets, now and at each tick, the addresses that nobody confirmed
// in time: an address goes also when no other visitor comes.
func (p *product) clearAway(ctx context.Context, tick <-chan time.Time) {
	for {
		if _, err := p.store.ForgetUnconfirmed(ctx, p.service.Now().Add(-ledger.ConfirmWithin)); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "unconfirmed addresses not cleared away", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
	}
}
