package takeover

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"
)

// Mapping says what the values of a log are in this ecosystem. The keys of its
// tables are the log's own texts, exactly; "?" is a value that was not filled in.
type Mapping struct {
	// System names the tool, for example servicenow.
	System string `yaml:"system"`
	// Zone is where the log's wall-clock times were read.
	Zone string `yaml:"zone"`
	// States: new, active, "waiting user", "waiting supplier", "waiting problem",
	// "waiting change", resolved or closed.
	States map[string]string `yaml:"states"`
	// Priorities: P1 to P4.
	Priorities map[string]string `yaml:"priorities"`
	// Degrees of impact and urgency: high, medium or low.
	Degrees map[string]string `yaml:"degrees"`
	// Channels: web, email, phone, chat or monitoring.
	Channels map[string]string `yaml:"channels"`
	Groups   Groups            `yaml:"groups"`
	Clients  Clients           `yaml:"clients"`
	// People: keep their names, or replace them by pseudonyms (Options.Key).
	People string `yaml:"people"`
	// Service and Category of the catalogue that every incident gets.
	Service  string `yaml:"service"`
	Category string `yaml:"category"`

	zone *time.Location
	// orgs are the organisations of the teams that the mapping names.
	orgs map[string]string
}

// Groups give the teams that the log's groups are.
type Groups struct {
	// Default is for groups that are not named: the group's own name becomes the
	// team's ID, as in "group-24".
	Default struct {
		Org string `yaml:"org"`
	} `yaml:"default"`
	// None is for incidents without a group.
	None  GroupTeam            `yaml:"none"`
	Named map[string]GroupTeam `yaml:"named"`
}

// GroupTeam is the team that a group is; without Team its ID is of the group's name.
type GroupTeam struct {
	Team string `yaml:"team"`
	Org  string `yaml:"org"`
}

// Clients give the client organisation that an incident is of.
type Clients struct {
	Default   string            `yaml:"default"`
	Locations map[string]string `yaml:"locations"`
}

// What to do with people's names.
const (
	Keep      = "keep"
	Pseudonym = "pseudonym"
)

// Values that tables of a mapping may give.
var (
	stateNames = []string{"new", "active", "waiting user", "waiting supplier", "waiting problem", "waiting change", "resolved", "closed"}
	priorities = []string{"P1", "P2", "P3", "P4"}
	degrees    = []string{"high", "medium", "low"}
	channels   = []string{"web", "email", "phone", "chat", "monitoring"}
)

// ParseMapping reads a mapping of YAML. It refuses keys that mean nothing and
// says of every wrong one what to write.
func ParseMapping(file string, text []byte) (Mapping, error) {
	var m Mapping
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("%s: %w", file, err)
	}
	if err := m.prepare(); err != nil {
		return m, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

func (m *Mapping) prepare() error {
	for _, want := range []struct{ key, value, write string }{
		{"system", m.System, "the name of the tool, such as servicenow"},
		{"zone", m.Zone, "the time zone of the log, such as Europe/Brussels"},
		{"groups.default.org", m.Groups.Default.Org, "the organisation of groups that are not named"},
		{"groups.none.team", m.Groups.None.Team, "the team of incidents without a group, such as desk"},
		{"groups.none.org", m.Groups.None.Org, "that team's organisation"},
		{"clients.default", m.Clients.Default, "the client organisation of incidents whose location is not named"},
		{"service", m.Service, "a service of the catalogue, such as andere"},
	} {
		if want.value == "" {
			return fmt.Errorf("%s is missing; write %s", want.key, want.write)
		}
	}
	for _, table := range []struct {
		key     string
		values  map[string]string
		allowed []string
	}{
		{"states", m.States, stateNames}, {"priorities", m.Priorities, priorities},
		{"degrees", m.Degrees, degrees}, {"channels", m.Channels, channels},
		{"people", map[string]string{"": m.People}, []string{Keep, Pseudonym}},
	} {
		if err := checkTable(table.key, table.values, table.allowed); err != nil {
			return err
		}
	}
	if err := m.checkNames(); err != nil {
		return err
	}
	var err error
	if m.zone, err = time.LoadLocation(m.Zone); err != nil || m.Zone == "Local" {
		return fmt.Errorf("zone is %q; write a time zone such as Europe/Brussels", m.Zone)
	}
	return nil
}

func checkTable(key string, values map[string]string, allowed []string) error {
	if len(values) == 0 {
		return fmt.Errorf("%s is missing; give each value of the log one of %s", key, strings.Join(allowed, ", "))
	}
	for _, from := range slices.Sorted(maps.Keys(values)) {
		where := key
		if from != "" {
			where = fmt.Sprintf("%s: %q", key, from)
		}
		if !slices.Contains(allowed, values[from]) {
			return fmt.Errorf("%s is %q; write one of %s", where, values[from], strings.Join(allowed, ", "))
		}
	}
	return nil
}

// checkNames sees that no team has two organisations.
func (m *Mapping) checkNames() error {
	m.orgs = map[string]string{m.Groups.None.Team: m.Groups.None.Org}
	for _, group := range slices.Sorted(maps.Keys(m.Groups.Named)) {
		named := m.Groups.Named[group]
		if named.Org == "" {
			return fmt.Errorf("groups.named: %q has no org; write the organisation that the group belongs to", group)
		}
		id := cmp.Or(named.Team, slug(group))
		if org := cmp.Or(m.orgs[id], named.Org); org != named.Org {
			return fmt.Errorf("groups.named: %q makes team %s one of %s, but it is one of %s already; give a team one organisation", group, id, named.Org, org)
		}
		m.orgs[id] = named.Org
	}
	for _, location := range slices.Sorted(maps.Keys(m.Clients.Locations)) {
		if m.Clients.Locations[location] == "" {
			return fmt.Errorf("clients.locations: %q has no client; write a client organisation", location)
		}
	}
	return nil
}

var errNoZone = errors.New("the mapping has no zone; read it with ParseMapping")

// team is the team that a group of the log is.
func (m *Mapping) team(group string) Team {
	named, ok := m.Groups.Named[group]
	if group == "" {
		named = m.Groups.None
	}
	if named.Team != "" {
		return Team{ID: named.Team, Org: named.Org}
	}
	id := slug(group)
	if !ok {
		named.Org = cmp.Or(m.orgs[id], m.Groups.Default.Org)
	}
	return Team{ID: id, Org: named.Org, Name: group}
}

// slug makes an ID of a name: "Group 24" becomes group-24.
func slug(name string) string {
	var id strings.Builder
	gap := false
	// Letters come apart from their accents, and the accents go.
	for _, r := range strings.ToLower(norm.NFD.String(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && id.Len() > 0 {
				id.WriteByte('-')
			}
			id.WriteRune(r)
			gap = false
		case !unicode.Is(unicode.Mn, r):
			gap = true
		}
	}
	if id.Len() == 0 {
		return fmt.Sprintf("group-%08x", crc32.ChecksumIEEE([]byte(name)))
	}
	return id.String()
}
