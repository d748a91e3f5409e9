package api

import (
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"termijn/internal/ledger"
)

// Paged is the part of a list's input that says which page. Its resolver keeps
// the address, for the link to the next page.
type Paged struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"How many rows."`
	Cursor string `query:"cursor" doc:"Where to go on: next of the page before, with the same filters."`

	at url.URL
}

// Resolve implements huma.Resolver.
func (p *Paged) Resolve(ctx huma.Context) []error {
	p.at = ctx.URL()
	return nil
}

func (p *Paged) page() ledger.Page { return ledger.Page{Limit: p.Limit, Cursor: p.Cursor} }

// list is a page of a list. Next is empty on the last one.
type list[T any] struct {
	Link string `header:"Link" doc:"The address of the next page, rel=next."`
	Body struct {
		Items []T    `json:"items"`
		Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
	}
}

// listOf makes a page of rows.
func listOf[R, T any](p Paged, rows []R, next string, view func(R) T) *list[T] {
	out := &list[T]{}
	out.Body.Items = make([]T, 0, len(rows))
	for _, row := range rows {
		out.Body.Items = append(out.Body.Items, view(row))
	}
	if next != "" {
		q := p.at.Query()
		q.Set("cursor", next)
		out.Body.Next, out.Link = next, "<"+p.at.Path+"?"+q.Encode()+`>; rel="next"`
	}
	return out
}
