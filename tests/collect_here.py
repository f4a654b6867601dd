"""A pytest plugin: garbage is collected on the main thread alone, after each test.

The application does the same (assistant/workers/gui_collector.py): a Qt object that dies on
another thread ends the process.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


def pytest_collection_finish() -> None:
    gc.disable()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown() -> Iterator[None]:
    yield
    gc.disable()
    gc.collect()


def pytest_unconfigure() -> None:
    gc.unfreeze()
    gc.enable()
