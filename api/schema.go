package api

import (
	"path"
	"reflect"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

// schemas is where the document keeps its types.
const schemas = "#/components/schemas/"

// configuration is that of huma, without its pages, which load scripts from
// elsewhere.
func configuration(version string) huma.Config {
	types := huma.NewMapRegistry(schemas, typeName)
	types.RegisterTypeAlias(reflect.TypeFor[calendar.Date](), reflect.TypeFor[date]())
	types.RegisterTypeAlias(reflect.TypeFor[decimal.Decimal](), reflect.TypeFor[number]())
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "termijn", Version: version, Description: introduction},
			Tags:    tags,
			Components: &huma.Components{
				Schemas: types,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					bearer: {Type: "http", Scheme: "bearer", Description: "In dev: dev-<person>, for example dev-noord-projectleider."},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}
}

const introduction = `Service management of an ICT ecosystem: cases, their SLA clocks, tasks, and the commands of each process.

Times are RFC 3339 with the offset of Europe/Brussels, dates 2006-01-02, decimals text such as "98.50". Errors are
problem documents (RFC 9457) whose type is stable and whose sentences are in the language of Accept-Language (nl, en). What you may not
see answers 404. A POST is done once per Idempotency-Key; sending it again is always safe. Lists go on with the cursor in "next", which
the Link header has too. On 503, wait for Retry-After and send the same request again.`

var tags = []*huma.Tag{
	{Name: "Me", Description: "Who is signed in, and what they may do."},
	{Name: "Cases", Description: "Every case of every process, within what the caller may see."},
	{Name: "Tasks", Description: "What the caller is asked for, and decisions."},
	{Name: "Regie", Description: "Support in regie (Ondersteuning in-regie): the request, and everything that follows."},
	{Name: "Incidents", Description: "Incidents, from the first call to their closing."},
	{Name: "Meetings", Description: "Critical-incident meetings, which incidents open themselves."},
	{Name: "Problems", Description: "Why incidents happen, what helps meanwhile, and what removes the cause."},
	{Name: "Surveys", Description: "How satisfied reporters are with how their incidents were handled."},
	{Name: "Templates", Description: "Texts for communication, and requirements, approved by the Board before they are used."},
	{Name: "Notices", Description: "Planned unavailability."},
	{Name: "Changes", Description: "Planned changes, from the draft to the review, and the gate for pipelines."},
	{Name: "Boards", Description: "Boards that decide on changes, and their meetings."},
	{Name: "Freezes", Description: "When nothing may be changed, and maintenance windows."},
	{Name: "Servicemap", Description: "Services and items that changes collide on."},
	{Name: "Standards", Description: "Changes whose risk is known, and frames within which pipelines deploy."},
	{Name: "Programmes", Description: "Transition programmes: milestones of several providers that depend on one another, steering, and payment."},
	{Name: "Status", Description: "What anybody may read, without signing in."},
	{Name: "Reports", Description: "How promises were kept."},
	{Name: "Catalogue", Description: "Calendars, SLA definitions, profiles, services and teams: the policy that cases keep."},
}

// typeName names a type in the document: those of a process after the process,
// so that each process can have its Request.
func typeName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if process, ok := strings.CutPrefix(t.PkgPath(), "termijn/workflows/"); ok && process != "casework" {
		process = path.Base(process)
		return strings.ToUpper(process[:1]) + process[1:] + name
	}
	r := []rune(name)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// date is how the document shows a calendar.Date.
type date struct{}

// Schema implements huma.SchemaProvider.
func (date) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2026-03-31"}}
}

// number is how the document shows a decimal.
type number struct{}

// Schema implements huma.SchemaProvider. Answers write text; JSON numbers are
// taken too, and read from their text without a detour over binary fractions.
func (number) Schema(huma.Registry) *huma.Schema {
	most := 1e9
	least := -most
	return &huma.Schema{
		Description: `A decimal number. Answers write it as text; a JSON number is taken too.`,
		Examples:    []any{"98.50"},
		AnyOf: []*huma.Schema{
			{Type: huma.TypeString, Pattern: `^-?[0-9]{1,10}(\.[0-9]{1,6})?$`},
			{Type: huma.TypeNumber, Minimum: &least, Maximum: &most},
		},
	}
}
