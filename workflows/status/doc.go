// Package status is the process "Dagelijks statusoverleg": one case for all years,
// in which the Service Integrator says every working day which incidents need
// action by whom (B-11, E-03).
//
//  1. Every working day at 08:00 in Europe/Brussels the case asks for the open
//     incidents that need action so that their targets are met: those that are
//     late, due today, or due before the end of the next working day (B-11).
//  2. The answer is recorded as the day's report: for each organisation its
//     numbers and its most urgent incidents, with what each needs (B-11).
//  3. Each organisation that must act gets a mail with its number: those who work
//     on incidents, and who manages them (B-11, E-03).
//  4. When nobody worked on the case for days, one report is made for now. It
//     names the working days that were missed; they get no mails.
//  5. After the day's report the case asks for trends: services and categories with
//     many incidents (E-42). The numbers are configuration.
//  6. Each trend is proposed as a problem, on which the Service Integrator decides
//     (B-31); for as long as a trend's period it is not proposed again.
//  7. The Service Desk can ask for a report outside the rhythm. It looks for no trends.
//  8. The case never ends. It keeps its last report's numbers and its proposals;
//     the reports themselves stand in the ledger.
package status
