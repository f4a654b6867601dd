"""PDF from the terminal: Qt draws it, without a display and only when it is asked for."""

from __future__ import annotations

from assistant.core.errors import UserError

_OTHER = "Let the name end in .md, .html or .docx instead."


def check() -> None:
    """Whether Qt can draw here. Raises `UserError("no_display")` with what is missing."""
    try:
        from assistant.ui.offscreen import why_not
    except ImportError as error:
        raise _missing(str(error)) from error
    reason = why_not()
    if reason:
        raise _missing(reason)


def as_pdf(html: str, title: str) -> bytes:
    """The PDF of a page. Raises as `check`."""
    check()
    from assistant.ui.offscreen import as_pdf as drawn

    return drawn(html, title)


def _missing(reason: str) -> UserError:
    from assistant import system_libraries

    lacking = sorted(set(system_libraries.missing().values()))
    hint = _OTHER
    if lacking:
        hint = f"This installs it: {system_libraries.install_command(lacking)}. {_OTHER}"
    return UserError(
        "no_display", f"A PDF cannot be drawn here: {reason.splitlines()[0][:200]}.", hint
    )
