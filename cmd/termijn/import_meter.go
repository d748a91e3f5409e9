package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// meter shows how far an import is. It is told by one at a time.
type meter interface {
	// tell says how many are done; the first time how many were before it began.
	tell(done int)
	// say shows a sentence.
	say(text string)
	// end shows the last figures.
	end()
}

// newMeter is a bar on a terminal, and plain lines elsewhere.
func newMeter(f *os.File, total int) meter {
	if term.IsTerminal(int(f.Fd())) {
		return &bar{w: f, total: total}
	}
	return &lines{w: f, total: total, now: time.Now}
}

// bar is drawn again and again in one line.
type bar struct {
	w      io.Writer
	total  int
	before int
	drawn  *progressbar.ProgressBar
}

func (b *bar) tell(done int) {
	if b.drawn == nil {
		// What was there already says nothing of how fast it goes.
		b.before = done
		b.drawn = progressbar.NewOptions(b.total-done, progressbar.OptionSetWriter(b.w), progressbar.OptionSetDescription("taking over"),
			progressbar.OptionShowIts(), progressbar.OptionSetItsString("incidents"), progressbar.OptionShowCount(),
			progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionSetPredictTime(true))
	}
	_ = b.drawn.Set(done - b.before) // a bar that cannot be drawn stops nothing
}

func (b *bar) say(text string) { fmt.Fprintln(b.w, "\n"+text) }

func (b *bar) end() {
	if b.drawn != nil {
		_ = b.drawn.Exit()
		fmt.Fprintln(b.w)
	}
}

// every is how long there is between two plain lines.
const every = 5 * time.Second

// lines are plain lines, now and then: for a file, or whatever starts the command.
type lines struct {
	w     io.Writer
	total int
	now   func() time.Time

	began, last          time.Time
	before, done, listed int
}

func (l *lines) tell(done int) {
	now := l.now()
	if l.began.IsZero() {
		l.began, l.last, l.before, l.listed = now, now, done, -1
	}
	l.done = done
	if now.Sub(l.last) >= every {
		l.line(now)
	}
}

func (l *lines) line(now time.Time) {
	l.last, l.listed = now, l.done
	text := fmt.Sprintf("taking over: %d of %d incidents", l.done, l.total)
	if took := now.Sub(l.began).Seconds(); l.done > l.before && took > 0 {
		rate := float64(l.done-l.before) / took
		text += fmt.Sprintf(", %.1f a second", rate)
		if l.done < l.total {
			text += fmt.Sprintf(", %s left", time.Duration(float64(l.total-l.done)/rate*float64(time.Second)).Round(time.Second))
		}
	}
	fmt.Fprintln(l.w, text)
}

func (l *lines) say(text string) { fmt.Fprintln(l.w, text) }

func (l *lines) end() {
	if !l.began.IsZero() && l.listed != l.done {
		l.line(l.now())
	}
}
