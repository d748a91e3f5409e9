package record

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
