"""Files translated so that a crash costs no sentence that was finished."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import partial

import msgspec

from assistant.core.steps import Compute, Lookup, Steps
from assistant.core.translation.course import Course
from assistant.core.translation.order import (
    LanguageDetector,
    Segment,
    TranslateHearing,
    TranslateOrder,
    Translation,
)
from assistant.core.translation.plan import Plan, planned
from assistant.core.translation.ports import FileUnits

_VERSION = 1
"""Of how sentences are cut: what was kept by another one is not taken."""


def job_key(units: FileUnits, order: TranslateOrder, model: str) -> str:
    """The name of the job: the same file, translated in the same way by the same model.

    `order.languages.source` is what the person said, "" where it is detected.
    """
    parts = {
        "version": _VERSION,
        "sha256": units.sha256,
        "source": order.languages.source,
        "target": order.languages.target,
        "tone": order.tone,
        "terms": [msgspec.structs.astuple(term) for term in order.glossary.terms],
        "instruction": order.instruction.strip(),
        "model": model,
    }
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def translated_file(
    units: FileUnits,
    order: TranslateOrder,
    hearing: TranslateHearing,
    detector: LanguageDetector,
    model: str,
) -> Steps[Translation]:
    """Translate the texts of a file, all but what an earlier run with the same key finished.

    The units of `order` are those of `units`, whatever it has. The job is kept: whoever has
    written the file forgets it (`forgotten`). Raises `UserError`.
    """
    order = msgspec.structs.replace(order, units=units.units)
    key = job_key(units, order, model)
    taken: dict[int, Segment] = yield Lookup(lambda library: library.desk.finished_segments(key))
    plan: Plan = yield Compute(partial(planned, order, detector))

    def keep(done: Mapping[int, Segment]) -> Steps[None]:
        yield Lookup(lambda library: library.desk.keep_segments(key, done))

    return (yield from Course(order, plan, hearing, detector, taken=taken, keep=keep).run())


def forgotten(units: FileUnits, order: TranslateOrder, model: str) -> Steps[None]:
    """The file is written: nothing of its job is needed any more."""
    key = job_key(units, order, model)
    yield Lookup(lambda library: library.desk.forget_job(key))
