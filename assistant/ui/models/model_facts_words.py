"""What a model's page says of its file, from its header and from what is kept of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.entities import ModelFile
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.model_facts import ModelFacts
from assistant.core.hub.model_records import ModelRecord
from assistant.core.hub.quantisations import named_quantisation
from assistant.ui.hub.words import languages_text, license_name
from assistant.ui.models.words import expected_speed_text, program_name, speed_text
from assistant.ui.words import decimal_text, number_text, size_text, weights_text


def fact_pairs(
    file: ModelFile, facts: ModelFacts | None, record: ModelRecord
) -> list[tuple[str, str]]:
    """Names and values, empty ones for what is not known."""
    translate = QCoreApplication.translate
    known = facts or ModelFacts(path=file.path, name=file.name)
    quantisation = known.quantisation or named_quantisation(file.name)
    tokens = translate("ModelFacts", "{count} tokens")
    return [
        (translate("ModelFacts", "Name"), known.name if known.name != file.name else ""),
        (translate("ModelFacts", "Architecture"), known.architecture),
        (translate("ModelFacts", "Parameters"), _parameters(known)),
        (translate("ModelFacts", "Quantisation"), _quantisation(quantisation, known)),
        (
            translate("ModelFacts", "Context"),
            tokens.format(count=number_text(known.context_length)) if known.context_length else "",
        ),
        (translate("ModelFacts", "Languages"), languages_text(known.languages, 8)),
        (translate("ModelFacts", "Licence"), license_name(known.license or record.license)),
        (translate("ModelFacts", "Author"), known.author),
        (translate("ModelFacts", "Made from"), known.base_model),
        (translate("ModelFacts", "Chat template"), _template(facts)),
        (translate("ModelFacts", "Size"), _size(file)),
        (translate("ModelFacts", "Belongs to"), program_name(file.origin)),
        (translate("ModelFacts", "Fetched from"), record.source.partition("@")[0]),
        (translate("ModelFacts", "Place"), file.path),
        (translate("ModelFacts", "Also at"), "  ·  ".join(file.also)),
        (translate("ModelFacts", "Sees with"), file.projector),
        ("SHA-256", record.sha256),
    ]


def measured_text(
    file: ModelFile, facts: ModelFacts | None, record: ModelRecord, machine: MachineFacts | None
) -> str:
    """How fast it wrote here, or what is to be expected."""
    translate = QCoreApplication.translate
    if record.decode_tokens_per_s > 0:
        text = translate("ModelFacts", "Measured here: writes {decode}")
        if record.prefill_tokens_per_s > 0:
            text = translate("ModelFacts", "Measured here: writes {decode}, reads {prefill}")
        return text.format(
            decode=speed_text(record.decode_tokens_per_s),
            prefill=speed_text(record.prefill_tokens_per_s),
        )
    if facts is None or machine is None or facts.embeds:
        return ""
    found = verdict(
        facts.file_size or file.size,
        machine,
        parameters=facts.parameters,
        active_parameters=facts.active_parameters,
    )
    speed = expected_speed_text(found)
    return translate("ModelFacts", "Expected speed: {speed}").format(speed=speed) if speed else ""


def _parameters(facts: ModelFacts) -> str:
    total = weights_text(facts.parameters)
    if 0 < facts.active_parameters < facts.parameters:
        text = QCoreApplication.translate("ModelFacts", "{total}, of which {active} at a time")
        return text.format(total=total, active=weights_text(facts.active_parameters))
    return total


def _quantisation(name: str, facts: ModelFacts) -> str:
    bits = facts.bits_per_weight
    if not bits:
        return name
    text = QCoreApplication.translate("ModelFacts", "{bits} bits for each weight")
    return "  ·  ".join(filter(None, (name, text.format(bits=decimal_text(bits)))))


def _template(facts: ModelFacts | None) -> str:
    translate = QCoreApplication.translate
    if facts is None:
        return ""
    if not facts.template:
        return translate("ModelFacts", "none in the file")
    match facts.thinking:
        case "switch":
            return translate("ModelFacts", "its own; thinking can be switched")
        case "always":
            return translate("ModelFacts", "its own; it always thinks before it answers")
    return translate("ModelFacts", "its own")


def _size(file: ModelFile) -> str:
    if not file.size:
        return ""
    size = size_text(file.size)
    if file.parts > 1:
        parts = QCoreApplication.translate("ModelRow", "%n part(s)", "", file.parts)
        return f"{size}  ·  {parts}"
    return size
