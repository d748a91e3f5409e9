package api

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/regie"
)

// contentTypes of the export's formats.
var contentTypes = map[string]string{
	app.CSV:  "text/csv; charset=utf-8",
	app.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

type exportInput struct {
	Format string `query:"format" enum:"csv,xlsx" default:"csv" doc:"The kind of file."`
	Filters
}

// file is an answer that is written as it comes.
type file struct {
	ContentType string `header:"Content-Type"`
	Name        string `header:"Content-Disposition"`
	Body        func(huma.Context)
}

// exportRegie streams the M-22 report. A fault before the first row is a
// problem document; after it the connection is cut, so that nobody takes a part
// for the whole.
func (s *server) exportRegie(ctx context.Context, who identity.Principal, in *exportInput) (*file, error) {
	next, stop := iter.Pull2(s.Service.AllRegieRows(ctx, who, in.filter(regie.Name)))
	first, err, some := next()
	if err != nil {
		stop()
		return nil, err
	}
	rows := func(yield func(app.RegieRow, error) bool) {
		defer stop()
		for row, err, ok := first, error(nil), some; ok; row, err, ok = next() {
			if !yield(row, err) {
				return
			}
		}
	}
	name := fmt.Sprintf(`attachment; filename="regie-%s.%s"`, local(s.Service.Now()).Format("2006-01-02"), in.Format)
	return &file{ContentType: contentTypes[in.Format], Name: name, Body: func(c huma.Context) {
		c.SetStatus(http.StatusOK)
		if err := app.WriteRegie(c.BodyWriter(), in.Format, printer(ctx), rows); err != nil {
			s.Log.ErrorContext(ctx, "export broken off", "trace", traceOf(ctx), "error", err)
			panic(http.ErrAbortHandler)
		}
	}}, nil
}
