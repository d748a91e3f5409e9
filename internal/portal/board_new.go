package portal

import (
	"net/http"
	"strconv"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/board"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

var boardEditorShape = newShape("board_edit", &boardEditor{})

// boardNew is the form that sets a board up.
func (p *portal) boardNew(v *visit) error {
	f := newForm("kind", board.Regular, "rule", change.RuleChair, "minutes", "60", "each", "10", "cutoff", "1")
	f.Values.Set(seatField(0, "name"), v.text.T("change.side.chair"))
	f.Values.Set(seatField(0, "side"), change.SideChair)
	return v.showBoardForm(f, nil)
}

func (v *visit) showBoardForm(f Form, preview *rhythmPreview) error {
	if !v.who.May(identity.OpenBoard, nil) {
		return app.ErrForbidden
	}
	e := &boardEditor{Page: v.page(v.text.T("board.new")), Form: v.sheet(f), Action: "/boards/new", Back: "/boards", Lead: v.text.T("board.new.lead"), Send: v.text.T("board.send.open"), Preview: preview}
	var kinds []Choice
	for _, k := range board.Kinds {
		kinds = append(kinds, Choice{Value: k, Text: v.text.T("board.board." + k), Hint: v.text.T("board.kind." + k + ".hint")})
	}
	kind := e.Form.Radio("kind", "board.kind", kinds)
	e.Kind = &kind
	choices, err := v.boardChoices()
	if err != nil {
		return err
	}
	e.draw(choices, f.Value("kind"))
	return show(v, f.status(), boardEditorShape, e)
}

// boardOpen sets the board up; with one of the other buttons the form is shown again.
func (p *portal) boardOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	if !v.who.May(identity.OpenBoard, nil) {
		return app.ErrForbidden
	}
	if f.editRows("seats") || f.Value("do") != "" {
		preview, err := v.preview(f)
		if err != nil {
			return err
		}
		return v.showBoardForm(f, preview)
	}
	d, paths := readDefinition(&entries{Form: &f, say: v.text})
	if !f.OK() {
		return v.showBoardForm(f, nil)
	}
	v.process = board.Name
	receipt, err := p.service.OpenBoard(v.r.Context(), v.who, f.Key, d)
	if err != nil {
		if !v.refused(&f, err, paths) {
			return err
		}
		return v.showBoardForm(f, nil)
	}
	v.sent(board.Name, "open", f, receipt)
	return nil
}

// redefinition reads the board for a form that changes it.
func redefinition(v *visit) (boardReader, error) {
	return boardCommand[board.Redefinition]{command: board.Redefine}.readFor(v)
}

// openRedefinition shows the definition as it stands.
func openRedefinition(v *visit) error {
	r, err := redefinition(v)
	if err != nil {
		return v.backToCase(err)
	}
	f := formOfBoard(r.own.Definition)
	f.Values.Set("seen", strconv.Itoa(r.own.Number))
	return r.showRedefinition(v, f, nil, nil)
}

func (r boardReader) showRedefinition(v *visit, f Form, preview *rhythmPreview, changed []changedView) error {
	e := &boardEditor{Page: v.page(v.text.T("board.do.redefine")), Ref: r.Ref, CaseTitle: r.Title, Form: v.sheet(f), Action: commandPath(r.Ref, board.Redefine.Name, ""), Back: casePath(r.Ref),
		Lead: v.text.T("board.lead.redefine"), Send: v.text.T("board.send.redefine"), Preview: preview, Changed: changed}
	choices, err := v.boardChoices()
	if err != nil {
		return err
	}
	e.draw(choices, r.own.Definition.Kind)
	e.Last = []Field{e.Form.Area("reason", "board.reason", 3)}
	status := f.status()
	if len(changed) > 0 {
		status = http.StatusConflict
	}
	return show(v, status, boardEditorShape, e)
}

// submitRedefinition changes the board. When somebody else did meanwhile, the writer
// sees where the two differ, and sends again or not.
func submitRedefinition(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	r, err := readWith[boardReader](v)
	if err != nil {
		return err
	}
	if !v.who.May(identity.Action(board.Name+"."+board.Redefine.Name), &r.Parties) {
		return app.ErrForbidden
	}
	again := func(preview *rhythmPreview, changed []changedView) error {
		if _, err := redefinition(v); err != nil {
			return v.backToCase(err)
		}
		return r.showRedefinition(v, f, preview, changed)
	}
	if f.editRows("seats") || f.Value("do") != "" {
		preview, err := v.preview(f)
		if err != nil {
			return err
		}
		return again(preview, nil)
	}
	in := &entries{Form: &f, say: v.text}
	f.Values.Set("kind", r.own.Definition.Kind)
	d, paths := readDefinition(in)
	m := board.Redefinition{Seen: in.whole("seen"), Definition: d, Reason: in.Value("reason")}
	if !f.OK() {
		return again(nil, nil)
	}
	receipt, err := v.portal.service.RedefineBoard(v.r.Context(), v.who, r.Ref, f.Key, m)
	if err == nil {
		v.sent(board.Name, board.Redefine.Name, f, receipt)
		return nil
	}
	if !v.refused(&f, err, paths) {
		return err
	}
	if refusal, ok := casework.RefusalOf(err); ok && refusal.Code == casework.CodeStale {
		if r, err = redefinition(v); err != nil {
			return v.backToCase(err)
		}
		f.Values.Set("seen", strconv.Itoa(r.own.Number))
		return again(nil, r.definitionDiffers(d))
	}
	return again(nil, nil)
}
