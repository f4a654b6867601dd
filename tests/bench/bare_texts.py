"""A process that counts tokens and embeds texts with llama.cpp's own functions, and nothing else.

What the engine, its pipes and its neighbours add is measured against it. It reads frames of four
bytes (the length) and JSON on its standard input and answers in the same way; `BareTexts` is the
other end.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import llama_cpp as lc

PIECE = 8192
"""Bytes that are tokenised at once: some tokenisers take longer than twice as long for twice as
much."""


class BareTexts:
    """Starts the process and asks it; a context manager."""

    def __init__(
        self, model: Path, *, context_length: int = 0, sequences: int = 1, threads: int = 1
    ) -> None:
        """Load `model`; only its vocabulary when `context_length` is 0."""
        arguments = [str(model), str(context_length), str(sequences), str(threads)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.bare_texts", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.ask({})

    def __enter__(self) -> BareTexts:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def count(self, text: str) -> int:
        """The tokens of `text`."""
        return int(self.ask({"count": text})["tokens"])

    def embed(self, texts: list[str]) -> tuple[float, list[list[float]]]:
        """Seconds inside the process, and a vector for each text; batches are as full as the
        engine's."""
        found = self.ask({"embed": texts})
        return float(found["seconds"]), found["vectors"]

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None and self._process.stdout is not None
        _send(self._process.stdin, question)
        found = _receive(self._process.stdout)
        assert found is not None, "the bare process has ended"
        return found


def _send(stream: IO[bytes], content: dict[str, Any]) -> None:
    data = json.dumps(content).encode()
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> dict[str, Any] | None:
    head = stream.read(4)
    if len(head) < 4:
        return None
    found: dict[str, Any] = json.loads(stream.read(int.from_bytes(head, "big")))
    return found


class _Loop:
    def __init__(self, path: str, context_length: int, sequences: int, threads: int) -> None:
        lc.llama_backend_init()
        parameters = lc.llama_model_default_params()
        parameters.vocab_only = context_length == 0
        parameters.n_gpu_layers = 0
        self._model = lc.llama_model_load_from_file(os.fsencode(path), parameters)
        self._vocabulary = lc.llama_model_get_vocab(self._model)
        if context_length:
            sizes = lc.llama_context_default_params()
            sizes.n_ctx = sizes.n_batch = sizes.n_ubatch = context_length
            sizes.n_seq_max = sequences
            sizes.n_threads = sizes.n_threads_batch = threads
            sizes.embeddings = True
            sizes.kv_unified = True
            sizes.no_perf = True
            self._context = lc.llama_init_from_model(self._model, sizes)
            self._batch = lc.llama_batch_init(context_length, 0, 1)
            self._capacity, self._sequences = context_length, sequences
            self._width = lc.llama_model_n_embd(self._model)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        if "count" in question:
            data = question["count"].encode()
            pieces = [data[at : at + PIECE] for at in range(0, len(data), PIECE)]
            buffer = (ctypes.c_int32 * (PIECE + 16))()
            return {"tokens": sum(self._tokenized(piece, buffer, False) for piece in pieces)}
        if "embed" in question:
            began = time.perf_counter()
            vectors = [vector for batch in self._packed(question["embed"]) for vector in batch]
            return {"seconds": time.perf_counter() - began, "vectors": vectors}
        return {}

    def _tokenized(self, data: bytes, buffer: Any, ends: bool) -> int:
        arguments = (self._vocabulary, data, len(data), buffer, len(buffer))
        return int(lc.llama_tokenize(*arguments, ends, False))

    def _packed(self, texts: list[str]) -> Iterator[list[list[float]]]:
        """The vectors, one evaluation after the other."""
        buffer = (ctypes.c_int32 * self._capacity)()
        at = sequence = 0
        for text in texts:
            count = self._tokenized(text.encode(), buffer, True)
            if sequence == self._sequences or at + count > self._capacity:
                yield self._evaluated(at, sequence)
                at = sequence = 0
            for position in range(count):
                self._batch.token[at] = buffer[position]
                self._batch.pos[at] = position
                self._batch.n_seq_id[at] = 1
                self._batch.seq_id[at][0] = sequence
                self._batch.logits[at] = 1
                at += 1
            sequence += 1
        yield self._evaluated(at, sequence)

    def _evaluated(self, tokens: int, sequences: int) -> list[list[float]]:
        self._batch.n_tokens = tokens
        run = lc.llama_decode if lc.llama_get_memory(self._context) else lc.llama_encode
        assert run(self._context, self._batch) == 0
        return [
            lc.llama_get_embeddings_seq(self._context, sequence)[: self._width]
            for sequence in range(sequences)
        ]


def main(arguments: list[str]) -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    path, *numbers = arguments
    loop = _Loop(path, *map(int, numbers))
    while (question := _receive(sys.stdin.buffer)) is not None:
        _send(answers, loop.answer(question))


if __name__ == "__main__":
    main(sys.argv[1:])
