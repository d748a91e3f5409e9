package planfile

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// ReadYAML reads a plan written as YAML: the fields of the programme, and a list for
// each of projects, milestones, products, checklist, risks and exitItems. See the
// package's example.
func ReadYAML(text []byte, rules Rules) (Reading, error) {
	r := newReading(rules)
	if !r.sized(text) {
		return Reading{}, r.err()
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		r.problems = append(r.problems, Problem{Line: yamlLine(err), Code: "not_yaml"})
		return Reading{}, r.err()
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		r.problems = append(r.problems, Problem{Line: 1, Code: "not_a_plan"})
		return Reading{}, r.err()
	}
	programme := record{kind: kindProgramme, line: 1, cells: map[string]cell{}}
	var rest []record
	r.yamlPairs(doc.Content[0], func(key string, value *yaml.Node, line int) {
		switch {
		case slices.Contains(fieldsOf[kindProgramme], key):
			programme.cells[key] = r.yamlCell(key, value)
		case key != kindProgramme && fieldsOf[key] != nil:
			rest = append(rest, r.yamlList(key, value)...)
		default:
			r.problems = append(r.problems, Problem{Line: line, Column: key, Code: "unknown_key", Args: map[string]string{"key": key}})
		}
	})
	r.take(programme)
	slices.SortStableFunc(rest, func(a, b record) int { return slices.Index(kinds, a.kind) - slices.Index(kinds, b.kind) })
	for _, rec := range rest {
		r.take(rec)
	}
	return r.finish()
}

var yamlLineShape = regexp.MustCompile(`line (\d+)`)

func yamlLine(err error) int {
	if m := yamlLineShape.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n
	}
	return 1
}

// yamlPairs walks a mapping; a key that is there twice is named.
func (r *reading) yamlPairs(n *yaml.Node, each func(key string, value *yaml.Node, line int)) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			r.problems = append(r.problems, Problem{Line: key.Line, Column: key.Value, Code: "key_twice", Args: map[string]string{"key": key.Value}})
			continue
		}
		seen[key.Value] = true
		each(key.Value, value, key.Line)
	}
}

func (r *reading) yamlList(kind string, n *yaml.Node) []record {
	if n.Kind != yaml.SequenceNode {
		r.problems = append(r.problems, Problem{Line: n.Line, Column: kind, Code: "want_list", Args: map[string]string{"key": kind}})
		return nil
	}
	var all []record
	for _, part := range n.Content {
		if part.Kind != yaml.MappingNode {
			r.problems = append(r.problems, Problem{Line: part.Line, Column: kind, Code: "want_fields", Args: map[string]string{"key": kind}})
			continue
		}
		rec := record{kind: kind, line: part.Line, cells: map[string]cell{}}
		r.yamlPairs(part, func(key string, value *yaml.Node, line int) {
			if !slices.Contains(fieldsOf[kind], key) {
				r.problems = append(r.problems, Problem{Line: line, Column: key, Code: "unknown_key", Args: map[string]string{"key": key}})
				return
			}
			rec.cells[key] = r.yamlCell(key, value)
		})
		all = append(all, rec)
	}
	return all
}

// yamlCell takes a value as it is written, so that 12.50 stays 12.50 and a date a date.
func (r *reading) yamlCell(key string, n *yaml.Node) cell {
	c := cell{line: n.Line, column: key}
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		c.text = n.Value
	case n.Kind == yaml.ScalarNode:
	case n.Kind == yaml.SequenceNode && (key == "after" || key == "criteria"):
		c.list = []cell{}
		for _, part := range n.Content {
			if part.Kind != yaml.ScalarNode {
				r.problems = append(r.problems, Problem{Line: part.Line, Column: key, Code: "want_text", Args: map[string]string{"key": key}})
				continue
			}
			c.list = append(c.list, cell{text: part.Value, line: part.Line, column: key})
		}
	default:
		r.problems = append(r.problems, Problem{Line: n.Line, Column: key, Code: "want_text", Args: map[string]string{"key": key}})
	}
	return c
}

// WriteYAML writes a plan as [ReadYAML] reads it.
func WriteYAML(p Plan) ([]byte, error) {
	doc := &yaml.Node{Kind: yaml.MappingNode}
	lists := map[string]*yaml.Node{}
	for _, rec := range records(p) {
		into := doc
		if rec.kind != kindProgramme {
			if lists[rec.kind] == nil {
				lists[rec.kind] = &yaml.Node{Kind: yaml.SequenceNode}
				doc.Content = append(doc.Content, yamlText(rec.kind), lists[rec.kind])
			}
			into = &yaml.Node{Kind: yaml.MappingNode}
			lists[rec.kind].Content = append(lists[rec.kind].Content, into)
		}
		for _, field := range fieldsOf[rec.kind] {
			c, ok := rec.cells[field]
			if !ok {
				continue
			}
			value := yamlText(c.text)
			if c.list != nil {
				value = &yaml.Node{Kind: yaml.SequenceNode}
				for _, part := range c.list {
					value.Content = append(value.Content, yamlText(part.text))
				}
			}
			into.Content = append(into.Content, yamlText(field), value)
		}
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(doc); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}

func yamlText(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	return n
}
