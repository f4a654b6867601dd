"""A summary in sections: the product's passes through the engine, against a bare batched loop.

Both read the same prompts and write as many tokens after them. The engine has the requests of a
`SummaryRun`, as many at once as its plan says, and reads the instructions that they share once;
the bare loop takes as many prompts at a time and decodes them together. What the model writes
means nothing: it is random.
"""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path

import msgspec

from assistant.cli.speed.exchanges import Exchange
from assistant.cli.speed.sides import Sides
from assistant.core import summary_prompts
from assistant.core.document_text import ExtractedText
from assistant.core.messages import CountTokens, Generate, TokenCount
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Limits, Plan, plan_summary
from assistant.core.summary_run import Pass, SummaryRun
from assistant.engine.reference import WriteSeveral
from tests import tiny_models
from tests.bench.bench_files import VERSION
from tests.bench.bench_models import CACHE, measured_sides
from tests.bench.bench_texts import Prose, english_words

SECTIONS = 40
PARALLEL = 4
PLANNED_CONTEXT = 1024
CONTEXT = 8192
KNOWN_WORDS = 1_500
NOTES = 160
"""Tokens of an answer."""


def run(rounds: int = 2, sections: int = SECTIONS, **parameters: int) -> dict[str, float]:
    """Tokens a second, read and written, and the engine's over the bare loop's."""
    pairs = []
    with measured_sides(summary_model(), context_length=CONTEXT, **parameters) as sides:
        text, plan = _document(sides, sections)
        for number in range(rounds):
            options = SummaryOptions(instructions=f"Round {number}.")  # nothing is known before
            summary = SummaryRun(plan, [text], options, "bench")
            passes = [each for each in summary.due() if each.node.section >= 0][:sections]
            count, bare = NOTES, 0.0
            if number % 2:
                bare = _bare_seconds(sides, passes, count)
            seconds, exchanges = _through_the_engine(sides, passes)
            if not bare:
                bare = _bare_seconds(sides, passes, count)
            usage = [each.finished.usage for each in exchanges]
            written = sum(each.completion_tokens for each in usage)
            read = sum(each.prompt_tokens for each in usage)
            pairs.append(((read + written) / seconds, (read + count * len(passes)) / bare))
    return {
        "summary_tokens_per_s": statistics.median(pair[0] for pair in pairs),
        "summary_bare_tokens_per_s": statistics.median(pair[1] for pair in pairs),
        "summary_ratio": statistics.median(ours / bare for ours, bare in pairs),
    }


def summary_model() -> Path:
    """A third of Qwen2 0.5B, random, with the words of the instructions and some of the documents.

    A step of a tiny model takes as long as a message about it: that would measure Python.
    """
    path = CACHE / f"bench-summary-8-layers-v{VERSION}.gguf"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        words = tiny_models.bpe_vocabulary(known_words())
        tiny_models.write_bench_model(path, layers=8, vocabulary=words)
    return path


def known_words() -> list[str]:
    """Those of the instructions, and the more frequent ones of the documents."""
    source = Path(summary_prompts.__file__).read_text("utf-8")
    return [*dict.fromkeys(re.findall(r"[A-Za-z]{2,}", source)), *english_words()[:KNOWN_WORDS]]


def _document(sides: Sides, sections: int) -> tuple[ExtractedText, Plan]:
    """A text that is divided into at least so many sections, and its plan."""
    prose, paragraphs = Prose(english_words(), 5, spaced=True), 60
    while True:
        words = "\n\n".join(prose.paragraph() for _ in range(paragraphs))
        text = ExtractedText(name="book.txt", format="text", sha256="bench", text=words)

        def count(texts: object) -> tuple[int, ...]:
            found = sides.engine().run(CountTokens(texts=tuple(texts))).last  # type: ignore[call-overload]
            assert isinstance(found, TokenCount)
            return found.each

        plan = plan_summary([text], SummaryOptions(), Limits(PLANNED_CONTEXT, PARALLEL), count)
        if len(plan.documents[0].sections) >= sections:
            return text, plan
        paragraphs = paragraphs * 5 // 4


def _through_the_engine(sides: Sides, passes: list[Pass]) -> tuple[float, list[Exchange]]:
    """As the terminal does it: the next request goes out when one has ended."""
    engine, waiting, open_now, ended = sides.engine(), list(passes), [], []
    began = time.perf_counter()
    while waiting or open_now:
        while waiting and len(open_now) < PARALLEL:
            open_now.append(engine.start(_command(waiting.pop(0))))
        engine.wait_until(lambda: any(one.last is not None for one in open_now))  # noqa: B023
        ended += [one for one in open_now if one.last is not None]
        open_now = [one for one in open_now if one.last is None]
    return time.perf_counter() - began, ended


def _command(passed: Pass) -> Generate:
    """The request of the pass, for an answer as long as the bare loop's where it does not end."""
    return msgspec.structs.replace(passed.command(), max_tokens=NOTES)


def _bare_seconds(sides: Sides, passes: list[Pass], count: int) -> float:
    loop, seconds = sides.bare(PARALLEL), 0.0
    prompts = ["\n".join(turn.content for turn in each.turns) for each in passes]
    for at in range(0, len(prompts), PARALLEL):
        some = tuple(prompts[at : at + PARALLEL])
        measured = loop.measure(WriteSeveral(texts=some, count=count, together=True))
        seconds += measured.write_s
    return seconds


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:28} {value:10.3f}")
