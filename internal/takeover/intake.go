package takeover

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// intake is a log while it is read.
type intake struct {
	mapping Mapping
	options Options
	columns columns
	report  Report
	// incidents are the usable rows of each incident; none where all were rejected.
	incidents map[string]*[]row
	// cut are the incidents with rows after the cut.
	cut map[string]bool
	// Every text is kept once, so that the lines of the file can be let go.
	words  map[string]string
	people map[string]string
	teams  map[string]Team
}

func newIntake(m Mapping, o Options) *intake {
	return &intake{
		mapping: m, options: o, report: Report{Remarks: map[Remark]int{}}, incidents: map[string]*[]row{}, cut: map[string]bool{},
		words: map[string]string{}, people: map[string]string{}, teams: map[string]Team{},
	}
}

// reject puts a row aside; its incident is known from now on, even if it has no other.
func (in *intake) reject(line int, number, reason, detail string) {
	in.usable(number)
	in.report.reject(line, in.text(number), reason, detail)
}

// usable are the usable rows of an incident.
func (in *intake) usable(number string) *[]row {
	rows := in.incidents[number]
	if rows == nil {
		rows = &[]row{}
		if number != "" {
			in.incidents[in.text(number)] = rows
		}
	}
	return rows
}

func (in *intake) text(s string) string {
	kept, ok := in.words[s]
	if !ok {
		kept = strings.Clone(s)
		in.words[kept] = kept
	}
	return kept
}

// person is the name under which a person of the log goes here.
func (in *intake) person(name string) string {
	if name == "" || in.mapping.People != Pseudonym {
		return in.text(name)
	}
	kept, ok := in.people[name]
	if !ok {
		mac := hmac.New(sha256.New, in.options.Key)
		mac.Write([]byte(name))
		kept = "person-" + hex.EncodeToString(mac.Sum(nil)[:6])
		in.people[strings.Clone(name)] = kept
	}
	return kept
}

func (in *intake) team(group string) Team {
	t, ok := in.teams[group]
	if !ok {
		t = in.mapping.team(group)
		in.teams[group] = t
	}
	return t
}

// log tells the story of every incident.
func (in *intake) log() *Log {
	log := &Log{}
	for number, rows := range in.incidents {
		if len(*rows) == 0 {
			if in.cut[number] {
				in.report.IncidentsAfterCut++
			} else {
				in.report.IncidentsRejected++
			}
			continue
		}
		log.Incidents = append(log.Incidents, tell(number, *rows, &in.mapping, &in.report))
	}
	slices.SortFunc(log.Incidents, func(a, b Incident) int {
		if c := a.Opened.Compare(b.Opened); c != 0 {
			return c
		}
		return strings.Compare(a.Number, b.Number)
	})
	slices.SortFunc(in.report.Rejections, func(a, b Rejection) int { return a.Line - b.Line })
	in.report.Incidents = len(log.Incidents)
	log.Report = in.report
	return log
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
