// Package transition is the process "Transitieprogramma": several providers'
// transition projects under one plan, whose milestones are durable promises, whose
// dependencies are live, and whose payments follow what was reached and accepted
// (N-01…N-17). One programme is one case; a provider's project in it is data. The
// onboarding of a Client, an added provider and a leaving one are smaller
// programmes of the same kind (N-17, O-03).
//
// # The plan
//
//  1. The programme lead opens a programme with a plan, from a file, a template or
//     by hand: projects of providers, milestones with a date and an owner, work
//     products, dependencies (finish to start, with a lag in working days), payment
//     shares, risks, checklists and open items of the previous provider (N-06, N-07,
//     O-03). What is wrong with a plan is named, all of it, and nothing is taken
//     over: a cycle with its path, a dependency on nothing, shares that do not come
//     to exactly 100 %, a price above the cap (N-01), a date that is no working day,
//     unless it stands in the contract itself.
//  2. The plan can be changed as long as it is not accepted; afterwards only in what is
//     no promise: dependencies, work products and checklists of milestones that are not
//     reached, owners and titles. Whoever changes it says which content was seen.
//  3. The lead submits the content that was seen; the Board decides on exactly that.
//     A plan that changes meanwhile is put before the Board anew. What the Board
//     refuses goes back with the reason.
//  4. The accepted plan is the first baseline: a copy of every milestone's date. From
//     then on each milestone has a clock of its own, and its amount.
//  5. The dates of some milestones hold only if the award was notified in time
//     (N-15). When it was notified later, their dates are not fixed: that is shown,
//     their clocks are called off, and the steering committee agrees new ones. Dates
//     that the Board accepts after that notification hold.
//
// # Milestones
//
//  6. The owner of a milestone states a forecast, with the reason, and says which
//     statement it replaces: of two people at once the second is refused and sees
//     the first. Nobody states one for another organisation (G-02).
//  7. The risk is signalled 20, 10 and 5 working days before the date, to the owner,
//     who is asked for a forecast when none was ever stated. A work product that is
//     not accepted 5 working days before the date puts its milestone at risk.
//  8. A milestone that is not reached when its date has passed is missed. The
//     provider's management is asked how it recovers; after 3 working days the lead
//     is told, after 5 it goes to the Board. A reasoned new forecast answers.
//  9. The owner says that a milestone is reached, when, and with which evidence: all
//     its work products are accepted, and a go-live's checklist is complete. That
//     stops the clock at the instant at which it is said: after the date has passed the
//     promise stays broken, whatever day is named. One that needs acceptance is put
//     before the Board; a refusal takes the reaching back, and the clock runs on as if
//     it had never been said.
//
// # Dependencies
//
//  10. What changes a date or a dependency is carried through the network at once:
//     expected dates, floats in working days and the critical path are computed
//     outside the case, with a calendar whose version is recorded, and enter as a fact
//     of their own that names only what moved. A milestone that others make later than
//     its date is impossible, and says because of which one.
//  11. The owners of milestones that others make later than before are asked to
//     acknowledge: one request for each owner. They answer for each milestone "I hold
//     my date", with how, or "I move to", which is a forecast. Holding a date changes
//     no arithmetic: only a changed dependency does. A milestone that moves again
//     while its owner is asked stays in the request, whose term runs on; one that others
//     make late no longer leaves it. What moves each day because a missed milestone has
//     no new forecast is asked about once.
//  12. What nobody acknowledges within 3 working days goes on the agenda of the
//     steering committee, and the lead is told.
//
// # Work products and readiness
//
//  13. The owner delivers a work product. The Service Integrator checks what others
//     deliver against the acceptance criteria; then the Board has a month to accept it
//     (P-13). Both may refuse, with a reason, as often as it is delivered.
//  14. A go-live has a checklist: processes live (N-08), data taken over (N-09),
//     training, back-out and the period of lowest activity (N-03). An item is settled
//     by evidence, or by an exemption of the Board.
//  15. Risks are kept with their mitigation and owner.
//  16. Every open item of the previous provider is planned and settled: closed, or
//     handed over to somebody (O-03).
//
// # Steering
//
//  17. The steering committee is planned by its rhythm, at least once a month (N-04).
//     A week before, its people are told what is on the agenda, which is made from
//     what is late, impossible, at risk, unacknowledged, not fixed and to be decided,
//     from payments, open items without a plan, and months without a session.
//  18. The lead opens the session with who is present; the agenda is kept as it was
//     then. Decisions are recorded, the minutes written, and the session closed (B-54).
//     One that nobody opened by the end of the next day lapses, visibly, as soon as a
//     working day begins.
//  19. A month without a session that was held is recorded, and the Board is told (N-04).
//  20. Owners propose about what is theirs, the lead and the Board about everything, what
//     the committee must decide: another baseline, an exemption, a dispute about a
//     refusal. The lead puts it in a session where the Board is present, and the Board
//     decides on exactly what was put (P-10, P-11).
//  21. A new baseline moves clocks to their new dates and keeps the old baselines.
//     Nothing else moves the date of a milestone.
//
// # Payment and the end
//
//  22. A milestone that is reached and accepted makes its share of the price payable,
//     with its papers. The amounts add up to the price to the cent. The Board approves
//     each payment once; what it refuses can be submitted again.
//  23. The lead completes the programme when every milestone is cancelled, or reached and
//     accepted where it needs that, every payment is approved, every open item settled
//     and no session open. The Board can stop it before, with the reason.
package transition
