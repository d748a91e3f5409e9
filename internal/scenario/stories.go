package scenario

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

//go:embed stories/*.yaml
var stories embed.FS

// Load reads a scenario by the name of one in the program, or from a file.
func Load(name string) (*File, error) {
	text, err := stories.ReadFile("stories/" + name + ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("scenario %q is neither a file nor one of %s", name, strings.Join(Names(), ", "))
	}
	return Parse(path.Base(name), text)
}

// Names lists the scenarios in the program.
func Names() []string {
	entries, err := stories.ReadDir("stories")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}
