// Package scenario plays a file of steps in product time against the API: for
// demonstrations, and for tests of the whole product. A scenario reads like a
// story: on day 3 at ten the provider asks a question, on day 8 the client
// answers.
//
//	title: A question suspends the answer time
//	start: 2026-03-02            # a Monday; absent: the first Monday after now
//	speed: 43200                 # for `termijn dev --scenario`
//	steps:
//	  - at: day 1 10:00          # day 1 is the start; also "wd 3 10:00": the third working day after it
//	    as: noord-projectleider  # a persona of the demonstration ecosystem
//	    do: POST /regie
//	    body: {title: Hulp, start: "{day 20}"}
//	    save: {case: ref}        # keep a field of the answer as {case}
//	  - at: day 8 09:00
//	    as: noord-diensthoofd
//	    decide: approve_offer    # the persona's own open task of this kind in {case}
//	    option: approve          # in: problem takes the case saved as {problem} instead
//	  - as: noord-projectleider
//	    expect: GET /cases/{case}
//	    that: {stage: executing}
//
// A file can bring organisations and people of its own, written as in the
// demonstration ecosystem.
//
// A step without a time follows the one before at once. A step whose answer is
// an error fails the scenario, unless the step says which status it expects.
package scenario
