"""`make bench`: every measurement, each against its reference in the same run.

Nothing here fails: it prints what was measured beside the goal.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One goal: `key` of the results, `better` "less" or "more" than `goal`."""

    key: str
    what: str
    goal: float
    better: str
    unit: str = "×"


ROWS = [
    Row("start_ratio", "start to interactive window, against a bare window", 1.6, "less"),
    Row("rss_over_bare_mb", "window process memory over the bare window's", 90, "less", "MB"),
    Row("rss_busy_mb", "the same with 2,000 messages open and streaming", 90, "report", "MB"),
    Row("open_ms", "opening a conversation of 2,000 messages", 300, "less", "ms"),
    Row("delay_p99_ms", "event-loop delay p99 while 200 tokens/s stream", 16, "less", "ms"),
    Row("delay_max_ms", "event-loop delay, longest", 50, "less", "ms"),
    Row("decode_ratio", "writing, memory empty, against a bare loop", 0.97, "more"),
    Row("decode_deep_ratio", "writing after 2,000 tokens, against a bare loop", 0.97, "more"),
    Row("prefill_ratio", "reading 2,000 tokens, against a bare loop", 0.97, "more"),
    Row("second_turn_extra_tokens", "second turn: tokens read twice", 0, "less", "tokens"),
    Row("engine_overhead_mb", "engine memory over model + KV cache + buffers", 0, "report", "MB"),
    Row("reopened_faster", "first token, 3,500 tokens reopened against read", 200, "more"),
    Row("bare_reopened_faster", "the same of a bare loop: state and one token", 0, "report"),
    Row("reopened_read_again", "known tokens read again on reopening", 0, "report", "tokens"),
    Row("chat_first_token_ratio", "first token beside a job, less one slice", 1.3, "less"),
    Row("background_reading_slice_ms", "one slice of the job, reading", 0, "report", "ms"),
    Row("background_writing_slice_ms", "one slice of the job, writing", 0, "report", "ms"),
    Row("chat_share", "speed of writing beside a job, of that alone", 0.4, "more"),
    Row("sections_gain", "gain of 4 sections together", 0, "report"),
    Row("bare_sections_gain", "the same of a bare loop", 0, "report"),
    Row("sections_gain_ratio", "gain of 4 sections together, of a bare loop's", 0.9, "more"),
    Row("sections_ratio_to_bare", "4 sections together, against a bare loop", 0, "report"),
    Row("lookup_copying", "prompt lookup on, copying a page", 1.5, "more"),
    Row("lookup_new_text", "prompt lookup on, where nothing repeats", 0.97, "more"),
    Row("lookup_starter", "prompt lookup on, the starter model proofreading", 1.5, "more"),
    Row("lookup_starter_right", "of these texts, corrected without a fault", 0, "report"),
    Row("diff_ms", "comparing two texts of 20,000 words, 3 % corrected", 150, "less", "ms"),
    Row("diff_rewritten_ms", "the same, 20 % of the words replaced", 150, "report", "ms"),
    Row("proofread_lookup", "prompt lookup on, proofreading a page by copying", 1.5, "more"),
    Row("proofread_long_lookup", "the same, four pages beside each other", 0, "report"),
    Row("load_growth_mb", "engine memory gained from the 5th to the 100th load", 1, "less", "MB"),
    Row(
        "read_english_cold_ratio",
        "reading 400 English pages, of bare PDFium's speed",
        0.85,
        "more",
    ),
    Row("read_english_warm_ratio", "the same, a process waiting as in the window", 0.85, "more"),
    Row(
        "read_chinese_cold_ratio", "reading 250 Chinese pages, of bare PDFium's speed", 0.85, "more"
    ),
    Row("read_chinese_warm_ratio", "the same, a process waiting as in the window", 0.85, "more"),
    Row("memory_reading_mb", "memory of reading 400 pages, all processes", 400, "less", "MB"),
    Row("memory_reading_long_mb", "memory of reading 5,000 pages", 400, "less", "MB"),
    Row("memory_reading_long_parent_mb", "the application's part of it", 0, "report", "MB"),
    Row("plan_english_ratio", "drop to plan, 400 pages, against text and count", 1.3, "less"),
    Row("plan_chinese_ratio", "drop to plan, 250 pages of Chinese, the same", 1.3, "less"),
    Row("docx_translate_ratio", "500-page DOCX translated at once, of parse + write", 2, "less"),
    Row("index_ratio", "indexing 2,000 pages, speed of a bare embedding loop's", 0.9, "more"),
    Row("index_embedding_ratio", "the same, the embedding alone", 0, "report"),
    Row("summary_ratio", "summary of 40 sections, speed of a bare batched loop's", 0.9, "more"),
    Row("resume_finished", "passes finished before kill -9", 0, "report", ""),
    Row("resume_computed_again", "of these, computed again after it", 0, "less", ""),
    Row("download_ratio", "fetching 2 GB, speed of plain huggingface-hub's", 0.8, "more"),
    Row("download_mb_s", "the same, with its SHA-256 verified", 0, "report", "MB/s"),
    Row("download_memory_mb", "memory of the process that fetches", 150, "less", "MB"),
    Row("download_delay_p99_ms", "event-loop delay p99 of the window meanwhile", 16, "less", "ms"),
    Row("download_idle_p99_ms", "the same before anything is fetched", 0, "report", "ms"),
    Row("search_ratio", "search of 50,000 passages, against the two bare queries", 1.3, "less"),
    Row("recall_text", "answers among the first 5 passages: full text", 0, "report"),
    Row("recall_vectors", "the same: vectors", 0, "report"),
    Row("recall_fused", "the same: both, fused", 0.9, "more"),
]


