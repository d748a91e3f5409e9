package paper

import (
	"bytes"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Margins and sizes in millimetres, font sizes in points.
const (
	margin   = 14.0
	footRoom = 16.0
	small    = 8.0
	normal   = 9.5
	large    = 13.0
	title    = 20.0
)

// colour is red, green and blue.
type colour [3]int

var (
	ink    = colour{26, 26, 26}
	grey   = colour{95, 95, 95}
	rule   = colour{190, 190, 190}
	shade  = colour{240, 240, 240}
	accent = colour{255, 232, 21} // as on the pages; never behind the only sign of something
	alarm  = colour{176, 24, 24}
)

// page is a report in the making.
type page struct {
	*fpdf.Fpdf
	report Report
}

// PDF writes the report.
func (r Report) PDF() ([]byte, error) { return r.pdf(true) }

func (r Report) pdf(compress bool) ([]byte, error) {
	if r.Size != A3 {
		r.Size = A4
	}
	p := &page{fpdf.New("L", "mm", string(r.Size), ""), r}
	p.SetCompression(compress)
	p.SetCatalogSort(true)
	p.SetCreationDate(r.Made.UTC())
	p.SetModificationDate(r.Made.UTC())
	p.SetTitle(r.Title, true)
	p.SetProducer("termijn", true)
	p.SetLang(r.Language)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(false, footRoom)
	p.SetCellMargin(0)
	p.AliasNbPages("{pages}")
	p.fonts()
	p.SetFooterFunc(p.foot)
	p.AddPage()
	p.head()
	for _, s := range r.Sections {
		p.section(s)
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return b.Bytes(), nil
}

func (p *page) width() float64 {
	w, _ := p.GetPageSize()
	return w - 2*margin
}

// bottom is where the text of a page ends.
func (p *page) bottom() float64 {
	_, h := p.GetPageSize()
	return h - footRoom
}

// room begins a new page where height does not fit any more. It reports whether it did.
func (p *page) room(height float64) bool {
	if p.GetY()+height <= p.bottom() {
		return false
	}
	p.AddPage()
	p.SetY(margin)
	return true
}

func (p *page) head() {
	p.fill(accent)
	p.Rect(margin, margin, 4, 12, "F")
	p.SetXY(margin+7, margin)
	p.write(ink, true, title)
	p.MultiCell(p.width()-7, 8.5, p.shown(p.report.Title), "", "L", false)
	p.SetX(margin + 7)
	p.write(grey, false, normal)
	p.MultiCell(p.width()-7, 5, p.shown(p.report.Subtitle), "", "L", false)
	p.Ln(4)
}

func (p *page) foot() {
	p.SetY(-footRoom + 5)
	p.write(grey, false, small)
	p.CellFormat(p.width()/2, 5, p.shown(p.report.Foot), "", 0, "L", false, 0, "")
	if p.report.Page != "" {
		p.CellFormat(p.width()/2, 5, fmt.Sprintf(p.shown(p.report.Page), p.PageNo(), "{pages}"), "", 0, "R", false, 0, "")
	}
}

func (p *page) section(s Section) {
	// A heading does not stand alone at the foot of a page.
	p.room(34)
	p.Ln(3)
	if s.Heading != "" {
		p.Bookmark(p.shown(s.Heading), 0, -1)
		p.write(ink, true, large)
		p.MultiCell(p.width(), 6.5, p.shown(s.Heading), "", "L", false)
		p.Ln(1.5)
	}
	for _, text := range s.Text {
		p.paragraph(text)
	}
	if len(s.Facts) > 0 {
		p.facts(s.Facts)
	}
	if s.Table != nil {
		p.table(*s.Table)
	}
	if s.Chart != nil {
		p.chart(*s.Chart)
	}
}

func (p *page) paragraph(text string) {
	p.write(ink, false, normal)
	for _, line := range p.SplitText(p.shown(text), min(p.width(), 190)) {
		p.room(5)
		p.SetX(margin)
		p.CellFormat(p.width(), 5, line, "", 1, "L", false, 0, "")
	}
	p.Ln(1.5)
}

// facts stand beside one another, four in a row.
func (p *page) facts(all []Fact) {
	const inRow, height = 4, 17.0
	w := p.width() / inRow
	for i, f := range all {
		if i%inRow == 0 {
			if i > 0 {
				p.SetY(p.GetY() + height + 2)
			}
			p.room(height + 2)
		}
		x, y := margin+w*float64(i%inRow), p.GetY()
		p.fill(shade)
		p.Rect(x, y, w-3, height, "F")
		p.SetXY(x+2, y+1.5)
		p.write(ink, true, large)
		p.CellFormat(w-7, 7, p.fitted(f.Value, w-7), "", 0, "L", false, 0, "")
		p.SetXY(x+2, y+9)
		p.write(grey, false, small)
		p.CellFormat(w-7, 5, p.fitted(f.Name, w-7), "", 0, "L", false, 0, "")
		p.SetXY(margin, y)
	}
	p.SetY(p.GetY() + height + 3)
}

// fitted cuts a text that is too wide, and says so with an ellipsis.
func (p *page) fitted(text string, width float64) string {
	text = strings.Join(strings.Fields(p.shown(text)), " ")
	if p.GetStringWidth(text) <= width-1 {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && p.GetStringWidth(string(runes)+"…") > width-1 {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
