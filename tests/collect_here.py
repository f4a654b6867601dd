"""A pytest plugin: garbage is collected on the main thread alone, after each test.

The application does the same (assistant/workers/gui_collector.py): a Qt object that dies on
another thread ends the process.

What is left when a file's tests are over is set aside: looking through all of it again after every
test took three quarters of the time of all tests.
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
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    yield
    gc.disable()
    gc.collect()
    if nextitem is None or nextitem.path != item.path:
        gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()
    gc.enable()
