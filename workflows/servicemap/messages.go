package servicemap

import "termijn/workflows/casework"

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "servicemap"
	Prefix = "MAP"
)

// The commands of the process.
var Edit = casework.Command[Edition]{Name: "edit"}

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

// Edition changes the map.
type Edition struct {
	// Seen is the number of the version that the writer began from.
	Seen int `json:"seen"`
	// Put are items that are new or changed, whole; Remove are IDs.
	Put    []Item   `json:"put,omitempty"`
	Remove []string `json:"remove,omitempty"`
	Reason string   `json:"reason"`
}
