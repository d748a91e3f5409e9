package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"termijn/internal/ledger"
)

// RetentionFile is the name of the retention rules' file in a configuration directory.
const RetentionFile = "retention.yaml"

// Retention reads the rules that keep personal data, from a directory or, where
// it has no such file or is empty, from the program.
func Retention(dir string) ([]ledger.RetentionRule, error) {
	text, err := embedded.ReadFile(RetentionFile)
	if dir != "" {
		own, ownErr := os.ReadFile(filepath.Join(dir, RetentionFile))
		if ownErr == nil || !errors.Is(ownErr, fs.ErrNotExist) {
			text, err = own, ownErr
		}
	}
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	var doc struct {
		Version int                    `yaml:"version"`
		Rules   []ledger.RetentionRule `yaml:"rules"`
	}
	if err := strict(RetentionFile, text, &doc); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	for i, r := range doc.Rules {
		where := fmt.Sprintf("configuration: %s: rules[%d] %s", RetentionFile, i, r.ID)
		switch {
		case r.ID == "" || r.Process == "" || r.Holds == "":
			return nil, fmt.Errorf("%s: give an id, a process and what its state holds", where)
		case r.Years < 1 || r.Years > 100:
			return nil, fmt.Errorf("%s: years is %d; write 1 to 100", where, r.Years)
		case r.Flag != "contractual" && r.Flag != "assumed":
			return nil, fmt.Errorf("%s: flag is %q; write contractual or assumed", where, r.Flag)
		}
	}
	return doc.Rules, nil
}
