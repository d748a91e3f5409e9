package servicemap

import (
	"termijn/internal/topology"
	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "servicemap"
	Prefix = "MAP"
)

// Edit is an edition of the map.
var Edit = casework.Command[Edition]{Name: "edit"}

// Kinds of items.
const (
	Service = topology.Service
	CI      = topology.CI
)

// Item is a service or a configuration item.
type Item = topology.Item

// Edition changes the map.
type Edition struct {
	// Seen is the number of the version that the writer began from.
	Seen int `json:"seen"`
	// Put are items that are new or changed, whole; Remove are IDs.
	Put    []Item   `json:"put,omitempty"`
	Remove []string `json:"remove,omitempty"`
	Reason string   `json:"reason"`
}
