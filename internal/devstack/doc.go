// Package devstack starts and stops the private servers that the product
// needs on one machine: a PostgreSQL from the machine's own binaries and a
// Temporal dev server. `termijn dev` and the tests use it; `termijn serve`
// does not.
//
// Both listen on 127.0.0.1 only. Neither outlives the process that started
// it: Stop ends them in order, and when that process is killed the kernel
// ends them (Linux), or the next start on the same directory does.
package devstack
