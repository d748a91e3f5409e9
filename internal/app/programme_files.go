package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/planfile"
	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

// Formats of a programme beside CSV and XLSX.
const (
	YAML = "yaml"
	// MSPDI is the XML of Microsoft Project, which other planning tools read too.
	MSPDI = "xml"
	// PDF is the report for the Board.
	PDF = "pdf"
	// ICS are the dates for an agenda.
	ICS = "ics"
)

// ProgrammeFormats are those that a programme can be had in; SteeringFormats are only
// for whoever sees all of it.
var (
	ProgrammeFormats = []string{CSV, XLSX, MSPDI, YAML, PDF, ICS}
	SteeringFormats  = []string{PDF}
)

// PlanProblems are what is wrong with a plan's file, by line: the error of ReadPlan.
type PlanProblems = planfile.Problems

// ReadPlan reads a plan from a file whose name says what it is. The error is
// PlanProblems when the file can be read but not be taken, ErrFormat when it is none
// of a plan's formats.
func (s *Service) ReadPlan(ctx context.Context, p identity.Principal, name string, text []byte) (transition.Plan, []planfile.Problem, error) {
	if !p.May(identity.OpenProgramme, nil) {
		return transition.Plan{}, nil, ErrForbidden
	}
	rules, err := s.planRules(ctx)
	if err != nil {
		return transition.Plan{}, nil, err
	}
	read, ok := planReaders[formatOf(name, text)]
	if !ok {
		return transition.Plan{}, nil, ErrFormat
	}
	found, err := read(text, rules)
	if err != nil {
		return transition.Plan{}, nil, err
	}
	plan, err := programmePlan(found.Plan)
	return plan, found.Remarks, err
}

// planReaders read a plan, by format.
var planReaders = map[string]func([]byte, planfile.Rules) (planfile.Reading, error){
	YAML: planfile.ReadYAML, CSV: planfile.ReadCSV, MSPDI: planfile.ReadMSPDI, XLSX: planfile.ReadXLSX,
}

// formatOf is what a file is, by its name, else by how it begins. An archive is a workbook.
func formatOf(name string, text []byte) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return YAML
	case ".csv", ".txt":
		return CSV
	case ".xml":
		return MSPDI
	case ".xlsx":
		return XLSX
	}
	switch start := bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff"))); {
	case bytes.HasPrefix(text, []byte("PK")):
		return XLSX
	case bytes.HasPrefix(start, []byte("<")):
		return MSPDI
	case bytes.Contains(firstLine(start), []byte(";")):
		return CSV
	}
	return YAML
}

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return line
}

// planRules are what a plan is held against: who there is, and the days that count.
func (s *Service) planRules(ctx context.Context) (planfile.Rules, error) {
	rules := planfile.Rules{People: map[string]string{}, Cap: s.Policy.Transition.Cap} // N-01
	days, err := s.Policy.Calendars.Current("workdays", calendar.DateOf(s.Now(), brussels))
	if err != nil {
		return rules, err
	}
	rules.Calendar = days
	orgs, err := s.Store.Organisations(ctx, "")
	if err != nil {
		return rules, err
	}
	for _, o := range orgs {
		rules.Orgs = append(rules.Orgs, planfile.Org{ID: o.ID, Name: o.Name})
	}
	people, err := s.Store.People(ctx, "")
	if err != nil {
		return rules, err
	}
	for _, person := range people {
		rules.People[person.ID] = person.Org
	}
	return rules, nil
}

// programmePlan is the plan of a file as a programme takes it: the two are written
// alike.
func programmePlan(from planfile.Plan) (transition.Plan, error) {
	var plan transition.Plan
	raw, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(raw, &plan)
	}
	if err != nil {
		return plan, fmt.Errorf("plan of a file: %w", err)
	}
	return plan, nil
}

// IsPlanProblem reports whether an error tells what is wrong with a plan's file.
func IsPlanProblem(err error) (planfile.Problems, bool) {
	var problems planfile.Problems
	return problems, errors.As(err, &problems)
}

// PlanRefusal is the refusal of a plan's file: each field names its line and column.
func PlanRefusal(say *i18n.Printer, problems planfile.Problems) *casework.Refusal {
	refusal := &casework.Refusal{Code: casework.CodeInvalid}
	for _, x := range problems {
		field := x.Path
		switch {
		case x.Line > 0 && x.Column != "":
			field = say.T("programme.file.place", "Line", x.Line, "Column", x.Column)
		case x.Line > 0:
			field = say.T("programme.file.line", "Line", x.Line)
		}
		refusal.Fields = append(refusal.Fields, casework.FieldError{Field: field, Code: x.Code, Args: x.Args})
	}
	return refusal
}
