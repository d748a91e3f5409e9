// Package app is the application service that the API and the portal share. For
// each request it knows the principal, asks the policy, and then either reads
// PostgreSQL or sends a command to the case's workflow. Nothing above it talks
// to Temporal or to the ledger; nothing below it knows about people's rights.
package app
