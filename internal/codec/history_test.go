package codec_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/proto"

	"termijn/internal/codec"
	"termijn/internal/devstack/devtest"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

func refuse(context.Context, string) (string, error) {
	return "", temporal.NewNonRetryableApplicationError("geheim: refused", "Refused", errors.New("geheim: cause"), "geheim: detail")
}

func ask(ctx workflow.Context, question string) (string, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
	var answer string
	err := workflow.ExecuteActivity(ctx, refuse, question).Get(ctx, &answer)
	return answer, err
}

func TestTheTemporalServerSeesNoPlaintext(t *testing.T) {
	t.Parallel()
	r := ring(t, codec.GenerateKey())
	options := devtest.Temporal(t).Options()
	options.DataConverter, options.FailureConverter = codec.DataConverter(r), codec.FailureConverter(r)
	c, err := client.Dial(options)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	w := worker.New(c, "cases", worker.Options{})
	w.RegisterWorkflow(ask)
	w.RegisterActivity(refuse)
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)

	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
		TaskQueue: "cases", Memo: map[string]any{"note": "geheim: note"},
	}, ask, "geheim: question")
	require.NoError(t, err)
	require.ErrorContains(t, run.Get(t.Context(), nil), "geheim: refused", "we ourselves read it")

	events := c.GetWorkflowHistory(t.Context(), run.GetID(), run.GetRunID(), false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	seen := 0
	for events.HasNext() {
		event, err := events.Next()
		require.NoError(t, err)
		whole, err := proto.Marshal(event)
		require.NoError(t, err)
		require.NotContains(t, string(whole), "geheim", "event %s", event.GetEventType())
		require.NotContains(t, string(whole), "history_test.go", "no stack trace in event %s", event.GetEventType())
		seen++
	}
	require.GreaterOrEqual(t, seen, 9)
}
