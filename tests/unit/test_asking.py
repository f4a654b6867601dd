"""Questions to documents as steps: a real index, a scripted engine, and a driver that waits."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from assistant import compose
from assistant.core import answer, follow_up
from assistant.core.answer import NOT_IN_DOCUMENTS, Source
from assistant.core.asking import Asked, AskedDocument, AskOrder, Listener
from assistant.core.document_text import ExtractedText
from assistant.core.errands import Errands
from assistant.core.errors import UserError
from assistant.core.messages import Embed, Generate, LoadModel, Turn
from assistant.core.passage import passages_of
from assistant.core.scanning import answered
from assistant.core.steps import Compute, Lookup, Steps
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import app_paths
from assistant.storage.library import SqliteLibrary

FILLER = "This sentence says nothing that anybody would ask about, and there are many of it. "


class Hearing(Listener):
    """Remembers what it hears."""

    def __init__(self) -> None:
        self.text = ""
        self.sections = 0
        self.read_places: list[int] = []
        self.texts_so_far: list[str] = []
        self.embedded: list[tuple[int, int]] = []

    def extended(self, text: str, tokens: int) -> None:
        self.text += text

    def planned(self, sections: Sequence[Source]) -> None:
        self.sections = len(sections)

    def read(self, place: int, *, failed: bool) -> None:
        self.read_places.append(place)

    def so_far(self, asked: Asked) -> None:
        self.texts_so_far.append(asked.text)

    def embedding(self, done: int, total: int) -> None:
        self.embedded.append((done, total))


class Desk:
    """A library, an engine, and questions to both."""

    def __init__(self, library: SqliteLibrary) -> None:
        self.library = library
        self.documents: list[AskedDocument] = []
        self.hearing = Hearing()
        self.engine = ScriptedEngine()

    def keep(self, name: str, text: str, **fields: Any) -> None:
        document = ExtractedText(name=name, format="text", sha256=name, text=text, **fields)
        self.library.documents.keep_document(document, f"/docs/{name}")
        self.library.passages.index_document(name, passages_of(document))
        number = self.library.passages.document_id(name)
        assert number is not None
        self.documents.append(AskedDocument(number, f"/docs/{name}", len(text)))

    def script(self, script: Any, **options: Any) -> None:
        fast = {"tokens_per_s": 0, "load_s": 0, "prompt_tokens_per_s": 0}
        self.engine = ScriptedEngine(script, **{**fast, **options})
        self.engine.submit(LoadModel(path="/m.gguf"))

    def ask(self, question: str, **fields: Any) -> Asked:
        self.hearing = Hearing()
        order = AskOrder(question=question, documents=tuple(self.documents), **fields)
        return self.run(answered(order, self.hearing))

    def run(self, steps: Steps[Any]) -> Any:
        results: list[Any] = []
        errors: list[UserError] = []
        errands = Errands(self.engine.submit, self._aside)
        errands.run(steps, results.append, errors.append)
        while not results and not errors:
            event = self.engine.poll(0.1)
            if event is not None:
                errands.take(event)
        if errors:
            raise errors[0]
        return results[0]

    def _aside(self, question: Lookup | Compute, done: Any, failed: Any) -> None:
        try:
            result = (
                question.work(self.library) if isinstance(question, Lookup) else question.work()
            )
        except UserError as error:
            failed(error)
        else:
            done(result)

    def prompts(self) -> list[tuple[Turn, ...]]:
        return [each.turns for each in self.engine.commands if isinstance(each, Generate)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    paths = app_paths(tmp_path / "home")
    paths.create()
    library = compose.make_library(paths)
    yield Desk(library)
    library.close()


@pytest.fixture
def long_desk(desk: Desk) -> Desk:
    """A document of many passages; one says what the deposit is, one who the landlord is."""
    parts = [FILLER * 12 for _ in range(40)]
    parts[7] = "The deposit of this lease is 1,200 euros. " + FILLER * 5
    parts[21] = "The landlord is called Ada Blum. " + FILLER * 5
    desk.keep("lease.txt", "\n\n".join(parts))
    return desk


def test_a_short_text_is_given_as_a_whole(desk: Desk) -> None:
    desk.keep("a.txt", "The deposit is 1,200 euros.")
    desk.script("It is “1,200 euros” [1].")
    asked = desk.ask("What is the deposit?")
    assert (asked.text, asked.found) == ("It is “1,200 euros” [1].", True)
    assert [(each.n, each.path, each.verified) for each in asked.citations] == [
        (1, "/docs/a.txt", True)
    ]
    assert desk.hearing.text == asked.text
    assert asked.usage.completion_tokens > 0


def test_a_long_text_is_searched(long_desk: Desk) -> None:
    long_desk.script("1,200 euros [1]")
    long_desk.ask("How high is the deposit of the lease?")
    (turns,) = long_desk.prompts()
    assert "1,200 euros" in turns[-1].content
    assert len(turns[-1].content) < 20_000


def test_where_no_word_is_found_the_beginning_may_be_tried(long_desk: Desk) -> None:
    long_desk.script("x [1]")
    assert not long_desk.ask("Was steht drin?").found
    assert long_desk.prompts() == []
    assert long_desk.ask("Was steht drin?", beginnings=True).found
    (turns,) = long_desk.prompts()
    first = long_desk.library.passages.document_passages(long_desk.documents[0].number)[0]
    assert first.text.strip() in turns[-1].content


def test_the_prompt_without_earlier_turns_is_what_it_was(desk: Desk) -> None:
    desk.keep("a.txt", "The deposit is 1,200 euros.")
    desk.script("x")
    desk.ask("What is the deposit?")
    (passage,) = desk.library.passages.document_passages(desk.documents[0].number)
    wanted = answer.prompt("What is the deposit?", [Source(1, "/docs/a.txt", passage)])
    assert desk.prompts() == [wanted]
    assert "If the passages do not answer the question, write" in wanted[0].content


def test_the_marker_is_never_heard(desk: Desk) -> None:
    desk.keep("a.txt", "The deposit is 1,200 euros.")
    desk.script(NOT_IN_DOCUMENTS)
    asked = desk.ask("Who won?")
    assert (asked.found, asked.text, asked.citations, desk.hearing.text) == (False, "", (), "")


# what was said before

EARLIER = (
    Turn("user", "Who is the landlord of this lease?"),
    Turn("assistant", "The landlord is “Ada Blum” [1][d. 2, p. 3]."),
)


def test_what_was_said_stands_before_the_passages(long_desk: Desk) -> None:
    long_desk.script("Ada [1]")
    long_desk.ask("And where does she live?", earlier=EARLIER)
    (turns,) = long_desk.prompts()
    assert [turn.role for turn in turns] == ["system", "user", "assistant", "user"]
    assert turns[2].content == "The landlord is “Ada Blum”."
    assert "do it from the conversation" in turns[0].content
    assert NOT_IN_DOCUMENTS in turns[0].content
    assert "Ada Blum" in turns[-1].content  # found by the words of the question before


def test_a_question_that_stands_alone_is_searched_alone() -> None:
    full = "How high is the deposit according to the contract?"
    assert follow_up.in_full(full, EARLIER) == full


@pytest.mark.parametrize(
    "question",
    ["And the second?", "und danach?", "它呢？", "Why?", "What about its price in winter?"],
)
def test_a_question_that_refers_back_is_searched_with_the_one_before(question: str) -> None:
    assert follow_up.in_full(question, EARLIER) == f"{EARLIER[0].content}\n{question}"


def test_a_chain_of_short_questions_leads_to_the_one_that_says_what_it_is_about() -> None:
    earlier = (*EARLIER, Turn("user", "And before?"), Turn("assistant", "Bea."))
    wanted = f"{EARLIER[0].content}\nAnd before?\nWhy?"
    assert follow_up.in_full("Why?", earlier) == wanted


def test_little_of_a_long_conversation_is_sent() -> None:
    said = [Turn("user" if n % 2 == 0 else "assistant", f"{n} " + "word " * 400) for n in range(20)]
    kept = follow_up.recent(said, 600)
    assert kept
    assert [turn.role for turn in kept] == ["user", "assistant"] * (len(kept) // 2)
    assert kept[-1].content.startswith("19 ")
    assert sum(len(turn.content.split()) for turn in kept) < 700


def test_a_question_without_an_answer_is_not_sent() -> None:
    said = (Turn("user", "Who?"), Turn("user", "Where?"), Turn("assistant", "Here."))
    assert [turn.content for turn in follow_up.recent(said, 600)] == ["Where?", "Here."]


def test_an_answer_can_be_shortened_without_reading_everything(long_desk: Desk) -> None:
    long_desk.script("Ada.")
    asked = long_desk.ask("Summarise that in one line", earlier=EARLIER)
    assert asked.coverage is None
    assert asked.found
    assert len(long_desk.prompts()) == 1


# every section


def items(turns: tuple[Turn, ...]) -> str:
    found = re.findall(r"ITEM-\d+: \w+", turns[-1].content)
    return "\n".join(f"- {item}" for item in found) or "NONE"


@pytest.fixture
def listing(desk: Desk) -> Desk:
    words = FILLER * 4
    desk.keep("big.txt", "".join(f"{words}\n\nITEM-{n}: thing{n}\n\n" for n in range(102)))
    desk.script(items)
    return desk


def test_every_section_is_read_in_the_order_of_the_text(listing: Desk) -> None:
    asked = listing.ask("List all items")
    assert [line.split()[1] for line in asked.text.splitlines()] == [
        f"ITEM-{n}:" for n in range(102)
    ]
    assert asked.coverage is not None
    assert (asked.coverage.read, asked.coverage.total) == (listing.hearing.sections,) * 2
    assert sorted(listing.hearing.read_places) == list(range(listing.hearing.sections))
    assert len(asked.places) == len(asked.items) == 102


def test_what_was_found_is_told_before_the_end(listing: Desk) -> None:
    listing.ask("List all items")
    assert listing.hearing.texts_so_far
    assert listing.hearing.texts_so_far[0].startswith("- ITEM-")


def test_a_count_is_counted_by_code(listing: Desk) -> None:
    assert listing.ask("How many items are there?").text.startswith("102\n")


def test_an_item_in_other_words_still_has_a_place(desk: Desk) -> None:
    desk.keep("a.txt", "The deposit is 1,200 euros.\n\nDogs may stay in the house.")
    desk.script("- pets: dogs may stay")
    asked = desk.ask("List all rules")
    assert asked.citations == ()
    (place,) = asked.places
    assert (place.n, place.quote, place.by_model) == (1, "Dogs may stay in the house.", False)


def test_a_section_that_does_not_fit_is_read_in_halves_or_told(desk: Desk) -> None:
    desk.keep("a.txt", "".join(f"ITEM-{n}: thing{n}\n" for n in range(40)))
    desk.script(items, context_length=1024)
    asked = desk.ask("List all items")
    assert len(asked.items) == 40
    assert asked.coverage is not None
    assert asked.coverage.fraction == 1.0


def test_a_model_that_never_ends_does_not_keep_anybody_for_ever(desk: Desk) -> None:
    desk.keep("a.txt", "".join(f"ITEM-{n}: thing{n}\n" for n in range(60)))
    desk.script("- the same again\n" * 800)
    asked = desk.ask("List all items")
    assert asked.items == ("the same again",)
    assert len(desk.prompts()) == 15 * desk.hearing.sections


def test_a_context_in_which_nothing_fits_is_a_failure(desk: Desk) -> None:
    desk.keep("a.txt", "The deposit is 1,200 euros.")
    desk.script("x", context_length=40)
    with pytest.raises(UserError) as failure:
        desk.ask("List all rules")
    assert failure.value.kind == "context_full"


def test_notes_that_do_not_fit_are_condensed_first(desk: Desk) -> None:
    desk.keep("big.txt", (FILLER * 30 + "\n\n") * 30)
    numbers = itertools.count()

    def script(turns: tuple[Turn, ...]) -> str:
        if "notes on all sections" in turns[0].content:
            return "Condensed [1]." if turns[-1].content.count("\n- ") > 3 else "All in all [1]."
        return "\n".join(f"- point {next(numbers)} says something long" for _ in range(12))

    desk.script(script, context_length=2048)
    asked = desk.ask("Summarise the document")
    assert asked.found
    last = [turns for turns in desk.prompts() if "notes on all sections" in turns[0].content]
    assert len(last) > 1
    assert "Condensed" in last[-1][-1].content


# by meaning


def test_passages_get_vectors_before_the_answer(long_desk: Desk) -> None:
    long_desk.script("x [1]")
    long_desk.ask("How high is the deposit?", model_key="k")
    number = long_desk.documents[0].number
    passages, with_vector = long_desk.library.passages.count([number], "k")
    assert passages == with_vector > 12
    assert long_desk.hearing.embedded[-1] == (passages, passages)
    before = len([c for c in long_desk.engine.commands if isinstance(c, Embed)])
    long_desk.ask("Who is the landlord of the lease?", model_key="k")
    after = [c for c in long_desk.engine.commands if isinstance(c, Embed)]
    assert len(after) == before + 1  # the question alone


def test_too_many_passages_do_not_keep_anybody_waiting(long_desk: Desk) -> None:
    long_desk.script("x [1]")
    asked = long_desk.ask("How high is the deposit?", model_key="k", most_embedded=3)
    assert asked.found
    assert long_desk.library.passages.count([long_desk.documents[0].number], "k")[1] == 0


def test_without_the_embedding_model_words_answer(
    long_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_desk.script("It is “1,200 euros” [1].")
    submit: Callable[[Any], None] = long_desk.engine.submit

    def refuse(command: Any) -> None:
        submit(
            msgspec.structs.replace(command, texts=()) if isinstance(command, Embed) else command
        )

    monkeypatch.setattr(long_desk.engine, "submit", refuse)
    asked = long_desk.ask("How high is the deposit?", model_key="k")
    assert asked.found
    assert asked.by_words is not None


def test_no_model_is_a_failure_and_no_empty_answer(long_desk: Desk) -> None:
    long_desk.script("x")
    long_desk.engine = ScriptedEngine("x")
    with pytest.raises(UserError) as failure:
        long_desk.ask("How high is the deposit?")
    assert failure.value.kind == "no_model"
