"""What a model hub holds, as far as somebody who wants a GGUF model needs to know it."""

from __future__ import annotations

from typing import Literal

import msgspec

Sorting = Literal["trending", "downloads", "likes", "updated", "name"]
Gate = Literal["", "auto", "manual"]
"""Whether a repository asks for permission: no; on a click; by a person."""


class HubQuery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is looked for. `language` is a code ("de"), `task` a pipeline tag ("text-generation").

    `most_bytes` leaves out what is certainly larger in every quantisation, 0: nothing. `after` is
    the `next` of an earlier page.
    """

    text: str = ""
    author: str = ""
    license: str = ""
    language: str = ""
    task: str = ""
    most_bytes: int = 0
    sorting: Sorting = "trending"
    limit: int = 30
    after: str = ""


class HubModel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One repository in a list of findings. `updated_at` in seconds since the epoch, 0: unknown.

    `parameters` is the number of weights, `context_length` in tokens; 0 where the hub does not say.
    """

    repo: str
    downloads: int = 0
    likes: int = 0
    updated_at: float = 0.0
    gate: Gate = ""
    license: str = ""
    languages: tuple[str, ...] = ()
    task: str = ""
    tags: tuple[str, ...] = ()
    architecture: str = ""
    parameters: int = 0
    context_length: int = 0


class HubPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Findings; `next` asks for more of them, "" at the end."""

    models: tuple[HubModel, ...] = ()
    next: str = ""


class HubFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of a repository. `path` is relative and safe to create below a folder.

    `sha256` of the whole content in lower-case hexadecimal digits, "" where the hub does not say
    (then the file cannot be fetched as a model: nobody could tell whether it is the right one).
    """

    path: str
    size: int = 0
    sha256: str = ""


class Variant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One way to have the model: all files of one quantisation, first part first.

    `name` is what tells it from others ("Q4_K_M"). `quantisation` is the type that the file name
    says, "" where it says none. `size` in bytes, all parts together. `missing` parts of a split
    file are not in the repository: such a variant cannot be used.
    """

    name: str
    files: tuple[HubFile, ...] = ()
    quantisation: str = ""
    missing: int = 0

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


class HubRepository(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A repository at one commit. `variants` from small to large; `projectors` are the mmproj
    files that make a model of them see, smallest first.

    `model.repo` is its present name, `asked` the one it was opened by (it may have been renamed).
    """

    model: HubModel
    revision: str
    asked: str = ""
    variants: tuple[Variant, ...] = ()
    projectors: tuple[HubFile, ...] = ()
    left_out: int = 0
    """Files with names that no folder should hold, or that claim impossible sizes."""
