package paper

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

const family = "go"

func (p *page) fonts() {
	p.AddUTF8FontFromBytes(family, "", goregular.TTF)
	p.AddUTF8FontFromBytes(family, "B", gobold.TTF)
}

var regular = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return f
})

// shown is a text as the font can show it: what the font does not have becomes a
// question mark, control characters spaces.
func (p *page) shown(text string) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r) || unicode.IsSpace(r) && r != '\u00a0':
			return ' '
		case unicode.Is(unicode.Mn, r) || r == '\u200b' || r == '\ufeff':
			return -1 // a mark on the letter before, or nothing to see
		}
		if i, err := regular().GlyphIndex(&buffer, r); err != nil || i == 0 || r > 0xFFFF {
			return '?'
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n"))
}

// write sets how the next text is written.
func (p *page) write(c colour, bold bool, points float64) {
	style := ""
	if bold {
		style = "B"
	}
	p.SetFont(family, style, points)
	p.SetTextColor(c[0], c[1], c[2])
}

func (p *page) fill(c colour) { p.SetFillColor(c[0], c[1], c[2]) }

func (p *page) draw(c colour, width float64) {
	p.SetDrawColor(c[0], c[1], c[2])
	p.SetLineWidth(width)
}
