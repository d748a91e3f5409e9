package portal

import (
	"encoding/json"
	"fmt"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/record"
)

// process is what the portal knows of one process. Only the name must be there;
// doc.go tells how a process is added.
type process struct {
	name string
	// stages are those that a list can be narrowed to, in the order of the story.
	stages []string
	// allowed returns the commands that a stage allows, in the order of the story.
	allowed func(stage string) []string
	// grave are the commands that end a case or refuse somebody's work.
	grave []string
	// view reads a case for its reader; without it a caseReader shows the case.
	view func(v *visit, c caseReader) (caseView, error)
	// caseShape and taskShape show the pages of a case and of a task with a part
	// of the process's own in them: newCaseShape, newTaskShape.
	caseShape sender[*casePage]
	taskShape sender[*taskPage]
	// home is where a command that was done leads to; without one, to the case's page.
	home func(ref string) string
	// links are the process's own pages for the navigation.
	links func(v *visit) []NavLink
}

// caseView presents a case of one process to one reader. caseReader does so for
// any process; a process's own reader embeds it and says better what it knows
// better. What calls these methods takes a caseView, never a caseReader: methods
// of an embedded struct do not see those around them.
type caseView interface {
	// reader is what every case has.
	reader() caseReader
	// sensible reports whether the case has what a command that the stage allows
	// needs, so that no action leads to a form that can only refuse.
	sensible(command string, p identity.Principal) bool
	// waiting says in one sentence what the case waits for and for whom.
	waiting() string
	// steps is the picture of the process; none draws nothing.
	steps() []step
	// clockRank orders the clocks: the lowest counts most.
	clockRank(k record.Clock) int
	// clockMatters reports whether a clock is on the case's page; otherClocks says where
	// the others are.
	clockMatters(k record.Clock) bool
	otherClocks(count int) clocksElsewhere
	// clockAbout says what a clock is about, by its ID, when a case has several of a kind.
	clockAbout(id string) string
	// pauseStories tells of each pause, by ID, for whom it waits and what became of it.
	pauseStories() map[string]pauseStory
	// about says what a task is about, where its kind leaves that open.
	about(t record.Task) string
	// story tells an event in the process's own way; false leaves it to its text.
	story(e record.Event) (story, bool)
	// changed writes the difference between what was seen and what stands now.
	changed(list []app.FieldChange) []changedView
	// content is the process's own part of the case's page, for its caseShape.
	content(page *Page) any
	// decidedOn is what a task asks to decide on; its Own is for the taskShape.
	decidedOn(page *Page, t record.Task) decided
}

// register makes a process known.
func (p *portal) register(x process) { p.processes = append(p.processes, x) }

// process returns a process by its name; an unknown one has nothing but its name.
func (p *portal) process(name string) process {
	for _, x := range p.processes {
		if x.name == name {
			return x
		}
	}
	return process{name: name}
}

// homeOf is where a command of a case that was done leads to.
func (x process) homeOf(ref string) string {
	if x.home == nil {
		return casePath(ref)
	}
	return x.home(ref)
}

// isGrave reports whether a command ends a case or refuses somebody's work.
func (x process) isGrave(command string) bool {
	for _, g := range x.grave {
		if g == command {
			return true
		}
	}
	return false
}

// allows returns the commands that a stage allows.
func (x process) allows(stage string) []string {
	if x.allowed == nil {
		return nil
	}
	return x.allowed(stage)
}

// readAs makes the view of a process whose own state is an S.
func readAs[S any](open func(v *visit, c caseReader, own S) caseView) func(*visit, caseReader) (caseView, error) {
	return func(v *visit, c caseReader) (caseView, error) {
		var own S
		if err := json.Unmarshal(c.View, &own); err != nil {
			return nil, fmt.Errorf("state of %s: %w", c.Ref, err)
		}
		return open(v, c, own), nil
	}
}

// readCase reads the case of the address for the reader.
func (v *visit) readCase() (caseView, error) {
	whole, err := v.portal.service.Whole(v.r.Context(), v.who, v.param("ref"))
	if err != nil {
		return nil, err
	}
	v.process = whole.Process
	c := caseReader{say: v.text, Whole: whole, proc: v.portal.process(whole.Process)}
	if c.proc.view == nil {
		return c, nil
	}
	return c.proc.view(v, c)
}
