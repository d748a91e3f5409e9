package config

import "fmt"

// ChangeFile is the name of the changes' file in a configuration directory.
const ChangeFile = "change.yaml"

// Change is the policy of changes.
type Change struct {
	Version int    `yaml:"version"`
	Flag    string `yaml:"flag"`
	// LeadWorkingDays are the working days that a normal change comes before its window.
	LeadWorkingDays int `yaml:"leadWorkingDays"`
	// WindowDays is how long a window lasts at most, in days.
	WindowDays int `yaml:"windowDays"`
}

// longestWindow is what the calendar's indexes are made for, in days.
const longestWindow = 31

func parseChange(file string, text []byte) (Change, error) {
	var c Change
	if err := strict(file, text, &c); err != nil {
		return c, err
	}
	if c.LeadWorkingDays < 0 {
		return c, fmt.Errorf("%s: leadWorkingDays is %d; write a number of working days, or 0", file, c.LeadWorkingDays)
	}
	if c.WindowDays < 1 || c.WindowDays > longestWindow {
		return c, fmt.Errorf("%s: windowDays is %d; write a number of days from 1 to %d", file, c.WindowDays, longestWindow)
	}
	if c.Flag != "contractual" && c.Flag != "assumed" {
		return c, fmt.Errorf("%s: flag is %q; write contractual or assumed", file, c.Flag)
	}
	return c, nil
}
