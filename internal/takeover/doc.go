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
//
// # Rows
//
// A log has one row per update of an incident, with all its values as they stood
// after it. Every row read is used (it said something new), unchanged (it repeats
// what was known, or changes only what is not carried over: category, location,
// caller, configuration item), rejected, or after the cut; the four add up to the
// rows read ([Report.Check]). A row with a value that nobody knows is rejected
// alone, with its line in the unpacked file; an incident without a usable row is
// rejected as a whole. A file that is not a log gives one error that says what to
// do; so does a quotation mark that swallows line ends, for nobody can tell how
// many rows are in it.
//
// Some columns (resolved_at, closed_at, closed_code) stand on every row with the
// value that they had at the end. They are hindsight: only resolved_at and
// closed_code are read, at the rows that resolve or close.
//
// # Facts
//
// A row becomes the facts that it adds, in this order: reopened, prioritised,
// assigned, working, waiting, resolved, closed. Each gives its values whole as they
// stand from then on. They are legal one after another ([Incident.Check]):
//
//	new → working ⇄ waiting, working → resolved → closed, resolved → working
//
// with prioritised and assigned anywhere before the closing. Where a row jumps
// (from new, or from a wait, to resolved; from new to a wait), what lies between is
// added at the same instant and marked implied. From one wait to another, the
// first ends and the second begins; two states of the log that wait for the same
// thing are one wait.
//
// # Oddities, and how they are settled
//
// Each is counted as a [Remark]. The numbers are those of the log that this
// was built on, with 83,320 rows of 14,497 incidents.
//
//   - Ties (8,175 rows): times are in minutes. Rows go by time, then by
//     sys_mod_count, then by line. In the log, sys_mod_count and line agree in every tie.
//   - Disorder (3 rows): sys_mod_count is not above that of the row before in time.
//     In all three the first row in the file, the registration, carries a wrong time
//     and count. Time decides, for it is right in all other rows; but such a row cannot
//     take an incident back towards new, nor take back a resolution (1 row rejected).
//   - Misplaced (1 row): a row that stands below a later one. Time decides.
//   - MissingUpdates (30,182): counts that no row has. What they said is not known.
//   - TwiceLocal (none): a time between 02:00 and 03:00 when the clock is put back.
//     The first reading, in summer time, is taken.
//   - NeverLocal (2 rows, 27/3/2016 02:59): a time that the clock skipped. It is read
//     on the old clock: one hour later on the new one.
//   - BeforeOpening (3 rows): rows before opened_at. Their facts move to the opening.
//   - OpeningDiffers (none): another opened_at than the first row. The first holds.
//   - FirstResolved (1,187 incidents): the first row is resolved already. Registered at
//     opened_at, and resolved at that row.
//   - ResolvedAtTaken (none) and ClosingTimeTaken (2): closed without a resolution. It is
//     resolved at resolved_at if that lies between the last fact and the closing,
//     else at the closing; implied.
//   - AfterClosed (36 rows): rows after the last closing. A repetition is unchanged,
//     a change is rejected.
//   - ClosingsTakenBack (6): closed, then active again; reopen_count rises. The incident
//     counts as resolved all the time, is reopened, and the earlier closing is rejected.
//   - Reopenings (174): resolved or closed, then open again. reopen_count agrees in all.
//   - BackToNew (none but the rejected one): new again. Whoever is new does not wait and
//     is not resolved, but work that began has begun.
//   - ImpliedWork (9,105): the implied facts above.
//   - AssignedResolved (13): group or agent change while it is resolved. A fact like others.
//   - MergedGroups (2,384 rows): the group changes, but the mapping makes one team of both,
//     above all Group 70 and no group. No hand-over.
//   - CountDisagrees (60 incidents): reassignment_count is not the number of changes of group
//     in the rows. The rows hold.
//   - NeverAgent (443 incidents): no row has an agent.
//   - NotCarried (2,104 rows): unchanged rows that change what is not carried over.
//
// State -100 (2 rows) is unknown and rejected. Texts with two spaces in a row have
// one.
//
// # What must come out
//
// [Expect] computes it from the facts alone. The response clock exists for web and
// mail (E-26), from the opening to the first agent; whoever resolves without one has
// answered too. The resolution clock runs from the opening to the last resolution
// that was not reopened. It stands still for the waits that its definition pauses
// for, and from a resolution to its reopening: the user's thinking is not held
// against the team. A change of priority that changes the definition ends the clock,
// breached if it was by then, else cancelled, and the next one counts from the
// opening again with its own pauses. While it is resolved its clock has stopped, and
// another priority counts only from a reopening on.
package takeover
