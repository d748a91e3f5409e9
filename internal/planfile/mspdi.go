package planfile

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"termijn/internal/calendar"
)

// MSPDI is the XML that Microsoft Project and most other planning tools exchange
// (Microsoft Project Data Interchange). It has tasks with dates and links, and
// fields of one's own. A programme's project is a summary task, a milestone a task
// without duration below it. It has no place for work products, checklists, risks
// and open items: they are not written.

const mspdiNamespace = "http://schemas.microsoft.com/project"

// Working days of the exchange have eight hours, and end where milestones stand.
const (
	minutesPerDay = 480
	dayStart      = "09:00:00"
	dayEnd        = "17:00:00"
)

// ownFields are the fields of one's own that carry what MSPDI has no place for: the
// custom text fields of a task, by their numbers.
var ownFields = []struct {
	field, id, name string
}{
	{"id", "188743731", "Text1"}, {"owner", "188743734", "Text2"}, {"person", "188743737", "Text3"}, {"share", "188743740", "Text4"},
	{"goLive", "188743743", "Text5"}, {"accept", "188743746", "Text6"}, {"conditional", "188743747", "Text7"}, {"rule", "188743748", "Text8"},
	{"aim", "188743749", "Text9"}, {"forecast", "188743750", "Text10"},
	// Of the programme's own task alone.
	{"price", "188743997", "Text11"}, {"cap", "188743998", "Text12"}, {"start", "188743999", "Text13"}, {"end", "188744000", "Text14"},
	{"awardBy", "188744001", "Text15"}, {"awarded", "188744002", "Text16"}, {"rhythm", "188744003", "Text17"},
}

type mspdiProject struct {
	XMLName           xml.Name `xml:"Project"`
	Namespace         string   `xml:"xmlns,attr"`
	SaveVersion       int      `xml:"SaveVersion"`
	Title             string   `xml:"Title"`
	ScheduleFromStart yesNo    `xml:"ScheduleFromStart"`
	StartDate         string   `xml:"StartDate,omitempty"`
	FinishDate        string   `xml:"FinishDate,omitempty"`
	CurrencyDigits    int      `xml:"CurrencyDigits"`
	CurrencySymbol    string   `xml:"CurrencySymbol"`
	CurrencyCode      string   `xml:"CurrencyCode"`
	CalendarUID       int      `xml:"CalendarUID"`
	DefaultStartTime  string   `xml:"DefaultStartTime"`
	DefaultFinishTime string   `xml:"DefaultFinishTime"`
	MinutesPerDay     int      `xml:"MinutesPerDay"`
	MinutesPerWeek    int      `xml:"MinutesPerWeek"`
	DaysPerMonth      int      `xml:"DaysPerMonth"`
	DurationFormat    int      `xml:"DurationFormat"`
	HonorConstraints  yesNo    `xml:"HonorConstraints"`
	WeekStartDay      int      `xml:"WeekStartDay"`

	Fields      []mspdiField      `xml:"ExtendedAttributes>ExtendedAttribute"`
	Calendars   []mspdiCalendar   `xml:"Calendars>Calendar"`
	Tasks       []mspdiTask       `xml:"Tasks>Task"`
	Resources   []mspdiResource   `xml:"Resources>Resource"`
	Assignments []mspdiAssignment `xml:"Assignments>Assignment"`
}

type mspdiField struct {
	FieldID   string `xml:"FieldID"`
	FieldName string `xml:"FieldName"`
	Alias     string `xml:"Alias"`
}

type mspdiCalendar struct {
	UID            int              `xml:"UID"`
	Name           string           `xml:"Name"`
	IsBaseCalendar yesNo            `xml:"IsBaseCalendar"`
	WeekDays       []mspdiWeekDay   `xml:"WeekDays>WeekDay"`
	Exceptions     []mspdiException `xml:"Exceptions>Exception,omitempty"`
}

type mspdiWeekDay struct {
	DayType      int              `xml:"DayType"`
	DayWorking   yesNo            `xml:"DayWorking"`
	WorkingTimes []mspdiTimeOfDay `xml:"WorkingTimes>WorkingTime,omitempty"`
}

