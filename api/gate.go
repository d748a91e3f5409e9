package api

import (
	"context"
	"net/http"
	"time"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/workflows/change"
)

// GateAnswer is what the gate says of a deployment.
type GateAnswer struct {
	Ref     string       `json:"ref" example:"CHG-2026-000042" doc:"The change that the deployment became."`
	Answer  string       `json:"answer" enum:"allowed,refused,wait" doc:"allowed: deploy until the time in until, then report the outcome. refused: do not; ask again when the reasons are gone. wait: somebody decides; ask at the address in poll."`
	Reasons []GateReason `json:"reasons" doc:"Why it is not allowed at once."`
	Until   *time.Time   `json:"until,omitempty" doc:"The end of the window of an allowed deployment: report the outcome before."`
	Task    string       `json:"task,omitempty" example:"CHG-2026-000042/1" doc:"The task that must be decided, while the answer is wait."`
	Frame   string       `json:"frame,omitempty" example:"STD-2026-000007" doc:"The standard change whose frame counts."`
	Version int          `json:"version,omitempty" doc:"The version of the frame."`
	Outcome string       `json:"outcome,omitempty" doc:"What was reported: success, partial, rolled_back."`
	Ended   string       `json:"ended,omitempty" doc:"How the change ended: done, refused, withdrawn; absent while it is open."`
	Again   bool         `json:"again,omitempty" doc:"The same deployment was asked for before and is still open: this is its answer."`
	Poll    string       `json:"poll" example:"/api/v1/changes/CHG-2026-000042/gate?wait=30" doc:"Where the answer is read again; it waits until it is settled, at most so many seconds."`
}

// GateReason is why the gate does not open.
type GateReason struct {
	Code    string            `json:"code" example:"evidence_missing"`
	Message string            `json:"message" doc:"In the language of Accept-Language."`
	Args    map[string]string `json:"args,omitempty" doc:"What the reason is about, for example the kind of evidence."`
}

type gateInput struct {
	Idempotent
	Body change.Deployment
}

type gateAsked struct {
	Status   int
	Location string `header:"Location" doc:"The address of the change."`
	Body     GateAnswer
}

type gatePoll struct {
	Named
	Wait int `query:"wait" minimum:"0" maximum:"30" doc:"Seconds to wait for an answer that is settled: allowed or refused. 0 answers at once."`
}

const byPipeline = "The provider's agent or manager, as whom its pipeline signs in."

func (s *server) registerGate(at resource) {
	op := post(at.path+"/gate", "ask-gate", at.tag, "Ask whether a pipeline may deploy",
		"Held against the frame of a standard change that is in force, the evidence, the hours, freezes and everything else that is planned (B-35, B-36). "+
			"What is asked becomes an automated change in the calendar. While one of the same commit, service and environment is open, its answer comes back (200, again). docs/pipeline.md has a script for pipelines that does all of it. "+byPipeline)
	op.RequestBody = bodyLike(exampleDeployment)
	op.DefaultStatus = http.StatusCreated
	register(s, op, func(ctx context.Context, who identity.Principal, in *gateInput) (*gateAsked, error) {
		a, err := s.Service.AskGate(ctx, who, keyOf(ctx), in.Body)
		if err != nil {
			return nil, err
		}
		status := http.StatusCreated
		if a.Again {
			status = http.StatusOK
		}
		return &gateAsked{Status: status, Location: at.path + "/" + a.Ref, Body: gateAnswerOf(ctx, at, a)}, nil
	})
	register(s, get(at.path+"/{ref}/gate", "get-gate", at.tag, "Read the gate's answer",
		"With wait, answers as soon as it is settled; the product reads its answer four times a second for each who waits. When very many wait, it answers at once: wait a little and ask again. Who may see the change."),
		func(ctx context.Context, who identity.Principal, in *gatePoll) (*answer[GateAnswer], error) {
			a, err := s.awaitGate(ctx, who, in)
			if err != nil {
				return nil, err
			}
			return &answer[GateAnswer]{Body: gateAnswerOf(ctx, at, a)}, nil
		})
}

// mostWaiting bounds those that wait for the gate at once: others must be served too.
const mostWaiting = 64

func (s *server) awaitGate(ctx context.Context, who identity.Principal, in *gatePoll) (app.GateAnswer, error) {
	if in.Wait == 0 {
		return s.Service.Gate(ctx, who, in.Ref)
	}
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
		return s.Service.AwaitGate(ctx, who, in.Ref, time.Duration(in.Wait)*time.Second)
	default:
		return s.Service.Gate(ctx, who, in.Ref)
	}
}

var exampleDeployment = change.Deployment{Service: "burgerloket", Environment: "productie", Commit: "4f1c2a9b0d3e", Pipeline: "https://ci.alfa.example/117", Minutes: 20,
	Evidence: []change.Evidence{{Kind: "unit", Passed: true, Total: 200}}}

func gateAnswerOf(ctx context.Context, at resource, a app.GateAnswer) GateAnswer {
	out := GateAnswer{Ref: a.Ref, Answer: a.Answer, Reasons: []GateReason{}, Task: a.Task, Frame: a.Frame, Version: a.FrameVersion, Ended: a.Ended, Again: a.Again,
		Poll: at.path + "/" + a.Ref + "/gate?wait=30"}
	if out.Answer == "" {
		out.Answer = change.GateWait // it is being looked at
	}
	if a.Answer == change.GateAllowed {
		until := local(a.To)
		out.Until = &until
	} else {
		out.Reasons = gateReasons(printer(ctx), a.Reasons)
	}
	if a.Gate.Outcome != nil {
		out.Outcome = a.Gate.Outcome.Result
	}
	return out
}

func gateReasons(say *i18n.Printer, reasons []change.GateReason) []GateReason {
	out := []GateReason{}
	for _, r := range reasons {
		out = append(out, GateReason{Code: r.Code, Message: app.ExplainGate(say, r), Args: r.Args})
	}
	return out
}
