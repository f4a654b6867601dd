"""`inkstone models info`: what a model file says of itself, and what it would take."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.model_choice import choose_model
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.errors import UserError
from assistant.core.hub.model_facts import ModelFacts

_THINKING = {"none": "no", "switch": "can be switched", "always": "always"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models info`."""
    parser.add_argument("model", metavar="MODEL", help="a file, or a name from the list")
    parser.add_argument(
        "--preview", action="store_true", help="show what its chat template makes of a talk"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = "The file is read in a process of its own; nothing in it is run."
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Print the facts; the exit code. Raises `UserError`."""
    models = surroundings.settings().models
    path = choose_model(typed_text(options.model), surroundings.paths, models, compose.make_shelf())
    facts = compose.model_facts(path)
    preview = _preview(facts) if options.preview else ""
    if options.json:
        document = model_document(facts)
        if options.preview:
            document["template_preview"] = preview
        surroundings.terminal.json(document)
        return exit_codes.DONE
    _print(surroundings.terminal, facts)
    if options.preview:
        surroundings.terminal.line("")
        for line in preview.splitlines():
            surroundings.terminal.line(one_line(line))
    return exit_codes.DONE


def model_facts(path: Path) -> dict[str, Any]:
    """What the header of the model at `path` says, read in this process. Raises `UserError`."""
    from assistant.engine.gguf import read_header
    from assistant.engine.header_facts import facts_of

    return model_document(facts_of(read_header(path)))


def model_document(facts: ModelFacts) -> dict[str, Any]:
    """The facts as JSON has them; texts as they are in the file, cut in length."""
    document = {
        name: getattr(facts, name)
        for name in facts.__struct_fields__
        if name not in ("template", "types", "needs", "languages")
    }
    return {
        **document,
        "has_template": bool(facts.template.strip()),
        "bits_per_weight": round(facts.bits_per_weight, 2),
        "languages": list(facts.languages),
        "types": [
            {
                "name": share.name,
                "tensors": share.tensors,
                "weights": share.weights,
                "bytes": share.bytes,
            }
            for share in facts.types
        ],
        "needs": [{**msgspec.structs.asdict(need), "total": need.total} for need in facts.needs],
    }


def _preview(facts: ModelFacts) -> str:
    if not facts.template.strip():
        raise UserError(
            "template", f"“{one_line(facts.name)}” has no chat template.", "A simple one is used."
        )
    return compose.template_preview(facts.template)


def _print(terminal: Terminal, facts: ModelFacts) -> None:
    rows = _rows(facts)
    width = max(map(len, rows))
    for name, value in rows.items():
        terminal.line(f"{name:<{width}}  {one_line(value) or 'not said'}")
    if facts.needs:
        terminal.line("")
        terminal.line(f"{'Memory with a context of':<26}{'cache f16':>12}{'cache q8_0':>12}")
    for length in sorted({need.context_length for need in facts.needs}):
        totals = {need.kv_type: need.total for need in facts.needs if need.context_length == length}
        sizes = "".join(
            f"{size_text(totals[kind]) if kind in totals else '':>12}" for kind in ("f16", "q8_0")
        )
        terminal.line(f"{f'  {length:,} tokens':<26}{sizes}")


def _rows(facts: ModelFacts) -> dict[str, str]:
    mixture = facts.active_parameters < facts.parameters
    return {
        "name": facts.name,
        "path": facts.path,
        "architecture": facts.architecture,
        "parameters": _count(facts.parameters)
        + (f", {facts.active_parameters:,} for each token" if mixture else ""),
        "quantisation": facts.quantisation,
        "stored as": _mix(facts),
        "context length": _count(facts.context_length),
        "layers": _count(facts.layers),
        "embedding length": _count(facts.embedding_length),
        "vocabulary": _count(facts.vocabulary),
        "chat template": "yes" if facts.template.strip() else "no",
        "reasons": _THINKING[facts.thinking],
        "finds by meaning": "yes" if facts.embeds else "no",
        "languages": ", ".join(facts.languages),
        "tokenizer": facts.tokenizer,
        "license": " ".join(filter(None, (facts.license, facts.license_url))),
        "author": facts.author,
        "made from": facts.base_model,
        "file size": f"{size_text(facts.file_size)} ({facts.file_size:,} bytes)",
        "parts": str(facts.parts),
        "GGUF version": str(facts.gguf_version),
    }


def _mix(facts: ModelFacts) -> str:
    """How much of the file is in which type, for shares that one notices."""
    total = sum(share.bytes for share in facts.types) or 1
    return ", ".join(
        f"{share.name} {100 * share.bytes / total:.0f} %"
        for share in facts.types
        if 200 * share.bytes >= total
    )


def _count(number: int) -> str:
    return f"{number:,}" if number else ""
