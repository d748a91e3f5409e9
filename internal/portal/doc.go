// Package portal is the product's web site: server-rendered pages for the people
// of the ecosystem, in Dutch and English.
//
// portal.go is the site map. A page is a typed struct (page.go) and a template of
// the same name in templates/; a handler makes the struct and shows it (render.go).
// Forms keep what was typed and the idempotency key that was made when they were
// first shown (form.go), so that sending one twice does nothing twice. Every page
// works without JavaScript; static/termijn.js only refreshes what is on it.
//
// The portal does nothing itself: it asks internal/app, which knows people's rights.
package portal
