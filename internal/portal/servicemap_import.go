package portal

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/servicemap"
)

// mapImportPage is the form for a file, with what is wrong with it or what it changes.
type mapImportPage struct {
	Page
	Form   Sheet
	Fields []Field
	Lead   string
	// Faults by line; or Changes that the file makes, for the second step.
	Summary string
	Faults  []mapFault
	Nothing bool
	Changes []mapChange
	// File and Seen go along to the second step.
	File, Seen string
	Reason     Field
}

type mapFault struct {
	Line         int
	Column, Text string
}

// mapChange is a group of items that are added, changed or removed.
type mapChange struct {
	Text  string
	Names string
}

var mapImportShape = newShape("servicemap_import", &mapImportPage{})

func (p *portal) mapImport(v *visit) error {
	if _, _, err := v.theMap(); err != nil {
		return err
	}
	return show(v, http.StatusOK, mapImportShape, v.mapImportPage(newForm("whole", "part")))
}

func (v *visit) mapImportPage(f Form) *mapImportPage {
	page := &mapImportPage{Page: v.page(v.text.T("servicemap.import.title")), Form: v.sheet(f), Lead: v.text.T("servicemap.import.lead", "Columns", strings.Join(topology.Columns, ", ")),
		File: f.Value("file"), Seen: f.Value("seen")}
	page.Fields = []Field{page.Form.Radio("whole", "servicemap.whole", []Choice{{Value: "part", Text: v.text.T("servicemap.whole.part")}, {Value: "whole", Text: v.text.T("servicemap.whole.whole")}})}
	page.Reason = page.Form.Area("reason", "servicemap.reason", 2)
	return page
}

// mapImported reads a file and shows what it would change; sent again from there, it
// is taken over.
func (p *portal) mapImported(v *visit) error {
	f, err := v.readUpload()
	if err != nil {
		return err
	}
	_, ref, err := v.theMap()
	if err != nil {
		return err
	}
	v.process = servicemap.Name
	page := v.mapImportPage(f)
	read, err := p.service.ReadMapImport(v.r.Context(), v.who, ref, []byte(f.Values.Get("file")), f.Has("whole", "whole"), f.Value("reason"))
	if err != nil {
		if !v.refused(&page.Form.Form, err, nil) {
			return err
		}
		return show(v, http.StatusUnprocessableEntity, mapImportShape, page)
	}
	if f.Value("do") == "take" && len(read.Faults) == 0 && len(read.Edition.Put)+len(read.Edition.Remove) > 0 {
		return v.takeMap(f, ref, read.Edition)
	}
	return v.showMapImport(page, read)
}

// takeMap takes a file over, when the map is still the one that was looked at.
func (v *visit) takeMap(f Form, ref string, e servicemap.Edition) error {
	now := e.Seen
	e.Seen, _ = strconv.Atoi(f.Value("seen"))
	_, err := v.portal.service.EditServiceMap(v.r.Context(), v.who, ref, f.Key, e)
	if err == nil {
		v.done("servicemap.done", "Version", e.Seen+1)
		v.redirect("/servicemap")
		return nil
	}
	if !v.refused(&f, err, nil) {
		return err
	}
	if r, ok := casework.RefusalOf(err); ok && r.Code == casework.CodeStale {
		f.Problem = v.text.T("servicemap.stale.map")
	}
	e.Seen = now
	page := v.mapImportPage(f)
	read, err := v.portal.service.ReadMapImport(v.r.Context(), v.who, ref, []byte(f.Values.Get("file")), f.Has("whole", "whole"), "")
	if err != nil {
		return err
	}
	return v.showMapImport(page, read)
}

func (v *visit) showMapImport(page *mapImportPage, read app.MapImport) error {
	say, status := v.text, page.Form.status()
	switch {
	case len(read.Faults) > 0:
		status = http.StatusUnprocessableEntity
		page.Summary = say.T("servicemap.faults", "Count", len(read.Faults))
		for _, fault := range read.Faults {
			page.Faults = append(page.Faults, mapFault{fault.Line, fault.Column, app.ExplainField(say, casework.FieldError{Code: fault.Code, Args: pairsToMap(fault.Args)})})
		}
	case len(read.Edition.Put)+len(read.Edition.Remove) == 0:
		page.Nothing = true
	default:
		page.Seen = strconv.Itoa(read.Edition.Seen)
		d := read.Difference
		for _, group := range []struct {
			id    string
			items []string
		}{{"added", d.Added}, {"changed", d.Changed}, {"removed", d.Removed}} {
			if n := len(group.items); n > 0 {
				page.Changes = append(page.Changes, mapChange{say.T("servicemap.preview."+group.id, "Count", n), strings.Join(group.items, ", ")})
			}
		}
	}
	return show(v, status, mapImportShape, page)
}

func pairsToMap(pairs []string) map[string]string {
	m := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// readUpload reads a form that may have a file in it: its text becomes the value of
// the field "file", so that the form can be sent again without it.
func (v *visit) readUpload() (Form, error) {
	kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return v.readForm()
	}
	if err := v.r.ParseMultipartForm(maxBody); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return Form{}, err
		}
		return Form{}, errors.Join(errForm, err)
	}
	v.r.PostForm = v.r.MultipartForm.Value
	f, err := v.readForm()
	if err != nil {
		return f, err
	}
	file, _, err := v.r.FormFile("upload")
	if errors.Is(err, http.ErrMissingFile) {
		return f, nil
	}
	if err != nil {
		return f, errors.Join(errForm, err)
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return f, errors.Join(errForm, err)
	}
	f.Values.Set("file", string(text))
	return f, nil
}
