"""`make bench`: every measurement, each against its reference in the same run.

Nothing here fails: it prints what was measured beside the goal.
"""

from __future__ import annotations

import argparse
import json
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
    Row("decode_ratio", "decode through the whole path, against a bare loop", 0.95, "more"),
    Row("second_turn_extra_tokens", "second turn: tokens read twice", 0, "less", "tokens"),
    Row("engine_overhead_mb", "engine memory over model + KV cache + buffers", 0, "report", "MB"),
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


BENCHES: dict[str, Callable[[], dict[str, float]]] = {
    "start": _start,
    "window": _window,
    "decode": _decode,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], help="which (default: all)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
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
