// Package standard is the process "Standaardwijziging": a template of changes whose
// risk is known, or the frame of automated changes through a pipeline; approved by
// the Service Integrator, and set back to normal when it does harm (B-35).
//
//  1. A provider identifies a candidate and writes it down: for which services and
//     items, the steps, the risk, test, back-out and communication; or for a frame: the
//     service, the environments, the evidence that a pipeline must present, and its
//     bounds (B-35).
//  2. It submits the draft that was seen. The Service Integrator decides on exactly that
//     content, within a term; with what became of the provider's normal changes of the
//     same items, when there are any (B-35).
//  3. What is approved is in force under the next number; each version keeps its
//     content, who approved it and when. What is rejected goes back with the reason.
//  4. A version in force can be revised; the old one stays in force until the new one is
//     approved. A draft that is revised while it is being decided on is asked anew.
//  5. It is reviewed at a rhythm, with what became of its changes: the Service
//     Integrator says that it stays, or sets it back to normal (B-35). A new version
//     begins the rhythm anew.
//  6. A change of it that caused a critical incident, or that a review found harmful,
//     sets it back to normal at once, visibly: its changes that have not begun become
//     normal ones. It comes into force again by a new approval only: a draft that was
//     being decided on must be submitted again (B-35).
//  7. A template that is used no more is retired, with the reason; drafts can be
//     withdrawn. One of which no version was ever in force ends with its draft.
package standard
