// Package takeover reads the incident log of another tool and makes of it clean,
// ordered facts that the product can replay as if they had happened there.
//
//	ParseMapping(file, text) (Mapping, error)                the log's values here
//	Read(r, mapping, Options) (*Log, error)                  incidents, facts, report
//	Expect(incident, policy, at) (Expected, error)           what must come out
//	(*Log).Reconcile(policy, at) (Reconciliation, error)     the same in figures
//	Compare(expected, found) []Difference
//	(Reconciliation).WriteText(w, found *Reconciliation) error
//
// The package is pure: no database, no workflow, no clock.
package takeover
