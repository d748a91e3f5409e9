// Package collision holds plans against one another (B-36). It is pure.
//
//  1. Windows are half open: what begins when another ends does not collide with it.
//  2. Two changes collide over an item that both touch, over items of which one is a
//     part of the other or depends on it, directly or not, and when one team must do
//     both.
//  3. A change collides with a freeze of everything, and with a freeze or maintenance
//     of an item related to one of its own; not with a freeze that does not hold for
//     changes of its sort.
//  4. A change collides with planned unavailability of an item related to one of its
//     own, or of the same service that users know.
//  5. Two planned unavailabilities of the same such service collide, and so do
//     maintenance and a freeze. Two freezes do not.
//  6. Whatever is seen from one of two plans is seen from the other.
package collision
