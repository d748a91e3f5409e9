package planfile

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// ReadMSPDI reads a plan from the XML of a planning tool. A task at the top with
// tasks below it is a project; every other task is a milestone on the day of its
// baseline, its deadline or its finish, whichever is there first. A task with a
// duration counts as the milestone of its finish: its working days are added to the
// lags of its dependencies, with a remark. A task's owner is the field of one's own
// that is called so (see the headings of a table), else its first resource.
func ReadMSPDI(text []byte, rules Rules) (Reading, error) {
	r := newReading(rules)
	if !r.sized(text) {
		return Reading{}, r.err()
	}
	m, line, err := parseMSPDI(text)
	if err != nil {
		r.problems = append(r.problems, Problem{Line: line, Code: "not_xml"})
		return Reading{}, r.err()
	}
	if len(m.doc.Tasks) == 0 {
		r.problems = append(r.problems, Problem{Line: 1, Code: "not_a_plan"})
		return Reading{}, r.err()
	}
	m.r = r
	for _, rec := range m.records() {
		r.take(rec)
	}
	return r.finish()
}

type mspdiReader struct {
	r     *reading
	doc   mspdiProject
	field map[string]string // of one's own, by FieldID
	ids   map[int]string    // of milestones, by UID
	top   map[int]bool      // UIDs of tasks that are no milestones
}

// parseMSPDI reads the parts that a plan needs, wherever they stand, each task with
// its line.
func parseMSPDI(text []byte) (m *mspdiReader, line int, err error) {
	m = &mspdiReader{field: map[string]string{}, ids: map[int]string{}, top: map[int]bool{}}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if c := strings.ToLower(charset); c == "windows-1252" || c == "iso-8859-1" {
			return charmap.Windows1252.NewDecoder().Reader(in), nil
		}
		return nil, fmt.Errorf("character set %s", charset)
	}
	depth := 0
	for {
		token, err := d.Token()
		line, _ = d.InputPos()
		if errors.Is(err, io.EOF) {
			if depth != 0 || m.doc.XMLName.Local == "" {
				return m, line, io.ErrUnexpectedEOF
			}
			return m, line, nil
		}
		if err != nil {
			return m, line, err
		}
		switch e := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			if depth == 1 && e.Name.Local != "Project" {
				return m, line, fmt.Errorf("element %s", e.Name.Local)
			}
			taken, err := m.element(d, e, line, depth)
			if err != nil {
				line, _ = d.InputPos()
				return m, line, err
			}
			if taken {
				depth--
			}
		}
	}
}

// element decodes one of the parts that a plan needs.
func (m *mspdiReader) element(d *xml.Decoder, e xml.StartElement, line, depth int) (taken bool, err error) {
	doc := &m.doc
	switch name := e.Name.Local; {
	case depth == 1:
		doc.XMLName = e.Name
		return false, nil
	case depth == 2 && (name == "Title" || name == "Name"):
		var text string
		err = d.DecodeElement(&text, &e)
		if name == "Title" || doc.Title == "" {
			doc.Title = text
		}
	case depth == 2 && name == "MinutesPerDay":
		err = d.DecodeElement(&doc.MinutesPerDay, &e)
	case depth == 3 && name == "Task":
		t := mspdiTask{line: line}
		err = d.DecodeElement(&t, &e)
		doc.Tasks = append(doc.Tasks, t)
	case depth == 3 && name == "ExtendedAttribute":
		var f mspdiField
		err = d.DecodeElement(&f, &e)
		if field, ok := fieldOfHead(f.Alias); ok {
			m.field[f.FieldID] = field
		}
	case depth == 3 && name == "Resource":
		var x mspdiResource
		err = d.DecodeElement(&x, &e)
		doc.Resources = append(doc.Resources, x)
	case depth == 3 && name == "Assignment":
		var x mspdiAssignment
		err = d.DecodeElement(&x, &e)
		doc.Assignments = append(doc.Assignments, x)
	default:
		return false, nil
	}
	return true, err
}

