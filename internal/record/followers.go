package record

// FollowedActivity finds the standard change that a change follows, or in whose frame
// it is. It changes nothing.
const FollowedActivity = "Followed"

// FollowedAsked is its input.
type FollowedAsked struct {
	// Change is its reference.
	Change string `json:"change"`
}

// Followed is its answer.
type Followed struct {
	// Standard is the standard change, by reference; empty when the change is of its own
	// or is not known.
	Standard string `json:"standard,omitempty"`
}

// FollowersActivity lists the open cases that link to the asking one.
const FollowersActivity = "Followers"

// FollowersAsked is its input.
type FollowersAsked struct {
	// Kind of the links.
	Kind string `json:"kind"`
}

// Followers is its answer.
type Followers struct {
	// Refs are the cases, by reference.
	Refs []string `json:"refs,omitempty"`
}
