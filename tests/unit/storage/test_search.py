from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.entities import MessageState, SearchHit
from assistant.storage.driver import load_driver
from assistant.storage.folding import Folding, indexed_text
from assistant.storage.full_text import Query, snippet
from assistant.storage.store import SqliteStore
from assistant.storage.tables import SEARCH_TABLES


def shown(hit: SearchHit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.spans]


@pytest.fixture
def library(store: SqliteStore) -> SqliteStore:
    for title, text in (
        ("Ink", "The café sells INK. Fountain pens need ink, inkstones too."),
        ("墨", "请把这段话翻译成英文：砚台是研墨的文具。"),
        ("東京", "ひらがなとカタカナを勉強する。"),
        ("Mixed", "用Python写一个程序 with 中文 and naïve users"),
        ("한국", "인공지능은 어렵다"),
        ("ไทย", "ภาษาไทยไม่มีช่องว่าง"),
        ("Greek", "ΣΟΦΊΑ και Ωμέγα"),
        ("", "C++ → Rust 😀 done"),
    ):
        c = store.create_conversation(title=title).id
        store.add_message(c, None, "user", text)
    return store


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("ink", [["Ink"], ["INK", "ink", "ink"]]),
        ("INKSTONE", [["inkstone"]]),
        ("cafe", [["café"]]),
        ("CAFÉ", [["café"]]),
        ("nai", [["naï"]]),
        ("翻译", [["翻译"]]),
        ("砚台", [["砚台"]]),
        ("研墨的", [["研墨的"]]),
        ("墨", [["墨"], ["墨"]]),
        ("中文", [["中文"]]),
        ("文中", []),
        ("python写", [["Python写"]]),
        ("写一个 naive", [["写一个", "naïve"]]),
        ("カタカナ", [["カタカナ"]]),
        ("지능", [["지능"]]),
        ("ไทย", [["ไทย"], ["ไทย"]]),
        ('"fountain pens"', [["Fountain pens"]]),
        ('"pens fountain"', []),
        ('"fountain pen"', []),
        ("fountain pen", [["Fountain", "pen"]]),
        ('"unclosed', []),
        ('"the café', [["The café"]]),
        ("ωμεγα", []),
        ("ωμέγα", [["Ωμέγα"]]),
        ("c++", [["C"], ["C"]]),
        ("→", [["→"], ["→"]]),
        ("😀", [["😀"], ["😀"]]),
        ("tain", []),
        ("", []),
        ("   ", []),
        ('"" * - ( ) : ^', []),
        ("NEAR(a b)", []),
        ("title:ink", []),
        ("\0", []),
        ("\ud800", []),
    ],
)
def test_queries(library: SqliteStore, query: str, places: list[list[str]]) -> None:
    assert [shown(hit) for hit in library.search(query)] == places


def test_hits_say_where(library: SqliteStore) -> None:
    title, message = library.search("ink")
    assert (title.message_id, title.role, title.title) == (None, None, "Ink")
    assert message.role == "user"
    assert message.conversation_id == title.conversation_id
    assert library.branch(message.conversation_id)[0].id == message.message_id
    assert message.snippet == "The café sells INK. Fountain pens need ink, inkstones too."


def test_every_branch_is_searched_newest_first(store: SqliteStore) -> None:
    c = store.create_conversation(title="t").id
    question = store.add_message(c, None, "user", "question")
    ids = [store.add_message(c, question.id, "assistant", f"answer {n}").id for n in range(4)]
    assert [hit.message_id for hit in store.search("answer")] == ids[::-1]
    assert [hit.message_id for hit in store.search("answer", limit=2)] == ids[:1:-1]
    assert store.search("answer", limit=0) == []


def test_streaming_text_is_found_once_it_ended(open_it: Callable[[], SqliteStore]) -> None:
    store = open_it()
    c = store.create_conversation(title="t").id
    _, reply = store.send_turn(c, None, "question", model="")
    store.checkpoint_reply(reply.id, "unfinished business", "")
    assert store.search("business") == []
    store.finish_reply(reply.id, "finished business", "", state=MessageState.STOPPED)
    assert len(store.search("business")) == 1
    assert store.search("unfinished") == []
    store.finish_reply(reply.id, "other words", "", state=MessageState.COMPLETE)
    assert store.search("business") == []
    assert len(store.search("words")) == 1


def test_titles_follow_in_the_index(store: SqliteStore) -> None:
    c = store.create_conversation().id
    store.add_message(c, None, "user", "alpha")
    assert [hit.message_id is None for hit in store.search("alpha")] == [True, False]
    store.rename(c, "beta")
    assert [hit.message_id is None for hit in store.search("alpha")] == [False]
    assert [hit.message_id is None for hit in store.search("beta")] == [True]
    store.rename(c, "")
    assert store.search("beta") == []
    assert len(store.search("alpha")) == 2


def test_a_snippet_is_cut_around_the_place_where_words_meet() -> None:
    text = "ink " + "filler " * 100 + "\nhere ink\tmeets paper, " + "filler " * 100
    folding = Folding()
    line, spans = snippet(text, Query("ink paper", folding).matches(text))
    folding.close()
    assert [line[a:b] for a, b in spans] == ["ink", "paper"]
    assert line.startswith("…filler")
    assert line.endswith("filler…")
    assert len(line) <= 170
    assert "\n" not in line
    assert "\t" not in line


