// Package mail turns the outbox into mails. A Dispatcher takes what is due, a
// Composer writes it in the reader's language, a Sender sends it.
//
// A mail goes out once as far as SMTP allows: between the server's acceptance
// and the commit that says so a crash can always come, and then the same
// message goes out again, byte for byte, under the same Message-ID.
//
// Mails carry no personal texts beyond the reader's own name: what is asked is
// said in general words, and a link leads to the page that checks who reads it.
//
// A mail to a subscriber of the status page says only what is public, and its
// signed link ends the subscription (RFC 8058).
//
// Sink is the SMTP server of `termijn dev`, with a page that shows what arrived.
package mail
