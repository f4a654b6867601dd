"""From a dropped file to the plan of its summary, against what cannot be left out.

Ours reads the file in its locked-in process, keeps its text, has the engine count and divides it
into sections. The bare side takes PDFium's text of all pages and tokenises it once.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from assistant import compose
from assistant.cli.engine_session import EngineSession
from assistant.cli.interrupt import Interrupt
from assistant.core.messages import CountTokens, LoadModel, ModelParameters, Ready, TokenCount
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Limits, Plan, plan_summary
from assistant.documents.extractor import Extractor
from assistant.paths import app_paths, child_command
from assistant.storage.store import SqliteStore
from tests import tiny_models
from tests.bench.bare_texts import BareTexts
from tests.bench.bench_files import VERSION, chinese_pdf, english_pdf
from tests.bench.bench_models import CACHE
from tests.bench.bench_texts import WORDS, chinese_words, english_words
from tests.bench.reading import PAGES, bare_text, wait_until_idle

ROUNDS = 7
CONTEXT = 4096
SEQUENCES = 4


def tokenizer_model() -> Path:
    """A tiny model with byte-level BPE that knows the more frequent half of the words.

    About four letters, or one and a half Chinese characters, are a token, as they usually are.
    """
    path = CACHE / f"bench-tokenizer-v{VERSION}.gguf"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        known = [*english_words()[: WORDS // 2], *chinese_words()[: WORDS // 2]]
        tiny_models.write_model(path, vocabulary=tiny_models.bpe_vocabulary(known))
    return path


def run(rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds, and ours over the bare side's (less is better)."""
    model = tokenizer_model()
    results: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        EngineSession(compose.make_engine(app_paths(Path(folder))), Interrupt()) as session,
        BareTexts(model) as bare,
    ):
        paths = app_paths(Path(folder))
        paths.create()
        loaded = session.ask(LoadModel(path=str(model), parameters=ModelParameters(threads=1)))
        assert isinstance(loaded, Ready)
        with closing(compose.make_store(paths)) as store:
            for name, file in (
                ("english", english_pdf(PAGES["english"])),
                ("chinese", chinese_pdf(PAGES["chinese"])),
            ):
                results |= _compared(name, file, _Ours(session, store), bare, rounds)
    return results


class _Ours:
    def __init__(self, session: EngineSession, store: SqliteStore) -> None:
        self._session = session
        self._store = store

    def seconds(self, path: Path) -> float:
        """From the drop to the plan; a reading process waits, as it does in the window."""
        with closing(Extractor(child_command("extract-child"), spare=True)) as extractor:
            extractor.warm()
            wait_until_idle()
            began = time.perf_counter()
            text = extractor.read(path)
            self._store.documents.keep_document(text, str(path))
            plan: Plan = plan_summary(
                [text], SummaryOptions(), Limits(CONTEXT, SEQUENCES), self._count
            )
            took = time.perf_counter() - began
        assert plan.documents[0].sections[-1].end == len(text.text)
        self._store.documents.delete_document(text.sha256)
        return took

    def _count(self, texts: Sequence[str]) -> Sequence[int]:
        found = self._session.ask(CountTokens(texts=tuple(texts)))
        assert isinstance(found, TokenCount)
        return found.each


def _compared(name: str, path: Path, ours: _Ours, bare: BareTexts, rounds: int) -> dict[str, float]:
    def bare_seconds() -> float:
        began = time.perf_counter()
        bare.count(bare_text(path))
        return time.perf_counter() - began

    ours.seconds(path), bare_seconds()
    pairs = []
    for number in range(rounds):
        if number % 2:
            theirs, mine = bare_seconds(), ours.seconds(path)
        else:
            mine, theirs = ours.seconds(path), bare_seconds()
        pairs.append((mine, theirs))
    return {
        f"plan_{name}_s": statistics.median(pair[0] for pair in pairs),
        f"plan_{name}_bare_s": statistics.median(pair[1] for pair in pairs),
        f"plan_{name}_ratio": statistics.median(mine / theirs for mine, theirs in pairs),
    }


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:28} {value:10.3f}")
