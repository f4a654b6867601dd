"""What is fetched of a repository, how a hub is reached, what fits this computer."""

from __future__ import annotations

import msgspec
import pytest

from assistant.core.hub.access import endpoint_of, hub_access, hub_host, token_name
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.ordering import (
    can_be_fetched,
    model_name,
    order_for,
    projector_for,
    variant_for,
)
from assistant.core.hub.repository import HubFile
from assistant.core.hub.searching import largest_that_fits
from assistant.core.settings import Hub
from tests.hub_fakes import MACHINE, MACHINE_WITH_GPU, repository

SECRET = "hf_x"  # noqa: S105 - of a test


@pytest.mark.parametrize(
    ("repo", "name"),
    [("a/Harbour-4B-GGUF", "Harbour-4B"), ("a/b.gguf", "b"), ("a/-GGUF", "-GGUF"), ("x", "x")],
)
def test_names_of_models(repo: str, name: str) -> None:
    assert model_name(repo) == name


def test_an_order_holds_all_files_and_where_they_are() -> None:
    known = repository(projectors=2)
    variant = variant_for(known, "*Q8_0.gguf")
    assert variant is not None
    order = order_for(known, variant, projector_for(known, "mmproj-1*"), endpoint="https://h")
    assert [file.path for file in order.files] == ["harbour-4b-Q8_0.gguf", "mmproj-1.gguf"]
    assert (order.repo, order.revision, order.endpoint) == (
        "lumo/Harbour-4B-GGUF", "b" * 40, "https://h",
    )  # fmt: skip
    assert order.name == "Harbour-4B Q8_0"
    assert variant_for(known, "*IQ1*") is None
    assert projector_for(known, "") is None


def test_patterns_fit_paths_and_names() -> None:
    known = repository(names=("Q4_K_M",))
    file = HubFile(path="folder/x-Q4_K_M-00001-of-00002.gguf", sha256="1")
    variant = msgspec.structs.replace(known.variants[0], files=(file,))
    known = msgspec.structs.replace(known, variants=(variant,))
    assert variant_for(known, "x-Q4_K_M*.gguf") is variant
    assert variant_for(known, "folder/*Q4_K_M-*.gguf") is variant


def test_what_nobody_vouches_for_cannot_be_fetched() -> None:
    assert not can_be_fetched([HubFile(path="a", sha256="1"), HubFile(path="b")])


def test_an_address_and_its_token() -> None:
    assert endpoint_of(Hub(), "") == "https://huggingface.co"
    assert endpoint_of(Hub(), "https://m.example/") == "https://m.example"
    assert endpoint_of(Hub(endpoint=" https://o.example "), "https://m") == "https://o.example"
    assert token_name("https://User:pw@M.example:8080/x") == "hub-token:m.example:8080"
    assert hub_host("nonsense") == "nonsense"
    access = hub_access(Hub(folder="/f"), "https://m", SECRET, "/own")
    assert (access.folder, access.token) == ("/f", SECRET)
    assert SECRET not in repr(access)


@pytest.mark.parametrize("machine", [MACHINE, MACHINE_WITH_GPU])
def test_the_largest_that_fits_just_fits(machine: MachineFacts) -> None:
    largest = largest_that_fits(machine)
    assert verdict(largest, machine).room != "too_big"
    assert verdict(largest + (200 << 20), machine).room == "too_big"


def test_nothing_is_left_out_where_nothing_is_known() -> None:
    assert largest_that_fits(MachineFacts()) == 0
