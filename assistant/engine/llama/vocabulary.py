"""Text to tokens and back."""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import dataclass
from functools import cached_property

import llama_cpp


@dataclass(frozen=True, slots=True)
class Token:
    """One entry of a vocabulary that is special to the tokeniser; `text` as it is in the file.

    `control` tokens are found in a text only when asked for; the others always.
    """

    id: int
    text: bytes
    control: bool
    ends_generation: bool
    strips_left: bool
    strips_right: bool


class Vocabulary:
    """Text to tokens and back. Read-only; any thread."""

    def __init__(self, pointer: int) -> None:
        self._pointer = self.pointer = pointer
        self.size: int = llama_cpp.llama_vocab_n_tokens(pointer)
        self.bos: int = llama_cpp.llama_vocab_bos(pointer)
        self.eos: int = llama_cpp.llama_vocab_eos(pointer)
        self.adds_bos = bool(llama_cpp.llama_vocab_get_add_bos(pointer))
        self.is_spm = llama_cpp.llama_vocab_type(pointer) == llama_cpp.LLAMA_VOCAB_TYPE_SPM
        self.exists = llama_cpp.llama_vocab_type(pointer) != llama_cpp.LLAMA_VOCAB_TYPE_NONE
        self.special = tuple(self._special_tokens())

    def _special_tokens(self) -> list[Token]:
        """Control and user-defined tokens, longest text first, as llama.cpp looks for them."""
        control = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_UNKNOWN
        wanted = control | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        attribute_of = llama_cpp.llama_vocab_get_attr
        found = []
        for token in range(self.size):
            attributes = attribute_of(self._pointer, token)
            if attributes & wanted:
                found.append(
                    Token(
                        id=token,
                        text=self.text(token),
                        control=bool(attributes & control),
                        ends_generation=self.ends_generation(token),
                        strips_left=bool(attributes & llama_cpp.LLAMA_TOKEN_ATTR_LSTRIP),
                        strips_right=bool(attributes & llama_cpp.LLAMA_TOKEN_ATTR_RSTRIP),
                    )
                )
        return sorted(found, key=lambda token: -len(token.text))

    def text(self, token: int) -> bytes:
        """The token as it is written in the model file."""
        if not 0 <= token < self.size:
            return b""
        return llama_cpp.llama_vocab_get_text(self._pointer, token) or b""

    def ends_generation(self, token: int) -> bool:
        return bool(llama_cpp.llama_vocab_is_eog(self._pointer, token))

    def tokenize(
        self, text: bytes, *, parse_special: bool = False, with_ends: bool = False
    ) -> list[int]:
        """The tokens of `text`. User-defined tokens are always found.

        `with_ends` adds the tokens that the model wants around a whole text.
        """
        if not text and not with_ends:
            return []
        capacity = len(text) + 16
        buffer = (ctypes.c_int32 * capacity)()
        arguments = (self._pointer, text, len(text))
        flags = (with_ends, parse_special)
        count = llama_cpp.llama_tokenize(*arguments, buffer, capacity, *flags)
        if count < 0:
            capacity = -count
            buffer = (ctypes.c_int32 * capacity)()
            count = llama_cpp.llama_tokenize(*arguments, buffer, capacity, *flags)
        return buffer[: max(0, count)]

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes that `token` stands for; control tokens are empty unless `special`."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama_cpp.llama_token_to_piece(self._pointer, token, buffer, size, 0, special)
            if count >= 0:
                return buffer.raw[:count]
            size = -count

    @cached_property
    def first_bytes(self) -> array[int]:
        """The first byte of each token's text; 256 if it ends a generation, 257 without text."""
        found = array("h", [257]) * self.size
        buffer = ctypes.create_string_buffer(64)
        for token in range(self.size):
            if self.ends_generation(token):
                found[token] = 256
            elif llama_cpp.llama_token_to_piece(self.pointer, token, buffer, 64, 0, False) > 0:
                found[token] = buffer.raw[0]
            elif piece := self.piece(token):  # longer than the buffer
                found[token] = piece[0]
        return found

    def suppressed(self) -> list[int]:
        """Tokens that the model file forbids to sample."""
        count = ctypes.c_int32(0)
        tokens = llama_cpp.llama_vocab_get_suppress_tokens(self._pointer, ctypes.byref(count))
        return [] if not tokens else tokens[: count.value]
