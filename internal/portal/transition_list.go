package portal

import (
	"net/http"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/workflows/transition"
)

// programmeListPage lists the programmes that the reader sees.
type programmeListPage struct {
	Page
	Rows    []programmeItem
	CanOpen bool
	Closed  bool
	Toggle  string
	Next    string
}

type programmeItem struct {
	Ref, Path, Title, Kind, Stage string
	State                         badge
	Sentence                      string
}

var programmeListShape = newShape("transition_list", &programmeListPage{})

func (p *portal) programmeList(v *visit) error {
	closed := v.query("open") == "closed"
	filter := ledger.CaseFilter{Process: transition.Name, Open: "open", Sort: "due"}
	if closed {
		filter.Open, filter.Sort = "closed", "opened"
	}
	rows, next, err := p.service.Cases(v.r.Context(), v.who, filter, ledger.Page{Limit: 50, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &programmeListPage{Page: v.page(v.text.T("nav.programmes")), CanOpen: v.mayOpenProgramme(), Closed: closed, Toggle: v.with("open", "closed")}
	if closed {
		page.Toggle = v.with("open", "")
	}
	if next != "" {
		page.Next = v.with("from", next)
	}
	for _, row := range rows {
		own, err := app.ProgrammeOf(row)
		if err != nil {
			return err
		}
		r := v.transitionReader(caseReader{say: v.text, proc: p.process(row.Process), Whole: app.Whole{CaseRow: row, Now: v.now}}, own)
		look, sentence := r.standing()
		kind, _ := r.word("kind", own.Kind)
		item := programmeItem{Ref: row.Ref, Path: programmePath(row.Ref, ""), Title: row.Title, Kind: kind, Stage: r.stageText(), Sentence: sentence,
			State: badge{map[string]string{"late": "late", "done": "ok"}[look], r.stageText()}}
		page.Rows = append(page.Rows, item)
	}
	return show(v, http.StatusOK, programmeListShape, page)
}
