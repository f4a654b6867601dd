"""What is told of this machine, how fast memory is, and what is kept of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from assistant import compose
from assistant.core.errors import UserError
from assistant.engine import bandwidth
from assistant.engine.devices_child import DevicesFound
from assistant.engine.known_machine import DISTURBED_STALE_S, STALE_S, machine_facts
from assistant.engine.machine import Device
from assistant.paths import app_paths

GB = 10**9


class Finder:
    """Stands in for the process that asks for devices; remembers what was wanted of it."""

    def __init__(self, *devices: Device, speed: float = 20.0 * GB) -> None:
        self.asked: list[bool] = []
        self.speed = speed
        self.quiet = True
        self._devices = devices

    def __call__(self, measured: bool) -> DevicesFound:
        self.asked.append(measured)
        return DevicesFound(
            devices=self._devices,
            offloads=True,
            bandwidth=self.speed if measured else 0.0,
            quiet=self.quiet,
        )


def test_memory_is_measured_once_and_kept(tmp_path: Path) -> None:
    kept = tmp_path / "cache" / "machine.json"
    find = Finder()
    first = machine_facts(find, kept)
    again = machine_facts(find, kept)
    assert first.bandwidth == again.bandwidth == 20.0 * GB
    assert find.asked == [True, False]
    assert first.total_memory >= first.available_memory > 0
    assert first.cores >= 1


@pytest.mark.parametrize("what", ["machine", "age", "damage", "nonsense"])
def test_a_figure_that_may_not_hold_any_more_is_measured_again(tmp_path: Path, what: str) -> None:
    kept = tmp_path / "machine.json"
    find = Finder()
    machine_facts(find, kept)
    if what == "damage":
        kept.write_bytes(b'{"machine": "her')
    else:
        document = msgspec.json.decode(kept.read_bytes())
        changed = {
            "machine": {"machine": "another"},
            "age": {"at": time.time() - STALE_S - 60},
            "nonsense": {"bandwidth": -1.0},
        }[what]
        kept.write_bytes(msgspec.json.encode({**document, **changed}))
    find.speed = 30.0 * GB
    assert machine_facts(find, kept).bandwidth == 30.0 * GB
    assert find.asked == [True, True]


def test_what_was_measured_beside_other_work_is_soon_measured_again(tmp_path: Path) -> None:
    kept = tmp_path / "machine.json"
    find = Finder()
    find.quiet = False
    machine_facts(find, kept)
    machine_facts(find, kept)
    assert find.asked == [True, False]
    document = msgspec.json.decode(kept.read_bytes())
    document["at"] -= DISTURBED_STALE_S + 60
    kept.write_bytes(msgspec.json.encode(document))
    machine_facts(find, kept)
    assert find.asked == [True, False, True]


def test_software_drivers_are_no_gpus_and_others_are_told_with_their_memory(tmp_path: Path) -> None:
    card = Device("Vulkan0", "a graphics card", "gpu", 7 * GB, 8 * GB)
    software = Device("Vulkan1", "llvmpipe (LLVM 15)", "gpu", 9 * GB, 9 * GB)
    facts = machine_facts(Finder(card, software), tmp_path / "machine.json")
    assert [gpu.description for gpu in facts.gpus] == ["a graphics card"]
    assert (facts.gpus[0].free, facts.gpus[0].total) == (7 * GB, 8 * GB)
    assert not facts.gpus[0].shares_memory


def test_a_driver_that_fails_leaves_the_rest(tmp_path: Path) -> None:
    def broken(measured: bool) -> DevicesFound:
        raise UserError("engine_start", "It did not start.")

    facts = machine_facts(broken, tmp_path / "machine.json")
    assert facts.total_memory > 0
    assert facts.gpus == ()
    assert facts.bandwidth == 0.0


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert machine_facts(Finder(), blocked / "machine.json").bandwidth == 20.0 * GB


def test_reading_memory_has_a_plausible_speed() -> None:
    measured = bandwidth.measure(os.cpu_count() or 1, 2 * GB)
    assert 0.1 * GB < measured.rate < 20_000 * GB


def test_without_memory_nothing_is_measured() -> None:
    assert bandwidth.measure(4, 1024).rate == 0.0
    assert bandwidth.measure(0, 0).rate == 0.0


def test_the_real_machine_is_described(tmp_path: Path) -> None:
    facts = compose.machine_facts(app_paths(tmp_path))
    assert facts.bandwidth > 0.1 * GB
    assert facts.total_memory > 0
    assert (tmp_path / "cache" / "machine.json").is_file()
