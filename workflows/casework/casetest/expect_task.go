package casetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
)

// TasksOf are open tasks, in the order of their names.
func TasksOf(all map[string]record.Task) []record.Task {
	var list []record.Task
	for _, id := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[id])
	}
	return list
}

func described(all map[string]record.Task) string {
	var list []string
	for _, task := range TasksOf(all) {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s about %s to %s due %v", task.Kind, task.Subject, who(task.Assignee), task.Due)))
	}
	return strings.Join(list, "; ")
}

func (s *Story[S]) matching(all map[string]record.Task, w []string) []record.Task {
	return slices.DeleteFunc(TasksOf(all), func(task record.Task) bool {
		if task.Kind != w[0] {
			return true
		}
		for i := 1; i+1 < len(w); i += 2 {
			switch w[i] {
			case "about":
				if task.Subject != w[i+1] {
					return true
				}
			case "to":
				if who(task.Assignee) != w[i+1] {
					return true
				}
			case "priority":
				if task.Args["priority"] != w[i+1] {
					return true
				}
			case "for":
				if task.Command != w[i+1] {
					return true
				}
			case "due":
				if task.Due == nil || Face(*task.Due) != w[i+1]+" "+w[i+2] {
					return true
				}
				i++
			default:
				require.Fail(s.T, "no such value of a task", s.Line)
			}
		}
		return false
	})
}
