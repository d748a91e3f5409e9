// Package servicemap is the process "Dienstenkaart": the small map of services and
// configuration items, with what is part of what and what depends on what, that
// collisions are found with (B-17, B-36). There is one.
//
//  1. The map is opened with the product, from the catalogue.
//  2. An administrator edits it item by item, or imports it as a file (CSV), whole or
//     in part. What is wrong is named with its line, and then nothing is taken over.
//  3. A part of itself, a dependency in a circle and an end that does not exist are
//     refused.
//  4. Each version keeps what was added, changed and removed, by whom and when. An
//     item that is removed stays readable in what refers to it.
//  5. The planned changes that touch what was edited look again with what they collide.
package servicemap
