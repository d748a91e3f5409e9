// Package codec encrypts what cases hand to Temporal, so that the Temporal
// server and its database hold no readable case content: inputs, results,
// updates, markers, memos, error texts and stack traces. Workflow IDs, types,
// task queues and search attributes stay readable; put nothing secret there.
//
// Each payload is compressed when that makes it smaller, then sealed with
// AES-256-GCM under the active key of a KeyRing. The key's ID travels with the
// payload, so keys can be rotated while old payloads stay readable: put the
// new key first and keep the old ones until no history uses them.
package codec
