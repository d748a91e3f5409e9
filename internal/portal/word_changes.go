package portal

import "strings"

// wordRun is a run of words that two texts share, or that only one of them has.
type wordRun struct {
	// Kind is "same", "gone" or "new".
	Kind, Text string
}

// mostWords bounds the words that are compared one by one; longer texts are shown
// whole, before and after.
const mostWords = 800

// wordChanges tells how a text became another, word by word, so that a reader sees
// what was changed. Line breaks stay.
func wordChanges(before, now string) []wordRun {
	a, b := inWords(before), inWords(now)
	if len(a) > mostWords || len(b) > mostWords {
		return joinRuns([]wordRun{{"gone", before}, {"new", now}})
	}
	// shared[i][j] is how many words a[i:] and b[j:] have in common, in order.
	shared := make([][]int, len(a)+1)
	for i := range shared {
		shared[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			shared[i][j] = max(shared[i+1][j], shared[i][j+1])
			if a[i] == b[j] {
				shared[i][j] = shared[i+1][j+1] + 1
			}
		}
	}
	var runs []wordRun
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			runs = append(runs, wordRun{"same", a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && shared[i+1][j] >= shared[i][j+1]:
			runs = append(runs, wordRun{"gone", a[i]})
			i++
		default:
			runs = append(runs, wordRun{"new", b[j]})
			j++
		}
	}
	return joinRuns(runs)
}

// joinRuns puts neighbours of a kind together and leaves out empty ones.
func joinRuns(runs []wordRun) []wordRun {
	var all []wordRun
	for _, r := range runs {
		switch n := len(all); {
		case r.Text == "":
		case n > 0 && all[n-1].Kind == r.Kind:
			all[n-1].Text += r.Text
		default:
			all = append(all, r)
		}
	}
	return all
}

// inWords splits a text after its spaces and line breaks, so that the words
// together are the text.
func inWords(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var words []string
	from := 0
	for i, r := range text {
		if r == ' ' || r == '\n' {
			words = append(words, text[from:i+1])
			from = i + 1
		}
	}
	return append(words, text[from:])
}
