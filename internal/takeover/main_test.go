package takeover_test

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/takeover"
)

// logFile is a whole log to read and compare, beside the selection in testdata.
var logFile = flag.String("log", "", "a ServiceNow incident log (CSV, plain or gzip) to read, reconcile and compare")

func mapping(t testing.TB) takeover.Mapping {
	m, err := config.ServiceNow("")
	require.NoError(t, err)
	return m
}

// policy is the product's own: for 2016 the definitions in their first version.
func policy(t testing.TB) takeover.Policy {
	p, err := config.Load("")
	require.NoError(t, err)
	return takeover.Policy{
		Definitions: p.Definitions.Current(calendar.Date{Year: 2026, Month: 1, Day: 1}),
		Definition:  p.Incident.Definition,
		Always: func(service string) bool {
			s, _ := p.Incident.Service(service)
			return s.Always
		},
		Calendar: p.Calendars.CurrentAt,
	}
}

func TestWholeLog(t *testing.T) {
	t.Parallel()
	if *logFile == "" {
		return
	}
	f, err := os.Open(*logFile)
	require.NoError(t, err)
	defer f.Close()
	start := time.Now()
	log, err := takeover.Read(f, mapping(t), takeover.Options{})
	require.NoError(t, err)
	read := time.Since(start)
	require.NoError(t, log.Report.Check())
	start = time.Now()
	rec, err := log.Reconcile(policy(t), time.Date(2017, 3, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	facts := 0
	for _, inc := range log.Incidents {
		facts += len(inc.Facts)
	}
	fmt.Printf("read %v, reconcile %v, heap from system %d MB, facts %d\n", read, time.Since(start), mem.HeapSys>>20, facts)
	for _, r := range log.Report.Rejections {
		fmt.Println(r)
	}
	require.NoError(t, rec.WriteText(os.Stdout, nil))
}
