package portal

// stepState says where a step of a process stands.
type stepState string

// The states of a step. A picture shows each by an icon and a word.
const (
	stepDone    stepState = "done"
	stepCurrent stepState = "current"
	stepNext    stepState = "next"
	// stepStopped is where a case ended before its end.
	stepStopped stepState = "stopped"
	stepSkipped stepState = "skipped"
)

// step is one step of the picture of a process.
type step struct {
	Key   string
	State stepState
	Label string
	// StateLabel is the state in words.
	StateLabel string
}

// stepsAt returns the steps of a process of which one is worked on, or is where
// the case stopped; an index past the last is a process that was done to its end.
func stepsAt(keys []string, at int, here stepState) []step {
	var all []step
	for i, key := range keys {
		s := step{Key: key, State: stepNext}
		switch {
		case i < at:
			s.State = stepDone
		case i == at:
			s.State = here
		case here == stepStopped:
			s.State = stepSkipped
		}
		all = append(all, s)
	}
	return all
}

// labelled gives steps their words: <process>.step.<key>.
func (r caseReader) labelled(all []step) []step {
	for i := range all {
		all[i].Label = r.say.T(r.Process + ".step." + all[i].Key)
		all[i].StateLabel = r.say.T("case.step." + string(all[i].State))
	}
	return all
}
