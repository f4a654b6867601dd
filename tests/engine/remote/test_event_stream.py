"""Streams come apart in the same way wherever packets end; no bytes make the reader fail."""

from __future__ import annotations

import itertools
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.remote.chunks import SurrogateJoiner, read_chunk
from assistant.engine.remote.event_stream import EventStream

LINES = st.sampled_from(
    [
        b'data: {"a": "\xe7\xba\xb8"}', b"data: [DONE]", b"data:", b'data: {"a":', b"data:  1}",
        b": comment", b"event: x", b"", b"", b'{"b": 2}', b"<html>", b"\xff\xfe", b"error: {}",
    ]
)  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
STREAMS = st.lists(st.tuples(LINES, ENDS), max_size=12).map(
    lambda lines: b"".join(line + end for line, end in lines)
)


def documents(parts: list[bytes]) -> tuple[list[str], bool]:
    stream = EventStream()
    found = [document for part in parts for document in stream.feed(part)]
    return [*found, *stream.finish()], stream.is_page


@given(STREAMS, st.lists(st.integers(0, 200), max_size=6))
def test_where_packets_end_does_not_matter(data: bytes, cuts: list[int]) -> None:
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    parts = [data[a:b] for a, b in itertools.pairwise(places)]
    assert documents(parts) == documents([data])


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    for document in documents([data])[0]:
        try:
            read_chunk(document)
        except (ValueError, RecursionError):
            continue


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["choices", "delta", "message", "content", "logprobs", "usage", "finish_reason",
             "error", "text", "top_logprobs", "tokens", "prompt_progress", "timings"]
        ),
        inner, max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip


@given(JSON)
def test_any_document_is_a_chunk_or_none(document: object) -> None:
    import json

    try:
        chunk = read_chunk(json.dumps(document))
    except ValueError:
        return
    assert isinstance(chunk.text, str)


@given(st.text(max_size=30))
def test_halves_of_characters_are_joined(text: str) -> None:
    joiner = SurrogateJoiner()
    units = text.encode("utf-16-le", "surrogatepass")
    halves = [
        units[at : at + 2].decode("utf-16-le", "surrogatepass") for at in range(0, len(units), 2)
    ]
    joined = "".join(map(joiner.feed, halves))
    whole = units.decode("utf-16-le", "replace")
    assert joined == whole or whole.startswith(joined)  # an unfinished half at the end waits


def test_nothing_of_it_is_imported_while_models_are_here() -> None:
    """The window's start does not pay for servers."""
    code = (
        "import sys\n"
        "from assistant.core.messages import Generate, LoadModel, Turn\n"
        "from assistant.engine.scripted import ScriptedEngine\n"
        "from assistant.engine.switchboard import Switchboard\n"
        "board = Switchboard(ScriptedEngine(load_s=0.0), lambda: ())\n"
        "board.submit(LoadModel(path='a.gguf'))\n"
        "while type(board.poll(5.0)).__name__ != 'Ready': pass\n"
        "board.close()\n"
        "assert not {'httpx2', 'asyncio', 'ssl'} & set(sys.modules), sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