type mspdiTimeOfDay struct {
	FromTime string `xml:"FromTime"`
	ToTime   string `xml:"ToTime"`
}

type mspdiException struct {
	EnteredByOccurrences yesNo            `xml:"EnteredByOccurrences"`
	FromDate             string           `xml:"TimePeriod>FromDate"`
	ToDate               string           `xml:"TimePeriod>ToDate"`
	Occurrences          int              `xml:"Occurrences"`
	Name                 string           `xml:"Name"`
	Type                 int              `xml:"Type"`
	DayWorking           yesNo            `xml:"DayWorking"`
	WorkingTimes         []mspdiTimeOfDay `xml:"WorkingTimes>WorkingTime,omitempty"`
}

type mspdiTask struct {
	UID            int             `xml:"UID"`
	ID             int             `xml:"ID"`
	Name           string          `xml:"Name"`
	Type           int             `xml:"Type"`
	IsNull         yesNo           `xml:"IsNull"`
	OutlineLevel   int             `xml:"OutlineLevel"`
	Start          string          `xml:"Start,omitempty"`
	Finish         string          `xml:"Finish,omitempty"`
	Duration       string          `xml:"Duration,omitempty"`
	DurationFormat int             `xml:"DurationFormat,omitempty"`
	Milestone      yesNo           `xml:"Milestone"`
	Summary        yesNo           `xml:"Summary"`
	PercentDone    int             `xml:"PercentComplete,omitempty"`
	ActualStart    string          `xml:"ActualStart,omitempty"`
	ActualFinish   string          `xml:"ActualFinish,omitempty"`
	ConstraintType int             `xml:"ConstraintType"`
	ConstraintDate string          `xml:"ConstraintDate,omitempty"`
	Deadline       string          `xml:"Deadline,omitempty"`
	Links          []mspdiLink     `xml:"PredecessorLink"`
	Values         []mspdiValue    `xml:"ExtendedAttribute"`
	Baselines      []mspdiBaseline `xml:"Baseline"`
	// Active is written by later versions; a task is active unless it says 0.
	Active *yesNo `xml:"Active"`

	line int
}

type mspdiLink struct {
	PredecessorUID int   `xml:"PredecessorUID"`
	Type           *int  `xml:"Type"` // 1, or none, is finish to start
	CrossProject   yesNo `xml:"CrossProject"`
	LinkLag        int   `xml:"LinkLag"` // tenths of a minute
	LagFormat      int   `xml:"LagFormat"`
}

type mspdiValue struct {
	FieldID string `xml:"FieldID"`
	Value   string `xml:"Value"`
}

type mspdiBaseline struct {
	Number int    `xml:"Number"`
	Start  string `xml:"Start"`
	Finish string `xml:"Finish"`
}

type mspdiResource struct {
	UID  int    `xml:"UID"`
	ID   int    `xml:"ID"`
	Name string `xml:"Name"`
	Type int    `xml:"Type"` // 1 is work
}

type mspdiAssignment struct {
	UID         int `xml:"UID"`
	TaskUID     int `xml:"TaskUID"`
	ResourceUID int `xml:"ResourceUID"`
}

// yesNo is written as 1 or 0 and read as that or as true or false.
type yesNo bool

const yes, no yesNo = true, false

func (b yesNo) MarshalText() ([]byte, error) {
	if b {
		return []byte("1"), nil
	}
	return []byte("0"), nil
}

func (b *yesNo) UnmarshalText(text []byte) error {
	value, err := strconv.ParseBool(strings.TrimSpace(string(text)))
	*b = yesNo(value)
	return err
}

// atEnd is the end of a working day, where a milestone stands.
func atEnd(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String() + "T" + dayEnd
}

// mspdiDate is the date that a dateTime shows; MSPDI has no zones.
func mspdiDate(text string) string {
	if t, err := time.Parse("2006-01-02T15:04:05", text); err == nil {
		return t.Format(time.DateOnly)
	}
	return text
}
