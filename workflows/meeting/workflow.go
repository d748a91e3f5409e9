package meeting

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	InSession: {Join.Name, Log.Name, RecordDecision.Name, AssignAction.Name, FinishAction.Name, DropAction.Name, Invite.Name,
		WriteMinutes.Name, Close.Name},
}
