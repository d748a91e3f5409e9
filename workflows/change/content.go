package change

import "time"

// Content is what is planned (B-16).
type Content struct {
	Title string `json:"title"`
	// Reason says why the change is needed.
	Reason string `json:"reason,omitempty"`
	// Client is for whom it is, or whom it touches most; empty means no one in particular.
	Client string `json:"client,omitempty"`
	// Items are services and configuration items of the service map, by ID.
	Items []string `json:"items,omitempty"`
	// Team of the provider that does it.
	Team string `json:"team,omitempty"`
	// From and To are the window, instants.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Impact is the impact analysis.
	Impact string `json:"impact,omitempty"`
	Risk   Risk   `json:"risk,omitzero"`
	// TestPlan says how it was and will be tested.
	TestPlan string  `json:"testPlan,omitempty"`
	BackOut  BackOut `json:"backOut,omitzero"`
	// Communication is the communication plan.
	Communication  string         `json:"communication,omitempty"`
	Unavailability Unavailability `json:"unavailability,omitzero"`
	// Providers that are involved beside the one that does it.
	Providers []string `json:"providers,omitempty"`
	// Steps of the implementation, in order.
	Steps []string `json:"steps,omitempty"`
	// Late is why it comes later than the lead time allows.
	Late string `json:"late,omitempty"`
	// Incident that it is for, by reference: an emergency's P1.
	Incident string `json:"incident,omitempty"`
	// Threat is set for a security threat, the other ground of an emergency.
	Threat string `json:"threat,omitempty"`
	// Template and TemplateVersion are the standard change that it follows.
	Template        string `json:"template,omitempty"`
	TemplateVersion int    `json:"templateVersion,omitempty"`
	// Migration is set for one to the cloud or the data centre (P-36).
	Migration *Migration `json:"migration,omitempty"`
}

// Risk levels, the lowest first.
var RiskLevels = []string{"low", "medium", "high"}

// Risk is how likely harm is and how grave.
type Risk struct {
	// Likelihood and Effect are of RiskLevels.
	Likelihood string `json:"likelihood,omitempty"`
	Effect     string `json:"effect,omitempty"`
	Text       string `json:"text,omitempty"`
}

// BackOut is how the change is undone.
type BackOut struct {
	Plan string `json:"plan,omitempty"`
	// NoReturn is the instant after which it cannot be undone inside the window; nil
	// with Always set when it always can.
	NoReturn *time.Time `json:"noReturn,omitempty"`
	Always   bool       `json:"always,omitempty"`
}

// Unavailability is what users notice. None says that they notice nothing.
type Unavailability struct {
	None bool `json:"none,omitempty"`
	// Services that are not available, from when to when, and what is told.
	Services []string  `json:"services,omitempty"`
	From     time.Time `json:"from,omitzero"`
	To       time.Time `json:"to,omitzero"`
	Text     string    `json:"text,omitempty"`
}

// What is known of a Client's roadmap (P-36).
const (
	RoadmapInLine    = "in_line"
	RoadmapMissing   = "missing"
	RoadmapDeviating = "not_in_line"
)

// Migration says whose roadmap stands behind a migration.
type Migration struct {
	Client string `json:"client"`
	// Roadmap: in_line, missing or not_in_line.
	Roadmap string `json:"roadmap"`
}