def _start() -> dict[str, float]:
    from tests.bench import start

    return start.run()


def _window() -> dict[str, float]:
    from tests.bench import window

    return window.run()


def _decode() -> dict[str, float]:
    from tests.bench import decode

    return decode.run()


def _reopening() -> dict[str, float]:
    from tests.bench import decode

    return decode.run_reopening()


def _sections() -> dict[str, float]:
    from tests.bench import decode

    return decode.run_sections()


def _background() -> dict[str, float]:
    from tests.bench import background

    return background.run()


def _lookup() -> dict[str, float]:
    from tests.bench import lookup

    return lookup.run()


def _starter_lookup() -> dict[str, float]:
    from tests.bench import lookup

    return lookup.run_starter()


def _writing() -> dict[str, float]:
    from tests.bench import writing

    return writing.run()


def _proofreading() -> dict[str, float]:
    from tests.bench import writing

    return writing.run_proofreading()


def _loads() -> dict[str, float]:
    from tests.bench import load_cycles

    return load_cycles.run()


def _retrieval() -> dict[str, float]:
    from tests.bench import retrieval

    return retrieval.run()


def _reading() -> dict[str, float]:
    from tests.bench import reading

    return reading.run()


def _memory() -> dict[str, float]:
    from tests.bench import reading

    return reading.run_memory()


def _planning() -> dict[str, float]:
    from tests.bench import planning

    return planning.run()


def _translating_docx() -> dict[str, float]:
    from tests.bench import translating_docx

    return translating_docx.run()


def _indexing() -> dict[str, float]:
    from tests.bench import indexing

    return indexing.run()


def _summarising() -> dict[str, float]:
    from tests.bench import summarising

    return summarising.run()


def _resuming() -> dict[str, float]:
    from tests.bench import resuming

    return resuming.run()


def _downloads() -> dict[str, float]:
    from tests.bench import downloading

    return downloading.run()


BENCHES: dict[str, Callable[[], dict[str, float]]] = {
    "start": _start,
    "window": _window,
    "decode": _decode,
    "reopening": _reopening,
    "background": _background,
    "sections": _sections,
    "lookup": _lookup,
    "starter_lookup": _starter_lookup,
    "writing": _writing,
    "proofreading": _proofreading,
    "loads": _loads,
    "reading": _reading,
    "memory": _memory,
    "planning": _planning,
    "translating_docx": _translating_docx,
    "indexing": _indexing,
    "summarising": _summarising,
    "resuming": _resuming,
    "downloads": _downloads,
    "retrieval": _retrieval,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], help="which (default: all)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("INKSTONE_STARTER", "none")  # a start loads no model
    results: dict[str, float] = {}
    for name in options.names or BENCHES:
        results.update(BENCHES[name]())
    if {"rss_streaming_bytes", "rss_bare_bytes"} <= results.keys():
        busy = results["rss_streaming_bytes"] - results["rss_bare_bytes"]
        results["rss_busy_mb"] = busy / 1e6
    if options.json:
        print(json.dumps(results, indent=1))
        return
    print(f"\n{'what':58} {'measured':>12} {'goal':>10}")
    for row in ROWS:
        if row.key in results:
            _print(row, results[row.key])


def _print(row: Row, value: float) -> None:
    sign = {"less": "≤", "more": "≥", "report": ""}[row.better]
    goal = "" if row.better == "report" else f"{sign} {row.goal:g} {row.unit}"
    met = {"less": value <= row.goal, "more": value >= row.goal, "report": True}[row.better]
    mark = "" if met else "   falls short"
    print(f"{row.what:58} {value:>8.3g} {row.unit:4} {goal:>10}{mark}")


if __name__ == "__main__":
    main()
