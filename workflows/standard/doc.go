// Package standard is the process "Standaardwijziging": a template of changes whose
// risk is known, or the frame of automated changes through a pipeline; approved by
// the Service Integrator, and set back to normal when it does harm (B-35).
//
//  1. A provider identifies a candidate and writes it down: for which services and
//     items, the steps, the risk, test, back-out and communication; or for a frame: the
//     service, the environments, the evidence that a pipeline must present, and its
//     bounds.
//  2. It submits the draft that was seen. The Service Integrator decides on exactly that
//     content, within a term; with the number of normal changes of the kind that went
//     well, when that is known.
//  3. What is approved is in force under the next number; each version keeps its
//     content, who approved it and when. What is rejected goes back with the reason.
//  4. A version in force can be revised; the old one stays in force until the new one is
//     approved.
//  5. It is reviewed at a rhythm: the Service Integrator says that it stays (B-35).
//  6. A change of it that caused a critical incident, or that a review found harmful,
//     sets it back to normal at once, visibly: its changes that have not begun become
//     normal ones. It comes into force again by a new approval only.
//  7. A template that is used no more is retired, with the reason; drafts can be
//     withdrawn.
package standard
