// Package regie is the process "Ondersteuning in-regie": support by named people
// on a time-and-material basis, from the Client's request to the last statement.
//
// # The offer
//
//  1. A Client submits a request for support with what the provider needs to
//     choose profiles and volume (M-01). The provider's answer time starts: 15
//     working days (M-08). So does the term for its completeness notice: 5
//     working days (M-11).
//  2. Within those 5 working days the provider confirms in writing that the
//     request is complete, or asks questions, or asks for a meeting (M-11).
//  3. Questions or a meeting asked in time suspend the answer time until the
//     Client has answered in writing or the meeting has taken place (M-12).
//     What is asked later is accepted as a question, without suspension.
//  4. The Client may dispute a suspension because the information was available
//     to the provider already; the Service Integrator rules. If the suspension
//     falls, the clock is recomputed as if it had not been (M-13).
//  5. Silence for 5 working days confirms that the information suffices (M-14).
//  6. Either side may propose another date; when the other agrees, it is the
//     Negotiated Due Date and replaces the 15 working days (M-08).
//  7. The provider submits an orderable offer: named people per profile with
//     their CV, hours and a price per hour that is at most the profile's
//     maximum (M-02, M-17), and until when it is valid. That stops the answer
//     time; both its actual and its corrected value are kept (M-15).
//  8. The Client may interview people and ask for others; the provider may
//     replace people by equals during the whole quotation (M-03). Who already
//     approved the offer is asked again.
//
// # The order
//
//  9. The Client's own approval flow decides: one or more steps, each with any,
//     all or a number of its approvers (M-05). A decision is bound to the
//     content of the offer. Nothing is ordered before.
//  10. The Client orders with a reference, the IO numbers for the invoice and the
//     date of the budget commitment (M-06, M-22). An expired offer cannot be
//     ordered; the provider renews it.
//  11. Until the order the Client may ask for a revised offer, reject it, or
//     withdraw the request.
//
// # The work
//
//  12. Each week the provider submits a timesheet per person; the Client's
//     representative approves or refuses it (M-18). Hours that are not approved
//     are not billed (M-17). Who registers more than the available time is
//     flagged (B-23).
//  13. Each month the provider submits a statement of the approved hours with
//     their amounts, and the representative approves it (M-21).
//  14. A significant change or an early stop is prepared by both sides and
//     ordered by the Client (M-07).
//  15. A person is replaced during the work with a justification; the Client may
//     interview, refuse and ask for another, or stop that profile (M-04).
//  16. When the period is over and everything is billed, the case ends.
package regie
