// Package api is the HTTP API under /api: JSON over chi with huma, which makes
// the OpenAPI document from the handlers. One file per resource; problem.go
// turns every error into an RFC 9457 problem document in the reader's language.
//
//   - GET /api/openapi.json is the document, GET /api/docs the same as a page.
//   - Everything under /api/v1 asks for "Authorization: Bearer …".
//   - A POST is done once per Idempotency-Key and answers with its receipt: its
//     event is committed, so who posts and then reads, reads it.
//   - What a caller may not see answers 404, what they see but may not do 403.
//
// Nothing here decides about a case: handlers translate to and from
// internal/app, which asks the policy and the case.
package api
