"""All programs whose models are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from assistant.core.entities import ModelOrigin
from assistant.hub.found import gpt4all, hugging_face, jan, llama_cpp, lm_studio, ollama
from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.whereabouts import Whereabouts
from assistant.hub.gguf_files import Deadline


class Program(NamedTuple):
    """`places` are its folders, `models` what is described in them."""

    origin: ModelOrigin
    name: str
    places: Callable[[Whereabouts], tuple[Path, ...]]
    models: Callable[[Whereabouts, Deadline], Iterator[FoundModel]]


PROGRAMS = (
    Program("lm-studio", "LM Studio", lm_studio.places, lm_studio.models),
    Program("ollama", "Ollama", ollama.places, ollama.models),
    Program("hugging-face", "Hugging Face", hugging_face.places, hugging_face.models),
    Program("gpt4all", "GPT4All", gpt4all.places, gpt4all.models),
    Program("jan", "Jan", jan.places, jan.models),
    Program("llama.cpp", "llama.cpp", llama_cpp.places, llama_cpp.models),
)


def owner_of(path: Path, where: Whereabouts) -> Program | None:
    """The program in whose folders `path`, or what it is a link to, lies."""
    try:
        ways = {path.absolute(), path.resolve()}
    except (OSError, RuntimeError, ValueError):
        ways = {path.absolute()}
    for program in PROGRAMS:
        for place in program.places(where):
            try:
                folders = {place, place.resolve()}
            except (OSError, RuntimeError, ValueError):
                folders = {place}
            if any(way.is_relative_to(folder) for way in ways for folder in folders):
                return program
    return None
