package devstack

import "syscall"

// dieWithParentWorks says whether the kernel ends servers whose owner is killed.
const dieWithParentWorks = true

// dieWithParent has the kernel send sig to the new process when the thread
// that started it ends. The setting is made after the change of user and
// survives the exec of a program without set-user-ID bits.
func dieWithParent(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }
