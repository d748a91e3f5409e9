package portal

import (
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// voteCommand is the form with which a seat votes from the session's page. It is no
// command of the session: the change takes the vote.
const voteCommand = "vote"

// sessionVote takes a seat's vote on an item from the session's page.
func sessionVote(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	r, err := readWith[sessionReader](v)
	if err != nil {
		return err
	}
	if _, on := r.own.Items[f.Value("change")]; !on {
		return app.ErrNotFound
	}
	v.process = change.Name
	again := func() error {
		v.process = session.Name
		page := &commandPage{Ref: r.Ref, Process: session.Name, Command: voteCommand, Subject: f.Value("change") + "/" + f.Value("seat"), Form: v.sheet(f)}
		return v.sessionAgain(f.status(), page)
	}
	if f.Value("option") == "" {
		f.Wrong("option", v.text.T("bulk.choose"))
		return again()
	}
	if err := v.castVote(f); err != nil {
		if !v.refused(&f, err, nil) {
			return err
		}
		return again()
	}
	v.done("task.decided", "Option", v.optionText(f.Value("option")))
	v.redirect(f.next(casePath(r.Ref)))
	return nil
}

// castVote decides the task of a vote, or puts another vote in its place.
func (v *visit) castVote(f Form) error {
	ctx, s := v.r.Context(), v.portal.service
	if task := f.Value("task"); task != "" {
		if !strings.HasPrefix(task, f.Value("change")+"/") {
			return app.ErrNotFound
		}
		_, err := s.Decide(ctx, v.who, task, f.Key, app.Decision{Option: f.Value("option"), Content: f.Value("content"), Reason: f.Value("reason")})
		return err
	}
	replaces, err := strconv.Atoi(f.Value("replaces"))
	if err != nil {
		return errForm
	}
	_, err = s.ReviseVote(ctx, v.who, f.Value("change"), f.Key, change.VoteRevision{Seat: f.Value("seat"), Replaces: replaces, Option: f.Value("option"), Content: f.Value("content"), Reason: f.Value("reason")})
	return err
}

// voteForms are the votes that the reader can give on the item in front, or change; and
// the one that could not be done.
func (r sessionReader) voteForms() []sessionForm {
	var all []sessionForm
	for _, ref := range r.inHand(voteCommand) {
		x, ok := r.changeInHand(ref)
		if !ok || x.own.Ballot == nil {
			continue
		}
		asked := map[string]record.Task{}
		for _, t := range x.mine(r.reads) {
			if t.Kind == taskVote {
				asked[t.Subject] = t
			}
		}
		for _, s := range seatsInOrder(x.own.Ballot.Panel) {
			task, open := asked[s.ID]
			vote, voted := x.own.Ballot.Votes[s.ID]
			if !open && !(voted && x.votesFor(s) && x.votable()) {
				continue
			}
			all = append(all, *r.voteForm(x, s, task.ID, vote))
		}
	}
	return all
}

// changeInHand is the item in front, or another one.
func (r sessionReader) changeInHand(ref string) (changeReader, bool) {
	if r.front != nil && r.front.Ref == ref {
		return *r.front, true
	}
	return r.load(ref)
}

// voteForm is a seat's vote: a new one by its task, or another one in its place.
func (r sessionReader) voteForm(x changeReader, s change.Seat, task string, vote change.Vote) *sessionForm {
	content := x.own.Ballot.Covered(s.ID)
	f := r.form(voteCommand, x.Ref+"/"+s.ID, r.say.T("session.vote.send"), hidden{"change", x.Ref}, hidden{"seat", s.ID}, hidden{"content", content})
	f.ID = "form-vote-" + x.Ref + "-" + s.ID
	f.Second, f.Legend = false, r.say.T("session.vote", "Seat", s.Name, "Title", x.Title)
	if task != "" {
		f.Hidden = append(f.Hidden, hidden{"task", task})
	} else {
		f.Hidden = append(f.Hidden, hidden{"replaces", strconv.Itoa(vote.Number)})
		f.Send, f.Second = r.say.T("session.vote.revise"), true
		f.Notes = append(f.Notes, r.say.T("session.vote.stands", "Who", r.who(vote.By), "Option", titled(r.say, "task.option.", vote.Option)))
		if f.OK() {
			f.Values.Set("option", vote.Option)
			f.Values.Set("reason", vote.Reason)
		}
	}
	if was := x.seat(s).Was; was != "" && task != "" {
		f.Notes = append(f.Notes, was)
	}
	var options []Choice
	for _, o := range []string{change.VoteApprove, change.VoteReject, change.VoteAbstain} {
		options = append(options, Choice{Value: o, Text: titled(r.say, "task.option.", o)})
	}
	f.asks(r, voteCommand, []ask{askOne("option"), askText("reason", 2).orNot()}, map[string][]Choice{"option": options})
	if was := f.Value("content"); was != "" && was != content {
		f.Changed = r.differs(x.Ref, was)
	}
	return f
}

// mostVotes is how many open votes of a reader are looked at: an agenda is shorter.
const mostVotes = 200

// votesNamed is how many open votes are named one by one; more are one link to them.
const votesNamed = 3

// elsewhere are the votes that the changes on the agenda ask of the reader: whoever
// votes in advance spares the meeting time.
func (r sessionReader) elsewhere() []action {
	if n := len(r.votes); n > votesNamed {
		return []action{{Path: "/tasks?kind=" + taskVote, Text: r.say.T("session.votes", "Count", n)}}
	}
	var all []action
	for _, t := range r.votes {
		all = append(all, action{Path: taskPath(t.ID), Text: titled(r.say, "task.", t.Kind), About: t.Title})
	}
	return all
}
