package app

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"termijn/internal/identity"
)

// shortestWord is how long a word must be, in letters, to tell one matter from
// another: shorter ones stand in every text.
const shortestWord = 4

// smallTalk are longer words that stand in every report too, in both languages.
var smallTalk = strings.Fields(`niet meer maar voor naar deze heeft doet wordt werkt kunnen kunt sinds vandaag probleem fout
	does doesn isn not with from this that have been since today cannot working works problem error`)

// KnownNews is the public news that may be what somebody is about to report, the
// best match first: what is known of the service, or shares words with the text
// (E-06). Without a service and a text it is all that goes on now. What is over
// is left out.
func (s *Service) KnownNews(ctx context.Context, p identity.Principal, service, text string) (PublicNews, error) {
	if !p.May(identity.OpenIncident, nil) {
		return PublicNews{}, ErrForbidden
	}
	news, err := s.PublicNews(ctx)
	if err != nil {
		return PublicNews{}, err
	}
	m := matcher{service: service, words: wordsOf(text)}
	found := PublicNews{At: news.At}
	found.Incidents = best(m, news.Incidents, func(x PublicIncident) (string, string) {
		if x.Over {
			return "", ""
		}
		var all []string
		for _, n := range x.News {
			all = append(all, n.Subject, n.Text)
		}
		return x.Service, strings.Join(all, " ")
	})
	found.Notices = best(m, news.Notices, func(x PublicNotice) (string, string) { return x.Service, x.Title + " " + x.Text })
	found.Errors = best(m, news.Errors, func(x PublicError) (string, string) { return x.Service, x.Symptoms })
	return found, nil
}

// matcher says how well something known answers what somebody is about to report.
type matcher struct {
	service string
	words   []string
}

// score is 0 for what does not match. The service counts more than any word, and
// one shared word says nothing when the service is another.
func (m matcher) score(service, text string) int {
	if service == "" {
		return 0
	}
	if m.service == "" && len(m.words) == 0 {
		return 1
	}
	shared, known := 0, wordsOf(text)
	for _, w := range m.words {
		if slices.Contains(known, w) {
			shared++
		}
	}
	switch {
	case m.service == service:
		return 1000 + shared
	case m.service != "" && shared < 2:
		return 0
	}
	return shared
}

// best keeps what matches, the best match first; about gives service and text,
// or nothing for what is left out.
func best[T any](m matcher, list []T, about func(T) (service, text string)) []T {
	var kept []T
	for _, x := range list {
		if m.score(about(x)) > 0 {
			kept = append(kept, x)
		}
	}
	slices.SortStableFunc(kept, func(a, b T) int { return m.score(about(b)) - m.score(about(a)) })
	return kept
}

// wordsOf are the words of a text that say something, each once, in small letters.
func wordsOf(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return len([]rune(w)) < shortestWord || slices.Contains(smallTalk, w) })
	slices.Sort(words)
	return slices.Compact(words)
}
