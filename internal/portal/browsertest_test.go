package portal_test

import (
	"context"
	_ "embed"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// browser is the one Chromium of this test process. Each test has its own window
// with its own cookies.
var browser struct {
	once  sync.Once
	ctx   context.Context
	close func()
	err   error
}

func startBrowser() {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.Flag("disable-gpu", true), chromedp.Flag("hide-scrollbars", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has no sandbox for root
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	browser.ctx, browser.close = ctx, func() { cancel(); stop() }
	browser.err = chromedp.Do(ctx)
}

// closeBrowser ends the browser, if one was started.
func closeBrowser() {
	if browser.close != nil {
		browser.close()
	}
}

// patience is how long a browser may take for one test's steps on a busy machine.
const patience = 2 * time.Minute

// window is a browser window of a test.
type window struct {
	t    *testing.T
	ctx  context.Context
	base string
}

// look is how a window shows pages.
type look struct {
	width, height int64
	dark          bool
	noScript      bool
}

var desktop = look{width: 1440, height: 1000}

// browse opens a window.
func browse(t *testing.T, base string, l look) window {
	t.Helper()
	browser.once.Do(startBrowser)
	require.NoError(t, browser.err, "Chromium starts; on Debian: apt-get install chromium")
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, late := context.WithTimeout(ctx, patience)
	t.Cleanup(late)
	w := window{t, ctx, base}
	w.resize(l)
	return w
}

// resize makes the window show pages another way.
func (w window) resize(l look) {
	w.t.Helper()
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(w.ctx, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: l.width, Height: l.height, DeviceScaleFactor: 1, Mobile: l.width < 600})
	require.NoError(w.t, err)
	_, err = chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	require.NoError(w.t, err)
	_, err = chromedp.Call(w.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScript})
	require.NoError(w.t, err)
}

func (w window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	require.NoError(w.t, chromedp.Do(w.ctx, steps...))
}

// sees waits until the page has an element.
func (w window) sees(selector string) {
	w.t.Helper()
	w.do(chromedp.WaitReady(chromedp.CSS(selector)))
}

// press presses keys.
func (w window) press(keys string) {
	w.t.Helper()
	w.do(chromedp.KeyEvent(keys))
}

// fill types into a field.
func (w window) fill(selector, text string) {
	w.t.Helper()
	w.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// open goes to a page.
func (w window) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.base + path))
	w.sees("main")
}

// signIn signs a person in by a click.
func (w window) signIn(person string) {
	w.t.Helper()
	w.open("/sign-in")
	persona := `button[value="` + person + `"]`
	w.click(persona)
	// Who was signed in before had a navigation on the page of the choice too.
	w.sees("html:not(:has(" + persona + ")) nav.main")
}

func (w window) click(selector string) {
	w.t.Helper()
	w.do(chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
}

// text is what an element says.
func (w window) text(selector string) string {
	w.t.Helper()
	s, err := chromedp.Run(w.ctx, chromedp.Text(chromedp.CSS(selector)))
	require.NoError(w.t, err)
	return s
}

// ask asks the page something; a promise is waited for.
func ask[T any](w window, script string) T {
	w.t.Helper()
	answer, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	require.NoError(w.t, err, script)
	return answer
}

// until waits for the page to fulfil a condition.
func (w window) until(condition string) {
	w.t.Helper()
	_, err := chromedp.Run(w.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(patience)))
	require.NoError(w.t, err, condition)
}

// shot keeps a picture of the whole page where TERMIJN_SHOTS says, for a person to look at.
func (w window) shot(name string) {
	w.t.Helper()
	dir := os.Getenv("TERMIJN_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	require.NoError(w.t, err)
	require.NoError(w.t, os.WriteFile(dir+"/"+name+".png", png, 0o600))
}

//go:embed testdata/axe.min.js
var axe string

// violation is what axe found, and where.
type violation struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

// accessible checks the page with axe: no violations of WCAG 2.2 A and AA nor of
// best practice; and that it does not scroll sideways.
func (w window) accessible(where string) {
	w.t.Helper()
	if !ask[bool](w, `"axe" in window`) {
		ask[bool](w, axe+"; true")
	}
	found := ask[[]violation](w, `axe.run(document, {resultTypes: ["violations"],
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => r.violations.map(v => ({id: v.id, help: v.help,
		nodes: v.nodes.map(n => n.html.slice(0, 200) + " — " + n.failureSummary)})))`)
	require.Empty(w.t, found, "axe on %s", where)
	require.False(w.t, ask[bool](w, `document.documentElement.scrollWidth > window.innerWidth`), "%s scrolls sideways", where)
}