def test_ten_thousand_messages(store: SqliteStore) -> None:
    from sqlalchemy import insert

    from assistant.storage.searching import index_message
    from assistant.storage.tables import message

    c = store.create_conversation(title="t").id
    stems = ["stream", "paper", "brush", "stone", "water"]
    words = [f"{a}{b}" for a in stems for b in "abcdefghij"]
    with store._database.writing() as connection:
        for n in range(10_000):
            text = " ".join(words[(n * k) % 50] for k in range(1, 100)) + f" 第{n}条 测试消息"
            values = {
                "id": n + 1, "conversation_id": c, "parent_id": n or None, "sequence": n + 1,
                "role": "user", "state": "complete", "created_at": 0.0, "writer": "", "model": "",
                "error": "", "usage": "{}", "timings": "{}", "reasoning_s": 0.0, "text": text,
                "reasoning": "",
            }  # fmt: skip
            connection.execute(insert(message).values(values))
            index_message(connection, n + 1, None, text)
    for query in ("streama", "s", "测试", "papera brushj stone", "第1234条", "nothing"):
        best = 1.0
        for _ in range(3):
            start = time.perf_counter()
            hits = store.search(query)
            best = min(best, time.perf_counter() - start)
        assert bool(hits) == (query != "nothing")
        assert best < 0.25, query  # 0.05 on an idle machine


class Fts:
    """The tokenizer by itself, to compare with."""

    def __init__(self) -> None:
        self.connection = load_driver().connect(":memory:", isolation_level=None)
        self.connection.execute(SEARCH_TABLES[1])

    def finds(self, match: str, text: str) -> bool:
        self.connection.execute("INSERT INTO message_index(message_index) VALUES('delete-all')")
        self.connection.execute(
            "INSERT INTO message_index(rowid, text) VALUES(1, ?)", (indexed_text(text),)
        )
        found = self.connection.execute(
            "SELECT 1 FROM message_index WHERE message_index MATCH ?", (match,)
        )
        return bool(found.fetchall())


@pytest.fixture(scope="module")
def fts() -> Fts:
    return Fts()


@pytest.fixture(scope="module")
def folding() -> Folding:
    return Folding()


LETTERS = st.sampled_from("aAbéÉe\u0301ßſİ_-. \n中文国ーガฟ한국ñ\u0327🤖😀\0\ud800ʼ١ﬁ")


@settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(st.one_of(LETTERS, LETTERS, st.characters()), max_size=12),
    typed=st.text(st.one_of(LETTERS, LETTERS, st.sampled_from('"')), max_size=4),
    cut=st.tuples(st.integers(0, 8), st.integers(1, 4)),
    taken=st.booleans(),
)
def test_what_fts_finds_is_marked_and_nothing_else(
    fts: Fts, folding: Folding, text: str, typed: str, cut: tuple[int, int], taken: bool
) -> None:
    query = Query(text[cut[0] : cut[0] + cut[1]] if taken else typed, folding)
    if not query.match:
        return
    matches = query.matches(text)
    every_part = {part for _a, _b, part in matches} == set(range(query.match.count(" AND ") + 1))
    assert fts.finds(query.match, text) == every_part
    line, spans = snippet(text, matches)
    for start, end in spans:
        assert 0 <= start < end <= len(line)


def test_folding_knows_every_character_as_fts_does(folding: Folding) -> None:
    """Sampled over all planes: a character beside a letter, as the tokenizer sees it."""
    letters = [
        chr(c) for c in (*range(1, 0x3000), *range(0xA000, 0xA100), *range(0x1F600, 0x1F650))
    ]
    folded = folding.fold("".join(letters))
    assert len(folded) == len(letters)
    meaning = dict(zip(letters, folded, strict=True))
    assert (meaning["A"], meaning["é"], meaning["Ω"], meaning["_"]) == ("a", "e", "ω", " ")
    for letter in letters:
        if unicodedata.category(letter) in ("Zs", "Cc"):
            assert meaning[letter] == " "


@pytest.mark.parametrize(
    "query",
    ["a" * 10_000_000, "a b " * 1000, '"' * 5000, "中" * 5000, "😀" * 5000, "a\u0301" * 9999],
)
def test_something_long_pasted_into_the_search(store: SqliteStore, query: str) -> None:
    c = store.create_conversation().id
    store.add_message(c, None, "user", "a " * 300)
    assert len(store.search(query)) <= 2


def test_the_index_is_rebuilt_when_it_is_damaged(
    open_it: Callable[[], SqliteStore], path: Path
) -> None:
    store = open_it()
    c = store.create_conversation(title="t").id
    for n in range(200):
        store.add_message(c, None, "user", f"number {n} " + "x" * n)
    store.close()
    connection = load_driver().connect(str(path), isolation_level=None)
    connection.execute("UPDATE message_index_data SET block = x'0102030405060708' WHERE id > 10")
    connection.close()
    path.with_name("inkstone.db.suspect").touch()  # as when the damage was met while running
    store = open_it()
    assert len(store.search("number", limit=500)) == 200
    assert len(store.branch(c)) == 1
