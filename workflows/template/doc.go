// Package template is the process "Sjabloon": a text that the Service Integrator
// writes for others to use, approved by the Board before it is used. There are two
// kinds: for communication about incidents (B-30), and the minimum requirements that
// work is verified against (B-37), which everybody can read once they are in force.
//
//  1. The Service Integrator writes a template: its name, and in every language a
//     subject and a text. Places to be filled come from a fixed list; another one
//     is refused by its name (B-30). Requirements have no places (B-37).
//  2. The writer submits the draft that was seen. The Board decides on exactly
//     that content (B-30, B-37), within the term for decisions.
//  3. What the Board approves is in force under the next number. Each version
//     keeps its texts, who approved it and when.
//  4. What the Board rejects goes back to its writer with the reason.
//  5. A template in force can be revised. The old version stays in force until the
//     Board has approved the new one.
//  6. A draft that is revised while the Board has it is put before the Board anew;
//     a decision on what stood there before is refused.
//  7. A draft can be withdrawn. A template of which no version was ever in force
//     ends with it.
//  8. A template that is used no more is retired, with the reason.
package template
