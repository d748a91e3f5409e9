package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsTemplate string

//go:embed docs.css
var docsStyle string

var docs = template.Must(template.New("docs").Parse(docsTemplate))

// docsPage is the description of the API as a page for people.
type docsPage struct {
	Title, Version string
	Introduction   []string
	Style          template.CSS
	Groups         []docsGroup
	Types          []docsType
}

type docsGroup struct {
	Name, Description string
	Operations        []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Description string
	Parameters                             []docsField
	Body                                   docsKind
	Example                                string
	Answers                                []docsAnswer
}

type docsAnswer struct {
	Status, Description string
	Kind                docsKind
	Headers             []docsField
}

type docsType struct {
	Name, Description string
	Fields            []docsField
}

type docsField struct {
	Name, In, Description, Limits string
	Kind                          docsKind
	Required                      bool
}

// docsKind is a type in words, with the name of the type that it refers to.
type docsKind struct{ Before, Name string }

// page serves the description as one page that loads nothing and runs nothing.
func page(doc *huma.OpenAPI, order []string) http.HandlerFunc {
	var b bytes.Buffer
	if err := docs.Execute(&b, pageOf(doc, order)); err != nil {
		panic("api: the page of the API cannot be written: " + err.Error())
	}
	text := b.Bytes()
	sum := sha256.Sum256([]byte(docsStyle))
	policy := "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = w.Write(text)
	}
}

func pageOf(doc *huma.OpenAPI, order []string) docsPage {
	p := docsPage{Title: doc.Info.Title, Version: doc.Info.Version, Introduction: strings.Split(doc.Info.Description, "\n\n"), Style: template.CSS(docsStyle)}
	byID := map[string]*huma.Operation{}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op != nil {
				byID[op.OperationID] = op
			}
		}
	}
	byTag := map[string][]docsOperation{}
	for _, id := range order {
		tag := byID[id].Tags[0]
		byTag[tag] = append(byTag[tag], operationOf(byID[id]))
	}
	for _, tag := range doc.Tags {
		p.Groups = append(p.Groups, docsGroup{Name: tag.Name, Description: tag.Description, Operations: byTag[tag.Name]})
	}
	types := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(types)) {
		p.Types = append(p.Types, docsType{Name: name, Description: types[name].Description, Fields: fieldsOfType(types[name])})
	}
	return p
}

func operationOf(op *huma.Operation) docsOperation {
	d := docsOperation{ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, Description: op.Description}
	for _, param := range op.Parameters {
		d.Parameters = append(d.Parameters, docsField{Name: param.Name, In: param.In, Description: param.Description, Required: param.Required,
			Kind: kindOf(param.Schema), Limits: limitsOf(param.Schema)})
	}
	if op.RequestBody != nil {
		media, isJSON := op.RequestBody.Content["application/json"]
		if !isJSON {
			media = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}} // a file as it is
		}
		d.Body = kindOf(media.Schema)
		if media.Example != nil {
			text, err := json.MarshalIndent(media.Example, "", "  ")
			if err == nil {
				d.Example = string(text)
			}
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		r := op.Responses[status]
		a := docsAnswer{Status: status, Description: r.Description}
		for _, content := range slices.Sorted(maps.Keys(r.Content)) {
			a.Kind = kindOf(r.Content[content].Schema)
		}
		for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
			a.Headers = append(a.Headers, docsField{Name: name, Description: r.Headers[name].Description})
		}
		d.Answers = append(d.Answers, a)
	}
	return d
}

func fieldsOfType(s *huma.Schema) []docsField {
	var list []docsField
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		f := s.Properties[name]
		list = append(list, docsField{Name: name, Description: f.Description, Kind: kindOf(f), Limits: limitsOf(f), Required: slices.Contains(s.Required, name)})
	}
	return list
}
