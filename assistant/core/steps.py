"""Work that asks the engine something in between, apart from who carries the questions.

A `Steps` generator yields a command, is sent what came of it, and returns its result: for
`CountTokens` the `TokenCount`, for `Generate` the text of the answer, None where there was
neither. The window drives it over events, the terminal by waiting.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

from assistant.core.messages import CountTokens, Generate, TokenCount

T = TypeVar("T")

Question: TypeAlias = CountTokens | Generate
Reply: TypeAlias = TokenCount | str | None
Steps: TypeAlias = Generator[Question, Reply, T]
