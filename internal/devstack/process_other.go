//go:build unix && !linux

package devstack

import "syscall"

// dieWithParent has no counterpart outside Linux: a server left behind by a
// killed parent is stopped at the next start on its directory.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
