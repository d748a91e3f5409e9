// Package topology is the small map of services and configuration items: what is
// part of what, and what depends on what. It says which items a change of one can
// disturb (B-17, B-36). It is pure.
//
//  1. A change of an item can disturb the item itself and all its parts, and from
//     there whatever they are a part of and whatever depends on them, and so on.
//  2. It does not reach from a whole back to its other parts: two parts of one whole
//     can be changed at once, and what the whole depends on does not hurt a part that
//     does not name it.
//  3. Two items are related when a change of one can disturb the other. That is
//     symmetric, whichever of the two is looked at.
//  4. Circles, ends that do not exist and items that were removed are no reason to
//     fail here: the map that a person edits refuses them, and what refers to a
//     removed item still meets others that refer to it.
package topology
