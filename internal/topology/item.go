package topology

// Kinds of items.
const (
	Service = "service"
	CI      = "item"
)

// Item is a service or a configuration item.
type Item struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	// Name in Dutch and English.
	NL string `json:"nl"`
	EN string `json:"en,omitempty"`
	// Parent is the item or service of which it is a part.
	Parent string `json:"parent,omitempty"`
	// DependsOn are items without which it does not work.
	DependsOn []string `json:"dependsOn,omitempty"`
	// Provider that runs it, Team that takes care of it.
	Provider string `json:"provider,omitempty"`
	Team     string `json:"team,omitempty"`
	// Confidential: other providers do not learn which item it is.
	Confidential bool `json:"confidential,omitempty"`
	// EndToEnd: a service that users know; planned unavailability of one of its parts
	// counts for it.
	EndToEnd bool `json:"endToEnd,omitempty"`
}

// Name in a language: English where it has one and is asked for, else Dutch.
func (i Item) Name(language string) string {
	if language == "en" && i.EN != "" {
		return i.EN
	}
	return i.NL
}
