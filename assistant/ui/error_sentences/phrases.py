"""Parts of sentences: what stands where a sentence has a named gap."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

PHRASES = (
    # of a summary
    QT_TRANSLATE_NOOP("Errors", "the comparison"),
    QT_TRANSLATE_NOOP("Errors", "the summary of “{0}”"),
    QT_TRANSLATE_NOOP("Errors", "a list of notes on “{0}”"),
    QT_TRANSLATE_NOOP("Errors", "section {0} of “{1}”"),
    QT_TRANSLATE_NOOP("Errors", "section {0} ({1}) of “{2}”"),
    # of a model's file
    QT_TRANSLATE_NOOP("Errors", "it announces more metadata than it can hold"),
    QT_TRANSLATE_NOOP("Errors", "it announces more tensors than it can hold"),
    QT_TRANSLATE_NOOP("Errors", "its alignment is impossible"),
    QT_TRANSLATE_NOOP("Errors", "it holds metadata of the unknown type {0}"),
    QT_TRANSLATE_NOOP("Errors", "it holds a list of the unknown type {0}"),
    QT_TRANSLATE_NOOP("Errors", "it announces a list longer than the file"),
    QT_TRANSLATE_NOOP("Errors", "it holds a text longer than the file"),
    QT_TRANSLATE_NOOP("Errors", "a tensor has too many dimensions"),
    QT_TRANSLATE_NOOP("Errors", "a tensor is impossibly large"),
    QT_TRANSLATE_NOOP("Errors", "this machine"),
    # of a process
    QT_TRANSLATE_NOOP("Errors", "it ended with code {0}"),
    QT_TRANSLATE_NOOP("Errors", "it said nothing for {0} seconds"),
    QT_TRANSLATE_NOOP("Errors", "it did not answer within {0} seconds"),
    QT_TRANSLATE_NOOP("Errors", "a message of {0} bytes is too long"),
    QT_TRANSLATE_NOOP("Errors", "unknown reason"),
    QT_TRANSLATE_NOOP("Errors", "the system refuses"),
    # of the settings
    QT_TRANSLATE_NOOP("Errors", "line {0} is not UTF-8 text"),
    QT_TRANSLATE_NOOP("Errors", "line {0}, {why}"),
    QT_TRANSLATE_NOOP("Errors", "it cannot be read ({why})"),
    QT_TRANSLATE_NOOP("Errors", "it is not TOML: {0}"),
    QT_TRANSLATE_NOOP("Errors", "{why}; allowed is {0}"),
    QT_TRANSLATE_NOOP("Errors", '"{0}": {1} is not known'),
    QT_TRANSLATE_NOOP("Errors", '"{0}": expected {1}, got {2}'),
    QT_TRANSLATE_NOOP("Errors", '"{0}" is {1}, allowed is {2} to {3}'),
)

SYSTEM = (
    QT_TRANSLATE_NOOP("Errors", "Permission denied"),
    QT_TRANSLATE_NOOP("Errors", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Errors", "No such file or directory"),
    QT_TRANSLATE_NOOP("Errors", "Not a directory"),
    QT_TRANSLATE_NOOP("Errors", "Is a directory"),
    QT_TRANSLATE_NOOP("Errors", "File exists"),
    QT_TRANSLATE_NOOP("Errors", "File name too long"),
    QT_TRANSLATE_NOOP("Errors", "File too large"),
    QT_TRANSLATE_NOOP("Errors", "No space left on device"),
    QT_TRANSLATE_NOOP("Errors", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("Errors", "Read-only file system"),
    QT_TRANSLATE_NOOP("Errors", "Input/output error"),
    QT_TRANSLATE_NOOP("Errors", "Too many open files"),
    QT_TRANSLATE_NOOP("Errors", "Too many levels of symbolic links"),
    QT_TRANSLATE_NOOP("Errors", "Cannot allocate memory"),
    QT_TRANSLATE_NOOP("Errors", "Resource temporarily unavailable"),
    QT_TRANSLATE_NOOP("Errors", "Device or resource busy"),
    QT_TRANSLATE_NOOP("Errors", "No such device"),
    QT_TRANSLATE_NOOP("Errors", "No such device or address"),
    QT_TRANSLATE_NOOP("Errors", "Exec format error"),
    QT_TRANSLATE_NOOP("Errors", "Invalid argument"),
    QT_TRANSLATE_NOOP("Errors", "Connection timed out"),
    QT_TRANSLATE_NOOP("Errors", "Stale file handle"),
    QT_TRANSLATE_NOOP("Errors", "Host is down"),
    QT_TRANSLATE_NOOP("Errors", "Transport endpoint is not connected"),
)
"""What the operating system calls its errors (the C library, in English)."""
