package record

import "time"

// GateActivity reads what decides on a deployment besides the plans of others: the
// frame as it is in force now, and the wall clock. It changes nothing.
const GateActivity = "Gate"

// GateAsked is its input.
type GateAsked struct {
	// Frame is the standard change whose frame is looked at, by reference; empty when
	// none covers the deployment.
	Frame string `json:"frame,omitempty"`
	// Service of the service map.
	Service string    `json:"service"`
	At      time.Time `json:"at"`
}

// GateFacts is its answer.
type GateFacts struct {
	// Frame as it is in force; nil when none is. Lost says that it was, and is not any
	// more: it was set back or retired.
	Frame *Frame `json:"frame,omitempty"`
	Lost  bool   `json:"lost,omitempty"`
	// Covered: the service is one of the frame's, or a part of one.
	Covered bool `json:"covered,omitempty"`
	// Hour of the day in Europe/Brussels, and whether the day is a working day by the
	// calendar's version.
	Hour            int  `json:"hour"`
	WorkingDay      bool `json:"workingDay,omitempty"`
	CalendarVersion int  `json:"calendarVersion"`
}

// Frame is what bounds the deployments of a pipeline, in the version in force.
type Frame struct {
	Ref     string `json:"ref"`
	Version int    `json:"version"`
	Name    string `json:"name"`
	// Minutes that one lasts at most, Environments and the kinds of Evidence that must
	// have passed.
	Minutes      int      `json:"minutes"`
	Environments []string `json:"environments,omitempty"`
	Evidence     []string `json:"evidence,omitempty"`
	// FromHour to ToHour, over midnight when the last comes first, always when equal.
	FromHour    int  `json:"fromHour,omitempty"`
	ToHour      int  `json:"toHour,omitempty"`
	WorkingDays bool `json:"workingDays,omitempty"`
	// Decide is when somebody decides: never, collision, always.
	Decide string `json:"decide,omitempty"`
}
