package i18n

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"path"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"gopkg.in/yaml.v3"
)

//go:embed locales/*/*.yaml
var locales embed.FS

// The languages that the product speaks. Dutch comes first.
const (
	Dutch   = "nl"
	English = "en"
)

// Languages are all languages, the default first.
var Languages = []string{Dutch, English}

var printers = load()

// load reads the catalogue, which is part of the program: an error in it is a
// fault of the program.
func load() map[string]*Printer {
	bundle := i18n.NewBundle(language.Dutch)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	all := map[string]*Printer{}
	for _, lang := range Languages {
		known := map[string]bool{}
		entries, err := locales.ReadDir("locales/" + lang)
		if err != nil {
			panic("i18n: " + err.Error())
		}
		for _, e := range entries {
			text, err := locales.ReadFile(path.Join("locales", lang, e.Name()))
			if err != nil {
				panic("i18n: " + err.Error())
			}
			file, err := bundle.ParseMessageFileBytes(text, "area."+lang+".yaml")
			if err != nil {
				panic(fmt.Sprintf("i18n: %s/%s: %v", lang, e.Name(), err))
			}
			for _, m := range file.Messages {
				known[m.ID] = true
			}
		}
		all[lang] = &Printer{lang: lang, known: known}
	}
	for lang, p := range all {
		p.localizer = i18n.NewLocalizer(bundle, lang)
	}
	return all
}

// Printer writes texts, dates and numbers in one language. It is immutable and
// safe for concurrent use.
type Printer struct {
	lang      string
	localizer *i18n.Localizer
	known     map[string]bool
}

// For returns the printer of a language; Dutch when it is none of ours.
func For(lang string) *Printer {
	if p, ok := printers[lang]; ok {
		return p
	}
	return printers[Dutch]
}

var matcher = language.NewMatcher([]language.Tag{language.Dutch, language.English})

// Match returns the language that suits an Accept-Language header best; Dutch
// when none does.
func Match(acceptLanguage string) string {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return Dutch
	}
	_, i, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Dutch
	}
	return Languages[i]
}

// Lang is the printer's language, "nl" or "en".
func (p *Printer) Lang() string { return p.lang }

// Has reports whether the catalogue has a text.
func (p *Printer) Has(id string) bool { return p.known[id] }

// IDs returns the IDs of all texts, in no order.
func (p *Printer) IDs() []string {
	var ids []string
	for id := range maps.Keys(p.known) {
		ids = append(ids, id)
	}
	return ids
}

// T returns a text with its places filled from pairs of name and value. The
// value of Count chooses between singular and plural. A text that does not exist
// shows as its ID, so that a reader can name it; tests do not let that happen.
func (p *Printer) T(id string, pairs ...any) string {
	text, err := p.text(id, pairs)
	if err != nil {
		return id
	}
	return text
}

// errPairs: the caller did not give names and values in turn.
var errPairs = errors.New("i18n: pairs must be name, value, name, value")

func (p *Printer) text(id string, pairs []any) (string, error) {
	c := i18n.LocalizeConfig{MessageID: id}
	if len(pairs) > 0 {
		if len(pairs)%2 != 0 {
			return "", errPairs
		}
		values := make(map[string]any, len(pairs)/2)
		for i := 0; i < len(pairs); i += 2 {
			name, ok := pairs[i].(string)
			if !ok {
				return "", errPairs
			}
			values[name] = pairs[i+1]
		}
		c.TemplateData, c.PluralCount = values, values["Count"]
	}
	return p.localizer.Localize(&c)
}
