package app

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/servicemap"
)

// MapImport is a file with a service map, or a part of one, as it was read.
type MapImport struct {
	// Edition is what the file comes to; Difference what that does to the map.
	Edition    servicemap.Edition
	Difference topology.Difference
	// Faults are all that is wrong with the file, by line. With any, there is no edition.
	Faults []topology.LineFault
}

// ReadMapImport reads a file for the map as it stands and changes nothing. whole:
// what is not in the file is taken off the map. The reason may still be missing. A
// file that changes nothing gives no edition and no fault.
func (s *Service) ReadMapImport(ctx context.Context, p identity.Principal, ref string, file []byte, whole bool, reason string) (MapImport, error) {
	row, err := s.commanded(ctx, p, servicemap.Name, ref, servicemap.Edit.Name)
	if err != nil {
		return MapImport{}, err
	}
	own, err := ServiceMapOf(row)
	if err != nil {
		return MapImport{}, err
	}
	lines, faults := topology.ReadCSV(file)
	if len(faults) > 0 {
		return MapImport{Faults: faults}, nil
	}
	m := MapImport{}
	var at []int
	if m.Edition, at = editionOf(own, lines, whole, reason); len(m.Edition.Put) == 0 && len(m.Edition.Remove) == 0 {
		return MapImport{}, nil
	}
	checked := m.Edition
	if strings.TrimSpace(checked.Reason) == "" {
		checked.Reason = "–" // the file comes first; the edition itself will ask for a reason
	}
	m.Difference, err = s.PreviewEdition(ctx, p, ref, checked)
	if r, refused := casework.RefusalOf(err); refused && r.Code == casework.CodeInvalid {
		return MapImport{Faults: lineFaults(r, at)}, nil
	}
	return m, err
}

// mayEditMap refuses who may not edit the service map, and returns its case.
func (s *Service) mayEditMap(ctx context.Context, p identity.Principal) (ref string, err error) {
	if !p.May(identity.Action(servicemap.Name+"."+servicemap.Edit.Name), nil) {
		return "", ErrForbidden
	}
	_, ref, err = s.Store.ServiceMap(ctx)
	if err == nil && ref == "" {
		err = ErrNotFound
	}
	return ref, err
}

// CheckMapFile is ReadMapImport for whoever does not know the map's case, with all that
// is wrong with the file as a refusal whose fields are places in it.
func (s *Service) CheckMapFile(ctx context.Context, p identity.Principal, say *i18n.Printer, file []byte, whole bool) (MapImport, error) {
	ref, err := s.mayEditMap(ctx, p)
	if err != nil {
		return MapImport{}, err
	}
	m, err := s.ReadMapImport(ctx, p, ref, file, whole, "")
	if err == nil && len(m.Faults) > 0 {
		err = mapRefusal(say, m.Faults)
	}
	return m, err
}

// mapRefusal names all that is wrong with a file, each with its line.
func mapRefusal(say *i18n.Printer, faults []topology.LineFault) *casework.Refusal {
	refusal := &casework.Refusal{Code: casework.CodeInvalid}
	for _, f := range faults {
		x := casework.FieldError{Field: say.T("programme.file.line", "Line", f.Line), Code: f.Code, Args: map[string]string{}}
		if f.Column != "" {
			x.Field = say.T("programme.file.place", "Line", f.Line, "Column", f.Column)
		}
		for i := 0; i+1 < len(f.Args); i += 2 {
			x.Args[f.Args[i]] = f.Args[i+1]
		}
		refusal.Fields = append(refusal.Fields, x)
	}
	return refusal
}

// MapFile is a file that is taken over: what it comes to depends on the map, what was
// asked does not.
type MapFile struct {
	// Text of the file. Whole: what is not in it is taken off the map.
	Text  []byte `json:"text"`
	Whole bool   `json:"whole,omitempty"`
	// Seen is the number of the version that the file was looked at with.
	Seen   int    `json:"seen"`
	Reason string `json:"reason"`
}

// ImportMap takes a file over into the service map: all of it, or nothing.
func (s *Service) ImportMap(ctx context.Context, p identity.Principal, key string, say *i18n.Printer, f MapFile) (casework.Receipt, error) {
	ref, err := s.mayEditMap(ctx, p)
	if err != nil {
		return casework.Receipt{}, err
	}
	m, err := s.ReadMapImport(ctx, p, ref, f.Text, f.Whole, f.Reason)
	if err != nil {
		return casework.Receipt{}, err
	}
	if len(m.Faults) > 0 {
		return casework.Receipt{}, mapRefusal(say, m.Faults)
	}
	row, err := s.commanded(ctx, p, servicemap.Name, ref, servicemap.Edit.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	// Sent a second time the same file comes to nothing; its answer is the first one's.
	m.Edition.Seen, m.Edition.Reason = f.Seen, f.Reason
	return send(ctx, s, p, row, key, servicemap.Edit, f, m.Edition)
}

// editionOf leaves out the items that stand there already as they are in the file. at
// are the lines of what it puts.
func editionOf(own servicemap.State, lines []topology.Line, whole bool, reason string) (e servicemap.Edition, at []int) {
	e = servicemap.Edition{Seen: own.Number, Reason: reason}
	named := map[string]bool{}
	for _, l := range lines {
		named[l.ID] = true
		if was, there := own.Items[l.ID]; !there || !was.Equal(l.Item) {
			e.Put, at = append(e.Put, l.Item), append(at, l.Number)
		}
	}
	if whole {
		for _, item := range topology.New(own.Items).Items() {
			if !named[item.ID] {
				e.Remove = append(e.Remove, item.ID)
			}
		}
	}
	return e, at
}

var putPath = regexp.MustCompile(`^put\[(\d+)\]\.([^\[]+)`)

// lineFaults are the fields of a refused edition as lines of its file. What lies with
// an item that the file leaves out stands at its head.
func lineFaults(r *casework.Refusal, at []int) []topology.LineFault {
	var all []topology.LineFault
	for _, f := range r.Fields {
		fault := topology.LineFault{Line: 1, Code: f.Code}
		for _, name := range slices.Sorted(maps.Keys(f.Args)) {
			fault.Args = append(fault.Args, name, f.Args[name])
		}
		if m := putPath.FindStringSubmatch(f.Field); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil && n < len(at) {
				fault.Line, fault.Column = at[n], m[2]
			}
		}
		all = append(all, fault)
	}
	slices.SortStableFunc(all, func(a, b topology.LineFault) int { return a.Line - b.Line })
	return all
}
