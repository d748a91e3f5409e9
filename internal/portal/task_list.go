package portal

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// taskListPage is "Mijn taken": what is asked of the reader, the most urgent first.
type taskListPage struct {
	Page
	Filter  Sheet
	Kinds   []Choice
	Groups  []taskGroup
	Bulk    *bulkForm
	Results *bulkResults
	// Together are the kinds of which several can be decided at once.
	Together []together
	Filtered bool
	// Next and First are the addresses of the next and the first page.
	Next, First string
}

// Columns is how many columns the list has.
func (p *taskListPage) Columns() int {
	if p.Bulk != nil {
		return 5
	}
	return 4
}

// taskGroup are the tasks of a list that press alike.
type taskGroup struct {
	Title string
	Tasks []taskItem
}

// taskItem is a task in a list.
type taskItem struct {
	ID, Path, Title      string
	Ref, CasePath, About string
	Process, Client      string
	Args                 []fact
	Due                  badge
	Until                string
	// Select is what the box of a bulk decision sends: the task and what was seen.
	Select string
	Chosen bool
}

// together leads to the tasks of one kind.
type together struct{ Path, Text string }

var taskListShape = newShape("tasks", &taskListPage{})

// perPage is how many rows a list shows at once.
const perPage = 25

func (p *portal) taskList(v *visit) error {
	return v.showTasks(http.StatusOK, newForm(), v.takeResults())
}

// showTasks shows the list with the form of a bulk decision, as it was typed.
func (v *visit) showTasks(status int, f Form, results *bulkResults) error {
	ctx, service := v.r.Context(), v.portal.service
	filter := ledger.TaskFilter{Kind: v.query("kind"), Process: v.query("process"), Text: v.query("text")}
	if v.query("overdue") != "" {
		filter.Overdue = &v.now
	}
	rows, next, err := service.Tasks(ctx, v.who, filter, ledger.Page{Limit: perPage, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	names, err := service.Names(ctx)
	if err != nil {
		return err
	}
	page := &taskListPage{Page: v.page(v.text.T("tasks.title")), Results: results,
		Filter:   v.sheet(Form{Values: v.r.URL.Query()}),
		Filtered: filter.Kind != "" || filter.Process != "" || filter.Text != "" || filter.Overdue != nil}
	counts := v.counts(ctx)
	page.Kinds = v.taskKinds(counts)
	items := make([]taskItem, len(rows))
	for i, row := range rows {
		items[i] = v.taskItem(row, names)
	}
	if err := v.markPaused(rows, items); err != nil {
		return err
	}
	page.Bulk = v.bulk(f, rows, items)
	page.Groups = v.groups(items)
	if page.Bulk == nil {
		page.Together = v.together(rows)
	}
	if next != "" {
		page.Next = v.turn(next)
	}
	if v.query("from") != "" {
		page.First = v.turn("")
	}
	return show(v, status, taskListShape, page)
}

// groups sorts the tasks of a page by how they press; each group stays in order
// of due time.
func (v *visit) groups(items []taskItem) []taskGroup {
	var all []taskGroup
	for _, kind := range []string{"late", "warn", "time", "paused", ""} {
		g := taskGroup{Title: v.text.T("tasks.group." + cmp.Or(kind, "none"))}
		for _, item := range items {
			if item.Due.Kind == kind {
				g.Tasks = append(g.Tasks, item)
			}
		}
		if len(g.Tasks) > 0 {
			all = append(all, g)
		}
	}
	if len(all) == 1 && !items[0].Due.presses() {
		all[0].Title = "" // nothing to tell apart
	}
	return all
}

// taskItem presents a task of the reader's inbox.
func (v *visit) taskItem(row ledger.TaskRow, names map[string]string) taskItem {
	item := taskItem{ID: row.ID, Path: taskPath(row.ID), Title: v.kindTitle(row.Kind), Ref: row.Case, CasePath: casePath(row.Case),
		About: row.Title, Process: v.processName(row.Process), Client: names[row.Client], Args: v.args(row.Process, row.Args), Due: v.dueBadge(row.Due)}
	if row.Due != nil {
		item.Until = v.text.Deadline(*row.Due)
	}
	if len(row.Options) > 0 {
		item.Select = row.ID + " " + row.Content
	} else if row.Command != "" {
		item.Path = commandPath(row.Case, row.Command, row.Subject)
	}
	return item
}

// markPaused says of tasks whose clock stands still that it does, rather than how
// much time would be left if it ran.
func (v *visit) markPaused(rows []ledger.TaskRow, items []taskItem) error {
	clocks := map[string][]record.Clock{}
	for i, row := range rows {
		if row.Clock == "" {
			continue
		}
		list, known := clocks[row.Case]
		if !known {
			var err error
			list, err = v.portal.service.Clocks(v.r.Context(), v.who, row.Case)
			if errors.Is(err, app.ErrNotFound) {
				v.logError(fmt.Errorf("task %s is in a case that its assignee may not read", row.ID))
			} else if err != nil {
				return err
			}
			clocks[row.Case] = list
		}
		if pausedClock(list, row.Clock) {
			items[i].Due, items[i].Until = v.pausedBadge(), ""
		}
	}
	return nil
}

// kindTitle is what a kind of task asks.
func (v *visit) kindTitle(kind string) string {
	if id := "task." + kind; v.text.Has(id) {
		return v.text.T(id)
	}
	return kind
}

// taskKinds are the kinds that the reader has open, with how many.
func (v *visit) taskKinds(c Counts) []Choice {
	all := []Choice{{Text: v.text.T("tasks.kind.all")}}
	var kinds []Choice
	for kind, n := range c.ByKind {
		kinds = append(kinds, Choice{Value: kind, Text: v.kindTitle(kind) + " (" + v.text.Number(n) + ")"})
	}
	if chosen := v.query("kind"); chosen != "" && c.ByKind[chosen] == 0 {
		kinds = append(kinds, Choice{Value: chosen, Text: v.kindTitle(chosen) + " (0)"})
	}
	slices.SortFunc(kinds, func(a, b Choice) int {
		if a.Text < b.Text {
			return -1
		}
		return 1
	})
	return append(all, kinds...)
}

// together finds the kinds of decision that stand in the list more than once.
func (v *visit) together(rows []ledger.TaskRow) []together {
	counts := map[string]int{}
	var kinds []string
	for _, row := range rows {
		if len(row.Options) == 0 {
			continue
		}
		if counts[row.Kind]++; counts[row.Kind] == 2 {
			kinds = append(kinds, row.Kind)
		}
	}
	var all []together
	for _, kind := range kinds {
		all = append(all, together{Path: "/tasks?kind=" + url.QueryEscape(kind), Text: v.kindTitle(kind)})
	}
	return all
}

// turn is the present address at another page of its list; empty is the first.
func (v *visit) turn(cursor string) string {
	q := v.r.URL.Query()
	q.Del("from")
	if cursor != "" {
		q.Set("from", cursor)
	}
	if len(q) == 0 {
		return v.r.URL.Path
	}
	return v.r.URL.Path + "?" + q.Encode()
}
