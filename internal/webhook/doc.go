// Package webhook calls other programs when something happened in a case. The
// ledger writes a call with the event that causes it; a Dispatcher delivers it to
// the address that configuration has for its target, and to no other.
//
// A call is a POST of JSON with three headers: Idempotency-Key, the same at every
// attempt, Termijn-Event, and Termijn-Signature: "t=<seconds>,v1=<hex>", the
// HMAC-SHA256 of "<seconds>.<body>" under the target's secret. Between the answer
// of the other program and the commit that says so a crash can always come: then
// the same call comes again under the same key, and the receiver drops it.
package webhook
