package portal

import "termijn/workflows/meeting"

// boardForms puts on the board the small forms that the reader may send now.
func (r meetingReader) boardForms(b *meetingBoard) {
	b.LogForm = r.boardForm(meeting.Log.Name, askLog, nil)
	b.DecisionForm = r.boardForm(meeting.RecordDecision.Name, askDecision, nil)
	b.ActionForm = r.boardForm(meeting.AssignAction.Name, askAction, map[string][]Choice{"org": r.doers()})
	b.JoinForm = r.boardForm(meeting.Join.Name, askJoin, map[string][]Choice{"person": r.seats()})
	if b.JoinForm != nil && !r.seated() {
		b.JoinForm.Send = r.say.T("meeting.board.join")
	}
}

// boardForm is a form of a command; nil when the reader may not send it.
func (r meetingReader) boardForm(command string, asks []ask, choices map[string][]Choice) *boardForm {
	if !r.may(command) {
		return nil
	}
	page := &commandPage{Page: Page{Printer: r.say}, Ref: r.Ref, Process: r.Process, Command: command, Form: Sheet{Form: newForm(), words: r.say, labels: map[string]string{}}}
	for _, a := range asks {
		page.Fields = a.draw(page, choices[a.name])
	}
	return small(page)
}

// small is a command's form as it stands on the board. Its fields have IDs of
// their own, since several forms of the board ask for a text.
func small(page *commandPage) *boardForm {
	for i := range page.Fields {
		page.Fields[i].Prefix = page.Command
	}
	return &boardForm{Sheet: page.Form, Command: page.Command, Action: page.Action(), Send: page.Send(), Fields: page.Fields, Unsent: page.T("meeting.board.unsent")}
}

// boardAnswer is a form that could not be done, for the board that it came from.
type boardAnswer struct {
	Page
	Form *boardForm
}

var answerOnBoard = newShape("meeting_answer", &boardAnswer{})

// onBoard shows a form as a page; to a board that sent it by script it goes back
// alone, so that what is typed in the board's other forms stays.
func onBoard(v *visit, status int, page *commandPage) error {
	if v.r.Header.Get("HX-Target") != "form-"+page.Command {
		return plainCommand(v, status, page)
	}
	return show(v, status, answerOnBoard, &boardAnswer{Page: page.Page, Form: small(page)})
}
