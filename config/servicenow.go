package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"termijn/internal/takeover"
)

// ServiceNowFile is the name of the ServiceNow mapping in a configuration directory.
const ServiceNowFile = "servicenow.yaml"

// ServiceNow reads what the values of a ServiceNow log are here, from a directory
// or, where it has no such file or is empty, from the program.
func ServiceNow(dir string) (takeover.Mapping, error) {
	text, err := embedded.ReadFile(ServiceNowFile)
	if dir != "" {
		own, ownErr := os.ReadFile(filepath.Join(dir, ServiceNowFile))
		if ownErr == nil || !errors.Is(ownErr, fs.ErrNotExist) {
			text, err = own, ownErr
		}
	}
	if err != nil {
		return takeover.Mapping{}, fmt.Errorf("configuration: %w", err)
	}
	m, err := takeover.ParseMapping(ServiceNowFile, text)
	if err != nil {
		return m, fmt.Errorf("configuration: %w", err)
	}
	return m, nil
}
