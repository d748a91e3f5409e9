package takeover

// facts adds what a row says, in the order of the kinds.
func (s *story) facts(r row, opening, takenBack bool) {
	target := r.state
	if target == "new" && s.state != StateNew {
		// Whoever goes back to new is not waiting, and not resolved.
		s.report.remark(BackToNew, 1)
		target = "active"
	}
	if s.state == StateResolved && !final(target) {
		s.add(r, Fact{Kind: Reopened})
		s.state = StateWorking
		s.report.remark(Reopenings, 1)
	}
	if target == "closed" && s.state != StateResolved {
		s.resolveEarlier(r)
	}
	s.weigh(r)
	s.assign(r, opening)
	switch target {
	case "active":
		s.work(r, false)
	case "waiting":
		s.wait(r)
	case "resolved":
		s.resolve(r, false)
	case "closed":
		s.close(r, takenBack)
	}
}

func (s *story) add(r row, f Fact) {
	f.At, f.Line, f.By = r.at, r.line, r.by
	s.Facts = append(s.Facts, f)
}

func (s *story) weigh(r row) {
	if r.priority == s.priority && r.impact == s.impact && r.urgency == s.urgency {
		return
	}
	s.priority, s.impact, s.urgency = r.priority, r.impact, r.urgency
	s.add(r, Fact{Kind: Prioritised, Priority: r.priority, Impact: r.impact, Urgency: r.urgency})
}

func (s *story) assign(r row, opening bool) {
	if r.team.ID == s.team.ID && r.agent == s.agent {
		return
	}
	s.report.remark(AssignedResolved, one(s.state == StateResolved && !opening))
	s.team, s.agent = r.team, r.agent
	s.add(r, Fact{Kind: Assigned, Team: r.team, Agent: r.agent})
}

// work begins, or goes on after a wait.
func (s *story) work(r row, implied bool) {
	if s.state != StateNew && s.state != StateWaiting {
		return
	}
	s.add(r, Fact{Kind: Working, Implied: implied})
	s.report.remark(ImpliedWork, one(implied))
	s.state, s.waits = StateWorking, ""
}

func (s *story) wait(r row) {
	if s.state == StateWaiting && s.waits == r.reason {
		return
	}
	// From one wait to another, the row itself says that the first has ended.
	s.work(r, s.state == StateNew)
	s.add(r, Fact{Kind: Waiting, Reason: r.reason})
	s.state, s.waits = StateWaiting, r.reason
}

func (s *story) resolve(r row, implied bool) {
	if s.state == StateResolved {
		return
	}
	s.work(r, true)
	s.add(r, Fact{Kind: Resolved, Code: r.code, Implied: implied})
	s.state = StateResolved
}

// resolveEarlier resolves what is closed without a resolution at resolved_at, if
// that lies after everything that happened and before the closing.
func (s *story) resolveEarlier(r row) {
	if r.resolved.IsZero() || r.resolved.Before(s.end()) || !r.resolved.Before(r.at) {
		s.report.remark(ClosingTimeTaken, 1)
		return
	}
	s.report.remark(ResolvedAtTaken, 1)
	r.at = r.resolved
	s.resolve(r, true)
}

func (s *story) close(r row, takenBack bool) {
	s.resolve(r, true)
	if !takenBack {
		s.add(r, Fact{Kind: Closed})
		s.state = StateClosed
	}
}
