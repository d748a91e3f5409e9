package api

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/topology"
	"termijn/workflows/servicemap"
)

var mapResource = resource{process: servicemap.Name, path: "/api/v1/servicemap", tag: "Servicemap"}

// ServiceMap is the map of services and items as the caller may read it.
type ServiceMap struct {
	Ref     string          `json:"ref,omitempty" example:"MAP-2026-000001" doc:"The map's case, for who may see it."`
	Version int             `json:"version,omitempty" example:"7" doc:"The number of the version, for who may see the map's case: seen of an edition or an import."`
	Since   *time.Time      `json:"since,omitempty" doc:"Since when this version counts."`
	Items   []topology.Item `json:"items"`
}

// MapDifference is what a file would change.
type MapDifference struct {
	Version int      `json:"version" doc:"The version that it was held against: seen of the import. 0 when the file changes nothing."`
	Added   []string `json:"added"`
	Changed []string `json:"changed"`
	Removed []string `json:"removed"`
}

// mapCheckInput is a map's file as the body of a request.
type mapCheckInput struct {
	Idempotent
	Whole   bool `query:"whole" doc:"The file is the whole map: what is not in it is taken off. Else it is a part, and the rest stays."`
	RawBody []byte
}

type mapImportInput struct {
	Idempotent
	Whole   bool   `query:"whole" doc:"The file is the whole map: what is not in it is taken off. Else it is a part, and the rest stays."`
	Seen    int    `query:"seen" doc:"The version that the file was held against."`
	Reason  string `query:"reason" doc:"Why the map changes."`
	RawBody []byte
}

const byAdministrator = "Administrator."

func (s *server) registerServiceMap() {
	at := mapResource
	register(s, get(at.path, "get-"+at.process, at.tag, "Read the service map", "Services and items, what is part of what, and what depends on what (B-17). Another provider's confidential items are left out (B-36)."), s.serviceMap)
	register(s, get(at.path+"/export", "export-"+at.process, at.tag, "Export the service map", "As CSV, as far as the caller may read it; import takes the same columns (B-17)."), s.exportMap)
	check := post(at.path+"/check", "check-"+at.process, at.tag, "Read a map's file without changing anything",
		"The body is the CSV itself. Everything that is wrong is named with its line and column; otherwise what it would add, change and remove comes back (B-17). "+byAdministrator)
	check.DefaultStatus = http.StatusOK
	register(s, csvBody(check), s.checkMap)
	take := post(at.path+"/import", "import-"+at.process, at.tag, "Import a map's file",
		"The body is the CSV itself, as for check. All of it, or nothing: with any error nothing is taken over, and neither when the map has changed since (B-17). "+byAdministrator)
	take.DefaultStatus = http.StatusOK
	register(s, csvBody(take), func(ctx context.Context, who identity.Principal, in *mapImportInput) (*answer[Receipt], error) {
		r, err := s.Service.ImportMap(ctx, who, keyOf(ctx), printer(ctx), app.MapFile{Text: in.RawBody, Whole: in.Whole, Seen: in.Seen, Reason: in.Reason})
		if err != nil {
			return nil, err
		}
		return &answer[Receipt]{Body: receiptOf(ctx, r)}, nil
	})
	s.registerCommands(at, []commandRoute{
		served(servicemap.Edit.Name, "editions", "Edit the service map", "All of the edition, or nothing: what is wrong is named (B-17). Seen is the number of the version that the writer began from. "+byAdministrator,
			servicemap.Edition{Seen: 1, Put: []servicemap.Item{{ID: "balanceerder", Kind: servicemap.CI, NL: "Lastbalanceerder", Parent: "hosting", Provider: "alfa"}}, Reason: "Nieuw toestel."},
			(*app.Service).EditServiceMap),
	})
}

// csvBody says in the document that the body is a CSV file.
func csvBody(op huma.Operation) huma.Operation {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"text/csv": file, "application/octet-stream": file}}
	return op
}

// serviceMap is the map; for who sees its case in the version whose number it says.
func (s *server) serviceMap(ctx context.Context, who identity.Principal, _ *struct{}) (*answer[ServiceMap], error) {
	on, ref, err := s.Service.Topology(ctx, who)
	if err != nil {
		return nil, err
	}
	if ref == "" {
		return &answer[ServiceMap]{Body: ServiceMap{Items: on.Items()}}, nil
	}
	row, err := s.Service.Case(ctx, who, ref)
	if err != nil {
		return nil, err
	}
	own, err := app.ServiceMapOf(row)
	if err != nil {
		return nil, err
	}
	since := local(own.Since)
	return &answer[ServiceMap]{Body: ServiceMap{Ref: ref, Version: own.Number, Since: &since, Items: topology.New(own.Items).Items()}}, nil
}

func (s *server) exportMap(ctx context.Context, who identity.Principal, _ *struct{}) (*file, error) {
	on, _, err := s.Service.Topology(ctx, who)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := topology.WriteCSV(&text, on.Items()); err != nil {
		return nil, err
	}
	return &file{ContentType: contentTypes[app.CSV], Name: `attachment; filename="servicemap.csv"`, Body: func(c huma.Context) {
		c.SetStatus(http.StatusOK)
		_, _ = c.BodyWriter().Write(text.Bytes()) // the reader may have gone away
	}}, nil
}

func (s *server) checkMap(ctx context.Context, who identity.Principal, in *mapCheckInput) (*answer[MapDifference], error) {
	m, err := s.Service.CheckMapFile(ctx, who, printer(ctx), in.RawBody, in.Whole)
	if err != nil {
		return nil, err
	}
	some := func(ids []string) []string { return append([]string{}, ids...) }
	return &answer[MapDifference]{Body: MapDifference{Version: m.Edition.Seen, Added: some(m.Difference.Added), Changed: some(m.Difference.Changed), Removed: some(m.Difference.Removed)}}, nil
}
