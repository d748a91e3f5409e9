package takeover

import "fmt"

// legal says which state each kind of fact leads to, from which states.
var legal = map[string]map[string]string{
	Reopened:    {StateResolved: StateWorking},
	Prioritised: {StateNew: StateNew, StateWorking: StateWorking, StateWaiting: StateWaiting, StateResolved: StateResolved},
	Assigned:    {StateNew: StateNew, StateWorking: StateWorking, StateWaiting: StateWaiting, StateResolved: StateResolved},
	Working:     {StateNew: StateWorking, StateWaiting: StateWorking},
	Waiting:     {StateWorking: StateWaiting},
	Resolved:    {StateWorking: StateResolved},
	Closed:      {StateResolved: StateClosed},
}

// Check says whether the facts are in order of time, not before the opening, and
// legal one after another.
func (i Incident) Check() error {
	state, last := StateNew, i.Opened
	for _, f := range i.Facts {
		next, ok := legal[f.Kind][state]
		if !ok {
			return fmt.Errorf("%s, line %d: %s cannot follow while %s", i.Number, f.Line, f.Kind, state)
		}
		if f.At.Before(last) {
			return fmt.Errorf("%s, line %d: %s is before what came before it", i.Number, f.Line, f.Kind)
		}
		state, last = next, f.At
	}
	return nil
}
