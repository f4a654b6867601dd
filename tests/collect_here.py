"""A pytest plugin: garbage is collected on the main thread alone, after each test.

The application does the same (assistant/workers/gui_collector.py): a Qt object that dies on
another thread ends the process.

What is left when the next file begins is set aside: looking through all of it again after every
test took three quarters of the time of all tests. Not earlier, since pytest holds what the last
test of a file was given until that test is reported. The application, which sets aside as well and
gives all of it back when it ends, does neither here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

_freeze, _unfreeze = gc.freeze, gc.unfreeze
_FILE = pytest.StashKey[Path]()
"""The file whose tests are run."""


def pytest_configure() -> None:
    gc.freeze = gc.unfreeze = lambda: None


def pytest_collection_finish() -> None:
    gc.disable()
    gc.collect()
    _freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.session.stash.get(_FILE, None) != item.path:
        item.session.stash[_FILE] = item.path
        gc.collect()
        _freeze()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown() -> Iterator[None]:
    yield
    gc.disable()
    gc.collect()


def pytest_unconfigure() -> None:
    gc.freeze, gc.unfreeze = _freeze, _unfreeze
    gc.unfreeze()
    gc.enable()
