package api

import (
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// kindOf says in words what a schema is.
func kindOf(s *huma.Schema) docsKind {
	switch {
	case s == nil:
		return docsKind{}
	case s.Ref != "":
		return docsKind{Name: strings.TrimPrefix(s.Ref, schemas)}
	case len(s.AnyOf) > 0:
		return docsKind{Before: "decimal"}
	case s.Type == huma.TypeArray:
		k := kindOf(s.Items)
		k.Before = "list of " + k.Before
		return k
	case s.Type == huma.TypeObject:
		if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
			k := kindOf(values)
			k.Before = "map of text to " + k.Before
			return k
		}
		return docsKind{Before: "object"}
	case s.Type == huma.TypeString && s.Format == "date":
		return docsKind{Before: "date"}
	case s.Type == huma.TypeString && s.Format == "date-time":
		return docsKind{Before: "time"}
	case s.Type == huma.TypeString && s.Format == "binary":
		return docsKind{Before: "file"}
	case s.Type == huma.TypeString:
		return docsKind{Before: "text"}
	case s.Type == "":
		return docsKind{Before: "anything"}
	}
	return docsKind{Before: s.Type}
}

// limitsOf says in words what a schema allows.
func limitsOf(s *huma.Schema) string {
	if s == nil {
		return ""
	}
	var parts []string
	say := func(format string, v ...any) { parts = append(parts, fmt.Sprintf(format, v...)) }
	if len(s.Enum) > 0 {
		all := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			all[i] = fmt.Sprint(v)
		}
		say("one of %s", strings.Join(all, ", "))
	}
	if s.Minimum != nil {
		say("at least %g", *s.Minimum)
	}
	if s.Maximum != nil {
		say("at most %g", *s.Maximum)
	}
	if s.MaxLength != nil {
		say("at most %d characters", *s.MaxLength)
	}
	if s.MinItems != nil && s.MaxItems != nil && *s.MinItems == *s.MaxItems {
		say("exactly %d", *s.MinItems)
	}
	if s.Pattern != "" {
		say("like %s", s.Pattern)
	}
	if s.Default != nil {
		say("default %v", s.Default)
	}
	if len(s.Examples) > 0 {
		say("for example %v", s.Examples[0])
	}
	return strings.Join(parts, "; ")
}
