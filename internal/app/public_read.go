package app

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// PublicFor is how long a running product answers with public news that it has
// read already: however many people come to see what does not work, the database
// is asked once in that time.
const PublicFor = 3 * time.Second

// newsKept is the public news as it was read last: one answer, the same for
// everybody and every language.
type newsKept struct {
	mu   sync.Mutex
	news PublicNews
	// until is when it is read anew, in real time: visitors come in real time,
	// also when the product's own runs faster. Zero: nothing was read yet.
	until time.Time
}

// PublicNews is what is public now, or was at most Service.PublicFor ago. What it
// answers is shared: it must not be changed.
func (s *Service) PublicNews(ctx context.Context) (PublicNews, error) {
	if s.PublicFor <= 0 {
		return s.readPublicNews(ctx)
	}
	// Whoever comes while it is being read waits for that answer.
	s.public.mu.Lock()
	defer s.public.mu.Unlock()
	if time.Now().Before(s.public.until) {
		return s.public.news, nil
	}
	if err := ctx.Err(); err != nil {
		return PublicNews{}, err // went away while waiting
	}
	news, err := s.readPublicNews(ctx)
	if err != nil {
		return PublicNews{}, err
	}
	s.public.news, s.public.until = news, time.Now().Add(s.PublicFor)
	return news, nil
}

func (s *Service) readPublicNews(ctx context.Context) (PublicNews, error) {
	now := s.Now()
	rows, err := s.Store.Published(ctx, now.Add(-PublicAfterEnd))
	if err != nil {
		return PublicNews{}, err
	}
	news := PublicNews{At: now}
	for _, row := range rows {
		if err := news.add(row); err != nil {
			return PublicNews{}, err
		}
	}
	slices.SortStableFunc(news.Incidents, func(a, b PublicIncident) int {
		return cmp.Or(cmp.Compare(order(a.Over), order(b.Over)), b.latest().Compare(a.latest()))
	})
	slices.SortStableFunc(news.Notices, func(a, b PublicNotice) int { return a.From.Compare(b.From) })
	slices.SortStableFunc(news.Errors, func(a, b PublicError) int { return b.Since.Compare(a.Since) })
	return news, nil
}