// records makes a plan's records of the tasks.
func (m *mspdiReader) records() []record {
	if m.doc.MinutesPerDay <= 0 {
		m.doc.MinutesPerDay = minutesPerDay
	}
	programme := record{kind: kindProgramme, line: 1, cells: map[string]cell{}}
	var projects, milestones []record
	project := ""
	tasks := slices.DeleteFunc(m.doc.Tasks, func(t mspdiTask) bool { return bool(t.IsNull) || t.Active != nil && !bool(*t.Active) })
	for _, t := range tasks {
		if bool(t.Summary) || t.OutlineLevel == 0 && t.UID == 0 {
			m.top[t.UID] = true
			if len(t.Links) > 0 {
				m.wrong(t, "PredecessorLink", "link_to_summary", "task", short(t.Name))
			}
		} else {
			m.ids[t.UID] = m.id(t, "T")
		}
	}
	for _, t := range tasks {
		switch {
		case t.OutlineLevel == 0 && t.UID == 0:
			programme.line = t.line
			m.own(t, programme)
			programme.put("title", t.Name, t.line, "Name")
		case bool(t.Summary) && t.OutlineLevel <= 1:
			rec := m.record(kindProject, t)
			project = m.id(t, "P")
			rec.put("id", project, t.line, "UID")
			projects = append(projects, rec)
		case bool(t.Summary):
			// What stands between a project and its milestones says nothing of its own.
		default:
			if t.OutlineLevel <= 1 {
				project = ""
			}
			milestones = append(milestones, m.milestone(t, project))
		}
	}
	if m.doc.Title != "" {
		programme.put("title", m.doc.Title, 1, "Title")
	}
	return slices.Concat([]record{programme}, projects, milestones)
}

func (r record) put(field, text string, line int, column string) {
	if text != "" {
		r.cells[field] = cell{text: text, line: line, column: column}
	}
}

func (m *mspdiReader) record(kind string, t mspdiTask) record {
	rec := record{kind: kind, line: t.line, cells: map[string]cell{}}
	rec.put("title", t.Name, t.line, "Name")
	m.own(t, rec)
	m.owner(t, rec)
	return rec
}

// own takes a task's fields of one's own, as far as its kind has them.
func (m *mspdiReader) own(t mspdiTask, rec record) {
	for _, v := range t.Values {
		if field := m.field[v.FieldID]; slices.Contains(fieldsOf[rec.kind], field) {
			rec.put(field, v.Value, t.line, field)
		}
	}
}

// id is the task's own ID, else its number.
func (m *mspdiReader) id(t mspdiTask, letter string) string {
	for _, v := range t.Values {
		if m.field[v.FieldID] == "id" && v.Value != "" {
			return v.Value
		}
	}
	return letter + strconv.Itoa(t.UID)
}

func (m *mspdiReader) milestone(t mspdiTask, project string) record {
	rec := m.record(kindMilestone, t)
	rec.put("id", m.ids[t.UID], t.line, "UID")
	rec.put("project", project, t.line, "OutlineLevel")
	due, element := mspdiDate(t.Finish), "Finish"
	if t.Deadline != "" {
		due, element = mspdiDate(t.Deadline), "Deadline"
	}
	for _, b := range t.Baselines {
		if b.Number == 0 && b.Finish != "" {
			due, element = mspdiDate(b.Finish), "Baseline"
		}
	}
	rec.put("due", due, t.line, element)
	rec.put("reached", mspdiDate(t.ActualFinish), t.line, "ActualFinish")
	if finish := mspdiDate(t.Finish); finish != due && t.ActualFinish == "" {
		rec.put("forecast", finish, t.line, "Finish")
	}
	m.links(t, rec)
	return rec
}

// owner is the first resource, unless the file has a field for owners.
func (m *mspdiReader) owner(t mspdiTask, rec record) {
	for _, field := range m.field {
		if field == "owner" {
			return
		}
	}
	for _, a := range m.doc.Assignments {
		for _, x := range m.doc.Resources {
			if a.TaskUID == t.UID && a.ResourceUID == x.UID && rec.cells["owner"].text == "" {
				rec.put("owner", x.Name, t.line, "Resource")
			}
		}
	}
}
