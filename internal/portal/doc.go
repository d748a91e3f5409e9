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
//
// # A new process
//
// One line in portal.go, p.xRoutes(r), and files of its own; regie is the model.
//
//   - x_routes.go: p.register(x) makes the process known (process.go: name, stages,
//     allowed, grave, links), then serve adds a form per command, then own pages.
//     That alone gives every page of a case: stage, parties, clocks, tasks, actions
//     by policy and stage, timeline.
//   - x_case.go: an xReader that embeds caseReader and the process's state (view:
//     readAs), and overrides methods of caseView: sensible, waiting, steps, about,
//     content, decidedOn… Functions over any case take a caseView, not a caseReader.
//   - templates/x_case.html defines "case-part", shown with what content returned:
//     newCaseShape[C]("x_case") checks it against C, which embeds *Page for the
//     words. Likewise x_task.html "task-part" (newTaskShape) and "command-part"
//     (newCommandShape). Parts in x_parts.html are global: begin their names with x-.
//   - x_forms.go: type xForm[B any] = commandForm[xReader, B], and a form is
//     serve(p, x.Name, xForm[x.Because]{command: x.Withdraw, ask: []ask{askText("reason", 5)}});
//     fields have the names of the body's JSON (command_ask.go). More is in commandForm.
//   - Texts: process.x, stage.x.<stage>, task.<kind>, clock.<definition>,
//     event.<kind> (places: Who, and the body's single values under the field's
//     name with a capital), x.do|send|done|lead.<command>, x.<field> (labels),
//     x.<field>.<value> (a value in words), x.step.<key>, x.wait.<stage> (Who, Task,
//     Due), x.arg.<name> (arguments of tasks), case.pause.<reason>, link.<kind>.
package portal
