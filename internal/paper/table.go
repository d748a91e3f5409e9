package paper

const (
	lineHeight = 4.4
	cellPad    = 1.4
)

func (p *page) table(t Table) {
	if len(t.Rows) == 0 {
		p.paragraph(t.Empty)
		return
	}
	widths := p.widths(t.Columns)
	p.tableHead(t, widths)
	for _, row := range t.Rows {
		p.tableRow(t, widths, row)
	}
	p.Ln(3)
}

func (p *page) widths(columns []Column) []float64 {
	sum := 0.0
	for _, c := range columns {
		sum += c.share()
	}
	widths := make([]float64, len(columns))
	for i, c := range columns {
		widths[i] = p.width() * c.share() / sum
	}
	return widths
}

func (c Column) share() float64 {
	if c.Share <= 0 {
		return 1
	}
	return c.Share
}

func (c Column) align() string {
	if c.Right {
		return "R"
	}
	return "L"
}

func (p *page) tableHead(t Table, widths []float64) {
	p.write(ink, true, small)
	lines, height := p.broken(widths, heads(t.Columns))
	p.room(height + 3*lineHeight)
	p.write(ink, true, small)
	y := p.GetY()
	p.fill(shade)
	p.Rect(margin, y, p.width(), height, "F")
	p.cells(t.Columns, widths, lines, y)
	p.draw(ink, 0.3)
	p.Line(margin, y+height, margin+p.width(), y+height)
	p.SetY(y + height)
}

func heads(columns []Column) []string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.Head
	}
	return all
}

func (p *page) tableRow(t Table, widths []float64, row Row) {
	p.write(ink, row.Strong, small)
	lines, height := p.broken(widths, row.Cells)
	if p.GetY()+height > p.bottom() {
		p.AddPage()
		p.SetY(margin)
		p.tableHead(t, widths)
		p.write(ink, row.Strong, small)
	}
	y := p.GetY()
	p.cells(t.Columns, widths, lines, y)
	p.draw(rule, 0.15)
	p.Line(margin, y+height, margin+p.width(), y+height)
	p.SetY(y + height)
}

// mostLines of a cell: a longer text is cut, for a row must fit on a page.
const mostLines = 24

// broken breaks each text into lines of its column, and says how high the row is.
func (p *page) broken(widths []float64, texts []string) (lines [][]string, height float64) {
	most := 1
	for i, w := range widths {
		var cell []string
		if i < len(texts) {
			cell = p.SplitText(p.shown(texts[i]), w-2*cellPad)
		}
		if len(cell) > mostLines {
			cell = append(cell[:mostLines-1:mostLines-1], "…")
		}
		lines = append(lines, cell)
		most = max(most, len(cell))
	}
	return lines, float64(most)*lineHeight + 2*cellPad
}

func (p *page) cells(columns []Column, widths []float64, lines [][]string, y float64) {
	x := margin
	for i, w := range widths {
		for j, text := range lines[i] {
			p.SetXY(x+cellPad, y+cellPad+float64(j)*lineHeight)
			p.CellFormat(w-2*cellPad, lineHeight, text, "", 0, columns[i].align(), false, 0, "")
		}
		x += w
	}
}
