"""Linux: a seccomp filter that refuses what a reader of documents never needs.

No sockets, no other programs or processes, no writing, no touching of other processes. A refused
call fails with EPERM. The numbers are those of `arch/x86/entry/syscalls/syscall_64.tbl` and
`include/uapi/asm-generic/unistd.h`; the program is classic BPF over `struct seccomp_data`
(`nr` at byte 0, `arch` at 4, six 64-bit arguments from 16), see seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_REFUSE = 0x00050000 | errno.EPERM
_ABSENT = 0x00050000 | errno.ENOSYS

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_NR, _ARCH, _ARGUMENTS = 0, 4, 16
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CLONE_THREAD = 0x00010000
_X32_BIT = 0x40000000

# Refused on both machines, and with the same number on both.
_REFUSED_ANYWHERE = (
    *(424, 425, 426, 427),  # pidfd_send_signal, io_uring_setup, _enter, _register
    *(428, 429, 430, 431, 432, 433),  # open_tree, move_mount, fsopen, fsconfig, fsmount, fspick
    *(434, 438, 440, 442, 447, 452),  # pidfd_open, pidfd_getfd, process_madvise, …, fchmodat2
)
_CLONE3, _OPENAT2 = 435, 437

_REFUSED = {
    "x86_64": (
        *range(41, 56),  # socket … getsockopt
        *(57, 58, 59, 322),  # fork, vfork, execve, execveat
        *(76, 77, *range(82, 89), *range(90, 96)),  # truncate, …, rename … symlink, chmod … umask
        *(101, 310, 311, 312),  # ptrace, process_vm_readv, process_vm_writev, kcmp
        *(132, 133, 155, 161, 163, 165, 166, 167, 168, 169, 170, 171),  # utime, mknod, mount, …
        *(175, 176, 179, 188, 189, 190, 197, 198, 199),  # modules, quotactl, extended attributes
        *(129, 200, 297),  # rt_sigqueueinfo, tkill, rt_tgsigqueueinfo
        *(206, 209, 235, 246, 248, 249, 250),  # io_setup, io_submit, utimes, kexec_load, keys
        *(258, 259, 260, 261, 263, 264, 265, 266, 268, 272, 280),  # mkdirat …, unshare, utimensat
        *(288, 298, 299, 300, 303, 304, 307, 308),  # accept4, perf_event_open, …, sendmmsg, setns
        *(313, 316, 319, 320, 321, 323),  # finit_module, renameat2, memfd_create, …, userfaultfd
    ),
    "aarch64": (
        *(0, 2, 5, 6, 7, 14, 15, 16),  # io_setup, io_submit, extended attributes
        *(33, 34, 35, 36, 37, 38, 39, 40, 41, 45, 46, 51, 52, 53, 54, 55),  # mknodat … fchown
        *(60, 88, 89, 97, 104, 105, 106, 117),  # quotactl, utimensat, acct, unshare, …, ptrace
        *(130, 138, 142, 161, 162),  # tkill, rt_sigqueueinfo, reboot, sethostname, …
        *range(198, 213),  # socket … recvmsg
        *(217, 218, 219, 221, 224, 225),  # keys, execve, swapon, swapoff
        *(240, 241, 242, 243, 262, 264, 265, 268, 269),  # …, perf_event_open, accept4, …, sendmmsg
        *(270, 271, 272, 273, 276, 279, 280, 281, 282, 294),  # process_vm_readv …, execveat, …
    ),
}
# clone, kill, tgkill, prlimit64, openat, open and creat where they exist
_WITH_ARGUMENTS = {
    "x86_64": {"clone": 56, "kill": 62, "tgkill": 234, "prlimit": 302, "openat": 257, "open": 2},
    "aarch64": {"clone": 220, "kill": 129, "tgkill": 131, "prlimit": 261, "openat": 56},
}
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_Instruction = tuple[int, int, int, int]


def apply() -> bool:
    """Filter this thread and every thread it starts from now on; False where that cannot be.

    Needs PR_SET_NO_NEW_PRIVS. There is no way back.
    """
    machine = {"arm64": "aarch64"}.get(platform_machine(), platform_machine())
    if not sys.platform.startswith("linux") or machine not in _REFUSED or sys.maxsize < 2**32:
        return False
    program = b"".join(struct.pack("=HBBI", *line) for line in _program(machine, os.getpid()))
    code = ctypes.create_string_buffer(program, len(program))
    length = len(program) // 8
    header = ctypes.create_string_buffer(struct.pack("@HP", length, ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    address = ctypes.c_void_p(ctypes.addressof(header))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, address, 0, 0) == 0)


def platform_machine() -> str:
    """The machine's name as the kernel says it; `platform` would cost its import."""
    return os.uname().machine if hasattr(os, "uname") else platform.machine()


def _program(machine: str, pid: int) -> list[_Instruction]:
    named = _WITH_ARGUMENTS[machine]
    lines: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NR),
    ]
    if machine == "x86_64":
        lines += [(_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _REFUSE)]
    for number in (*_REFUSED[machine], *_REFUSED_ANYWHERE):
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    for number in (_CLONE3, _OPENAT2):  # their arguments lie in memory; the older calls do
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ABSENT)]
    lines += _unless(named["clone"], 0, (_ANY_BIT, 1, 0, _CLONE_THREAD))
    for signal in ("kill", "tgkill"):
        lines += _unless(named[signal], 0, (_EQUAL, 1, 0, pid))
    lines += _unless(named["prlimit"], 0, (_EQUAL, 1, 0, 0))
    lines += _unless(named["openat"], 2, (_ANY_BIT, 0, 1, _WRITING))
    if "open" in named:
        lines += _unless(named["open"], 1, (_ANY_BIT, 0, 1, _WRITING))
    return [*lines, (_RETURN, 0, 0, _ALLOW)]


def _unless(number: int, argument: int, test: _Instruction) -> list[_Instruction]:
    """Refuse call `number` unless `test` of the argument's low half skips the refusal."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        test,
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NR),
    ]
