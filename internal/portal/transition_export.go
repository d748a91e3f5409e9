package portal

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"termijn/internal/app"
	"termijn/internal/icalendar"
)

// programmeTypes are the content types of a programme's files.
var programmeTypes = map[string]string{
	app.CSV: exportTypes[app.CSV], app.XLSX: exportTypes[app.XLSX], app.YAML: "application/yaml; charset=utf-8",
	app.MSPDI: "application/xml; charset=utf-8", app.PDF: "application/pdf", app.ICS: icalendar.MediaType,
}

// programmeExport sends a programme as a file, with what the reader sees of it.
func (p *portal) programmeExport(v *visit) error {
	format := v.param("format")
	kind, ok := programmeTypes[format]
	if !ok {
		return app.ErrNotFound
	}
	row, err := p.service.Case(v.r.Context(), v.who, v.param("ref"))
	if err != nil {
		return err
	}
	content, err := p.service.ProgrammeFile(v.r.Context(), v.who, row, format, v.text, v.base())
	if errors.Is(err, app.ErrFormat) {
		return app.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("export %s as %s: %w", row.Ref, format, err)
	}
	return v.sendFile(kind, fmt.Sprintf("%s-%s.%s", row.Ref, v.now.In(brussels).Format("2006-01-02"), format), content)
}

// sendFile sends a file that was made whole.
func (v *visit) sendFile(kind, name string, content []byte) error {
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	h.Set("Cache-Control", "no-store")
	if _, err := v.w.Write(content); err != nil {
		v.logError(fmt.Errorf("send file: %w", err)) // the reader went away
	}
	return nil
}

// base is the site's own address, without a slash at its end.
func (v *visit) base() string {
	scheme := "http"
	if v.r.TLS != nil || v.portal.sessions.Cookie.Secure {
		scheme = "https"
	}
	return scheme + "://" + v.r.Host
}

// programmeAgenda is what an agenda subscribes to: the signed link is the key.
func (p *portal) programmeAgenda(v *visit) error {
	content, err := p.service.Agenda(v.r.Context(), v.param("ref"), v.param("person"), strings.TrimSuffix(v.param("mac"), ".ics"), v.base())
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", icalendar.MediaType)
	v.w.Header().Set("Cache-Control", "private, no-store")
	v.w.WriteHeader(http.StatusOK)
	if _, err := v.w.Write(content); err != nil {
		v.logError(fmt.Errorf("send agenda: %w", err))
	}
	return nil
}
