"""The engine process asks for huge pages before it starts; nothing a person set is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant.engine.machine import with_huge_pages
from tests.engine.conftest import Driver

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a matter of Linux")


@linux
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "glibc.malloc.hugetlb=1"),
        ("", "glibc.malloc.hugetlb=1"),
        ("glibc.malloc.arena_max=2", "glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1"),
        ("glibc.malloc.hugetlb=0", "glibc.malloc.hugetlb=0"),
    ],
)
def test_what_is_set_stays(before: str | None, after: str) -> None:
    environment = {"PATH": "/bin"} if before is None else {"PATH": "/bin", "GLIBC_TUNABLES": before}
    kept = dict(environment)
    assert with_huge_pages(environment) == {"PATH": "/bin", "GLIBC_TUNABLES": after}
    assert environment == kept


@linux
def test_the_engine_process_is_started_so(driver: Driver, models: dict[str, Path]) -> None:
    driver.load(models["llama"])
    started = Path(f"/proc/{driver.engine.pid}/environ").read_bytes().split(b"\0")
    wanted = with_huge_pages(os.environ)["GLIBC_TUNABLES"]
    assert os.fsencode(f"GLIBC_TUNABLES={wanted}") in started
