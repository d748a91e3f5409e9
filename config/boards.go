package config

import "fmt"

// boardsFile is the name of the demonstration's boards.
const boardsFile = "boards.yaml"

// Board is a change board of the demonstration ecosystem (B-33, B-34, F-04). What it
// means stands at board.Definition; the application service checks it as it checks
// everybody's.
type Board struct {
	ID      string      `yaml:"id"`
	Name    string      `yaml:"name"`
	Kind    string      `yaml:"kind"`
	Scope   []string    `yaml:"scope"`
	Seats   []BoardSeat `yaml:"seats"`
	Rule    string      `yaml:"rule"`
	Count   int         `yaml:"count"`
	Quorum  int         `yaml:"quorum"`
	Sides   [][]string  `yaml:"sides"`
	Cron    string      `yaml:"cron"`
	Minutes int         `yaml:"minutes"`
	Cutoff  int         `yaml:"cutoff"`
	Each    int         `yaml:"each"`
}

// BoardSeat is one seat: a person's, or of everybody with a role in an organisation.
type BoardSeat struct {
	ID        string   `yaml:"id"`
	Name      string   `yaml:"name"`
	Side      string   `yaml:"side"`
	Person    string   `yaml:"person"`
	Org       string   `yaml:"org"`
	Role      string   `yaml:"role"`
	Delegates []string `yaml:"delegates"`
	Covers    []string `yaml:"covers"`
	Advises   bool     `yaml:"advises"`
}

// DemonstrationBoards returns the change boards of `termijn dev`.
func DemonstrationBoards() ([]Board, error) {
	text, err := embedded.ReadFile(boardsFile)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	var doc struct {
		Version int     `yaml:"version"`
		Flag    string  `yaml:"flag"`
		Boards  []Board `yaml:"boards"`
	}
	err = strict(boardsFile, text, &doc)
	return doc.Boards, err
}
