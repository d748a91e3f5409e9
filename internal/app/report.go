package app

import (
	"context"
	"iter"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/regie"
)

// RegieRow is a case of support in regie with the columns of M-22 and its
// answer time (M-15). Instants are UTC.
type RegieRow struct {
	Ref, Title, Stage, Outcome string
	// Client, Representative and Providers are names.
	Client, Representative string
	Providers              []string
	// Requested is the date of the request, Orderable that of the first offer that
	// could be ordered, Committed that of the Client's budget commitment.
	Requested          time.Time
	Orderable, Ordered *time.Time
	Committed          *calendar.Date
	Answer             AnswerTime
	Statements         []StatementRow
}

// AnswerTime is the value of a case's answer clock (M-08, M-15), in working days.
type AnswerTime struct {
	State             string
	Due               *time.Time
	Actual, Corrected int64
}

// StatementRow is a monthly statement with its amount in euro, VAT excluded.
type StatementRow struct {
	ID, Month, State string
	Submitted        time.Time
	Approved         *time.Time
	Amount           decimal.Decimal
}

// RegieRows lists a page of the M-22 report within the principal's scope, with
// the cursor of the next page.
func (s *Service) RegieRows(ctx context.Context, p identity.Principal, f ledger.CaseFilter, page ledger.Page) ([]RegieRow, string, error) {
	if !p.May(identity.ReadReports, nil) {
		return nil, "", ErrForbidden
	}
	names, err := s.Names(ctx)
	if err != nil {
		return nil, "", err
	}
	return s.regieRows(ctx, p, f, page, names)
}

// AllRegieRows goes through all pages of the M-22 report, one page in memory at
// a time. An error ends it.
func (s *Service) AllRegieRows(ctx context.Context, p identity.Principal, f ledger.CaseFilter) iter.Seq2[RegieRow, error] {
	return func(yield func(RegieRow, error) bool) {
		if !p.May(identity.ReadReports, nil) {
			yield(RegieRow{}, ErrForbidden)
			return
		}
		names, err := s.Names(ctx)
		if err != nil {
			yield(RegieRow{}, err)
			return
		}
		page := ledger.Page{Limit: 500}
		for {
			rows, next, err := s.regieRows(ctx, p, f, page, names)
			if err != nil {
				yield(RegieRow{}, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			page.Cursor = next
		}
	}
}

func (s *Service) regieRows(ctx context.Context, p identity.Principal, f ledger.CaseFilter, page ledger.Page, names map[string]string) ([]RegieRow, string, error) {
	f.Process = regie.Name
	cases, next, err := s.Store.Cases(ctx, p.Scope(), f, page)
	if err != nil {
		return nil, "", err
	}
	refs := make([]string, len(cases))
	for i, c := range cases {
		refs[i] = c.Ref
	}
	answers, err := s.Store.ClockOf(ctx, refs, regie.ClockAnswer, s.Now())
	if err != nil {
		return nil, "", err
	}
	rows := make([]RegieRow, 0, len(cases))
	for _, c := range cases {
		st, err := RegieOf(c)
		if err != nil {
			return nil, "", err
		}
		row := regieRow(c, st, names)
		if k, ok := answers[c.Ref]; ok {
			row.Answer = AnswerTime{State: string(k.Result.State), Due: k.Result.Due, Actual: k.Result.Actual, Corrected: k.Result.Corrected}
		}
		rows = append(rows, row)
	}
	return rows, next, nil
}

func regieRow(c ledger.CaseRow, st regie.State, names map[string]string) RegieRow {
	row := RegieRow{Ref: c.Ref, Title: c.Title, Stage: c.Stage, Outcome: c.Outcome, Requested: st.Submitted, Orderable: st.Orderable,
		Client: nameOf(names, c.Parties.Client), Representative: nameOf(names, c.Parties.Representative), Providers: []string{}}
	for _, id := range c.Parties.Providers {
		row.Providers = append(row.Providers, nameOf(names, id))
	}
	if o := st.Order; o != nil {
		row.Ordered, row.Committed = &o.At, &o.Committed
	}
	// IDs count from S1 without gaps.
	for i := 1; i <= len(st.Statements); i++ {
		s := st.Statements["S"+decimal.NewFromInt(int64(i)).String()]
		line := StatementRow{ID: s.ID, Month: s.Month, State: s.State, Submitted: s.Submitted, Amount: s.Total}
		if s.State == regie.StateApproved {
			line.Approved = s.Decided
		}
		row.Statements = append(row.Statements, line)
	}
	return row
}

// nameOf is a name by ID, or the ID of somebody who is no longer there.
func nameOf(names map[string]string, id string) string {
	if name, ok := names[id]; ok {
		return name
	}
	return id
}
