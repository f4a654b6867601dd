"""What keeps a file from being used as a model, in words for a person."""

from __future__ import annotations

import re

from assistant.core.errors import UserError
from assistant.engine import llama
from assistant.engine.architectures import is_embedding_model
from assistant.engine.gguf import GgufHeader, clean_text


def check_chat_model(header: GgufHeader) -> None:
    """Raises `UserError` when the file cannot be a model that chats."""
    check_is_model(header)
    if is_embedding_model(header):
        raise UserError(
            "embedding_model",
            f"“{header.name}” is an embedding model: it finds texts, it cannot write.",
            "Choose a chat or instruct model.",
        )


def check_is_model(header: GgufHeader) -> None:
    """Raises `UserError` when the file is no model at all."""
    kind = header.text("general.type")
    if kind == "adapter":
        raise UserError(
            "load_failed",
            f"“{header.name}” is an adapter for another model, not a model.",
            "Choose the model that it was made for.",
        )
    if kind == "mmproj" or header.architecture == "clip":
        raise UserError(
            "load_failed",
            f"“{header.name}” is the image part of a model, not a model that writes.",
            "Choose the other file of the same model.",
        )
    if header.tensor_count == 0:
        raise UserError(
            "vocab_only",
            f"“{header.name}” holds only a vocabulary and no weights.",
            "Choose the file of the model itself.",
        )
    if not header.architecture:
        raise UserError(
            "damaged_model",
            f"“{header.path.name}” does not say what kind of model it is.",
            "Download it again, or choose another conversion of the model.",
        )


def check_loaded(model: llama.Model, header: GgufHeader, *, embeds: bool) -> None:
    """What only shows once llama.cpp has read the file. Raises `UserError`."""
    if not model.vocabulary.exists or model.vocabulary.size == 0:
        raise UserError(
            "load_failed",
            f"“{header.name}” has no vocabulary, so no text can be read or written with it.",
            "Choose another conversion of the model.",
        )
    if any(not token.text for token in model.vocabulary.special if not token.control):
        raise UserError(
            "damaged_model",
            f"“{header.name}” is damaged: its vocabulary holds an empty entry.",
            "Download it again, or choose another conversion of the model.",
        )
    if not embeds and (model.has_encoder or not model.has_decoder):
        raise UserError(
            "load_failed",
            f"“{header.name}” is a model that translates whole texts; it cannot chat.",
            "Choose a chat or instruct model.",
        )


def explain(log: str, header: GgufHeader) -> UserError:
    """Why llama.cpp refused the model, from its own words."""
    name = header.name
    if match := re.search(r"unknown model architecture: '([^']*)'", log):
        return UserError(
            "unknown_architecture",
            f"“{name}” has the architecture “{clean_text(match[1])}”, "
            "which this version cannot run.",
            "Update the application, or choose another model.",
        )
    if re.search(r"unknown pre-tokenizer type", log):
        return UserError(
            "unknown_architecture",
            f"“{name}” uses a tokeniser that this version does not know.",
            "Update the application, or choose another conversion of the model.",
        )
    if re.search(r"failed to allocate|unable to allocate|out of memory|bad_alloc", log, re.I):
        return UserError(
            "too_large",
            f"There was not enough memory for “{name}” ({header.file_size / 1e9:.1f} GB).",
            "Choose a shorter context or a smaller model, or close other programs.",
        )
    if re.search(
        r"missing tensor|tensor '[^']*' not found|wrong number of tensors|wrong shape|"
        r"not within the file|"
        r"corrupted|incomplete|key not found|cannot find tokenizer",
        log,
    ):
        return UserError(
            "damaged_model",
            f"“{name}” is damaged or incomplete: something it needs is missing.",
            "Download or copy it again.",
        )
    said = re.findall(r"error loading model: ([^\n]*)", log)
    detail = f": {clean_text(said[-1])[:200]}" if said else ""
    return UserError(
        "load_failed", f"“{name}” could not be loaded{detail}.", "Choose another model."
    )
