"""The benches of the engine run through and give every number that `make bench` has a goal for."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import copying_model, tiny_models
from tests.bench import __main__ as make_bench
from tests.bench import (
    background,
    bench_files,
    decode,
    load_cycles,
    lookup,
    planning,
    reading,
    resuming,
    summarising,
    translating_docx,
    writing,
)

RUNS: dict[str, Callable[[], dict[str, float]]] = {
    "decode": lambda: decode.run(1),
    "reopening": lambda: decode.run_reopening(1),
    "sections": lambda: decode.run_sections(1),
    "background": lambda: background.run(1),
    "lookup": lambda: lookup.run(1),
    "starter_lookup": lambda: lookup.run_starter(4, 1),
    "loads": lambda: load_cycles.run(12),
    "reading": lambda: reading.run(1),
    "memory": reading.run_memory,
    "planning": lambda: planning.run(1),
    "summarising": lambda: summarising.run(1, 5, threads=1),
    "resuming": resuming.run,
    "writing": lambda: writing.run(1),
    "proofreading": lambda: writing.run_proofreading(1),
    "translating_docx": lambda: translating_docx.run(1),
}
GOALS = {
    "decode": {
        "decode_ratio",
        "decode_deep_ratio",
        "prefill_ratio",
        "second_turn_extra_tokens",
        "engine_overhead_mb",
    },
    "reopening": {"reopened_faster", "bare_reopened_faster", "reopened_read_again"},
    "sections": {
        "sections_gain",
        "bare_sections_gain",
        "sections_gain_ratio",
        "sections_ratio_to_bare",
    },
    "background": {
        "chat_first_token_ratio",
        "background_reading_slice_ms",
        "background_writing_slice_ms",
        "chat_share",
    },
    "lookup": {"lookup_copying", "lookup_new_text"},
    "starter_lookup": {"lookup_starter", "lookup_starter_right"},
    "loads": {"load_growth_mb"},
    "reading": {
        f"read_{name}_{way}_ratio" for name in ("english", "chinese") for way in ("cold", "warm")
    },
    "memory": {"memory_reading_mb", "memory_reading_long_mb", "memory_reading_long_parent_mb"},
    "planning": {"plan_english_ratio", "plan_chinese_ratio"},
    "summarising": {"summary_ratio"},
    "resuming": {"resume_finished", "resume_computed_again"},
    "writing": {"diff_ms", "diff_rewritten_ms"},
    "proofreading": {"proofread_lookup", "proofread_long_lookup"},
    "translating_docx": {"docx_translate_ratio"},
}
WINDOW = {
    *("start_ratio", "rss_over_bare_mb", "rss_busy_mb", "open_ms"),
    *("delay_p99_ms", "delay_max_ms"),
}
DOWNLOADS = {
    *("download_ratio", "download_mb_s", "download_memory_mb"),
    *("download_delay_p99_ms", "download_idle_p99_ms"),
}
REAL_MODEL = {
    *("search_ratio", "recall_text", "recall_vectors", "recall_fused"),
    *("index_ratio", "index_embedding_ratio"),
}
SIZES = {
    decode: {"DEPTH": 200, "WRITTEN": 16, "REOPENED": 300},
    background: {"KNOWN": 60, "LONG_SECTION": 120, "ANSWER": 16},
    lookup: {"PAGE": 60, "DEPTH": 100, "WRITTEN": 16},
    reading: {"PAGES": {"english": 13, "chinese": 7}, "MANY_PAGES": 25},
    planning: {"PAGES": {"english": 13, "chinese": 7}},
    writing: {"WORDS": 500, "PAGES": 2},
    translating_docx: {"PAGES": 5},
}


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small models and short texts in place of those that speed is measured on."""
    shape = tiny_models.Shape(context_length=4096)
    plain = tiny_models.write_model(tmp_path / "plain.gguf", shape=shape)
    copying = copying_model.write_copying_model(tmp_path / "copying.gguf")
    for module in (decode, background, lookup):
        monkeypatch.setattr(module, "random_model", lambda: plain)
    for module in (lookup, writing):
        monkeypatch.setattr(module, "copying_bench_model", lambda: copying)
    monkeypatch.setattr(load_cycles, "small_model", lambda: copying)
    monkeypatch.setattr(bench_files, "CACHE", tmp_path)
    bpe = tiny_models.write_model(tmp_path / "bpe.gguf", vocabulary="bpe", shape=shape)
    monkeypatch.setattr(planning, "tokenizer_model", lambda: bpe)
    long = tiny_models.Shape(context_length=summarising.CONTEXT)
    words = tiny_models.bpe_vocabulary(summarising.known_words())
    notes = tiny_models.write_model(tmp_path / "notes.gguf", vocabulary=words, shape=long)
    monkeypatch.setattr(summarising, "summary_model", lambda: notes)
    for module, sizes in SIZES.items():
        for name, size in sizes.items():
            monkeypatch.setattr(module, name, size)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("name", RUNS)
def test_a_bench_runs_through(name: str) -> None:
    found = RUNS[name]()
    assert GOALS[name] <= set(found)
    assert all(map(math.isfinite, found.values()))
    if name == "decode":
        assert found["second_turn_extra_tokens"] == 0
    if name == "resuming":
        assert found["resume_finished"] > 0
        assert found["resume_computed_again"] == 0
    if name == "reopening":
        assert found["reopened_read_again"] == 0


def test_every_goal_has_a_bench() -> None:
    assert set(RUNS) == set(make_bench.BENCHES) - {
        "start",
        "window",
        "retrieval",
        "indexing",
        "downloads",
    }
    assert {row.key for row in make_bench.ROWS} == WINDOW.union(
        REAL_MODEL, DOWNLOADS, *GOALS.values()
    )
