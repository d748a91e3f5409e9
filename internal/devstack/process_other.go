//go:build unix && !linux

package devstack

import "syscall"

// dieWithParentWorks says whether the kernel ends servers whose owner is killed.
const dieWithParentWorks = false

// dieWithParent has no counterpart outside Linux: a server left behind by a
// killed parent is stopped at the next start on its directory.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
