// Package change is the process "Wijziging": a provider plans a change to services
// of the ecosystem, and the Service Integrator sees to it that it is prepared,
// approved by who must, collides with nothing, and is done as planned (B-16, B-33
// to B-36).
//
//  1. A provider writes a draft and saves it as often as needed; nothing must be
//     complete yet (B-16). So does the Service Integrator for GOS, which it runs
//     itself; nobody does another's (F-04).
//  2. It is submitted when it says what B-16 asks for: affected services and items,
//     window, impact analysis, risk, test plan, back-out plan with the point of no
//     return, communication, unavailability, providers involved. What is missing is
//     named.
//  3. A normal change that is submitted later than 5 working days before its window
//     needs a reason, which the chair accepts with the decision or not (assumed).
//  4. A plan is held against all others whenever it changes, and whenever another
//     one does: same item, parent or dependent service, same team, freeze,
//     maintenance, planned unavailability. What collides is written down, also for
//     a change that is approved already (B-36).
//  5. The Service Integrator checks a normal change from the view of process and
//     planning: it conforms, or goes back with what lacks (B-16, B-33).
//  6. A change that conforms lies before a board: its members vote. A vote covers
//     the parts of the content that its seat looks at; an edit, or a collision that
//     comes or goes, re-opens exactly the votes that cover what changed, and says
//     which and why.
//  7. The chair decides in the board's meeting: approve, approve with conditions,
//     reject, or defer; what was decided on is the content that she saw (B-33).
//  8. A standard change follows a version in force of an approved template; it needs
//     no board (B-35).
//  9. An emergency change is decided by the E-CAB at once: chair, provider, and
//     Client or Board. When nobody can be reached until the end of its ladder, the
//     chair decides alone, and the E-CAB confirms within 1 working day (B-34).
//  10. An automated change comes through the gate, within an approved frame: it is
//     allowed, refused with the reasons, or waits for a decision (B-35).
//  11. An approved change stands in the calendar; one that makes a service
//     unavailable is announced (E-06, B-16).
//  12. It starts inside its window and when approved, never otherwise. Its steps are
//     reported; a window that is overrun is escalated.
//  13. Its end is a success, a part of it, or rolled back. Then it is reviewed: an
//     emergency within 5 working days. A review that finds harm, or a critical
//     incident that it caused, puts its template back to normal (B-35), once for each
//     incident. What it caused a person says, or the problem that looked for the
//     cause; change, incident and problem name one another (C-28 to C-30). A problem
//     that finds another cause takes back what it said; a template that was put back
//     stays so until a person approves it again.
//  14. It can be withdrawn until it starts.
//  15. A migration to the cloud or the data centre whose Client has no roadmap in
//     line with the vision is told to the Board (P-36).
package change
