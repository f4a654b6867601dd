"""What is known of models is kept, whatever happens to the file it is kept in."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest

from assistant.core.chat_parameters import ChatParameters
from assistant.core.errors import UserError
from assistant.core.hub.model_records import ModelRecord, ModelRecords
from assistant.core.messages import ModelParameters
from assistant.hub.records import JsonModelRecords

FULL = ModelRecord(
    notes="Good at 诗, bad at sums.",
    loading=ModelParameters(context_length=4096, gpu_layers=3),
    chat=ChatParameters(temperature=0.3),
    decode_tokens_per_s=12.5,
    source="owner/name@abc",
    sha256="a" * 64,
    verified_at=1.5e9,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models.json"


def test_everything_is_kept(path: Path) -> None:
    records: ModelRecords = JsonModelRecords(path)
    assert records.get("a") == ModelRecord()
    assert not path.exists()
    records.put("a", FULL)
    records.put("b", ModelRecord(notes="b"))
    again = JsonModelRecords(path)
    assert (again.get("a"), again.get("b").notes, again.get("")) == (FULL, "b", ModelRecord())
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["models.json"]


def test_an_empty_record_is_forgotten(path: Path) -> None:
    records = JsonModelRecords(path)
    records.put("a", FULL)
    records.put("a", ModelRecord())
    assert b'"a"' not in path.read_bytes()
    with pytest.raises(ValueError, match="identity"):
        records.put("", FULL)


def test_what_another_process_wrote_is_seen_and_stays(path: Path) -> None:
    first, second = JsonModelRecords(path), JsonModelRecords(path)
    first.put("a", FULL)
    second.put("b", ModelRecord(notes="from the second"))
    assert first.get("b").notes == "from the second"
    first.change("b", lambda record: msgspec.structs.replace(record, license="mit"))
    assert second.get("a") == FULL
    assert second.get("b") == ModelRecord(notes="from the second", license="mit")


def test_changes_from_several_threads_are_all_kept(path: Path) -> None:
    records = JsonModelRecords(path)

    def work(letter: str) -> None:
        for _ in range(10):
            records.change(
                "a", lambda record: msgspec.structs.replace(record, notes=record.notes + letter)
            )

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(JsonModelRecords(path).get("a").notes) == sorted("xyz" * 10)


@pytest.mark.parametrize(
    "written", [b"", b"{", b"[]", b'{"version": 1, "models": {"a": 3}}', b"\0" * 4096]
)
def test_a_damaged_file_is_set_aside(
    written: bytes, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(written)
    records = JsonModelRecords(path)
    assert records.get("a") == ModelRecord()
    assert "damaged" in caplog.text
    records.put("a", FULL)
    assert JsonModelRecords(path).get("a") == FULL
    assert path.with_name("models.json.damaged-1").read_bytes() == written


def test_a_newer_file_is_read_and_never_written(path: Path) -> None:
    path.parent.mkdir()
    newer = b'{"version": 2, "models": {"a": {"notes": "n", "later": 1}}, "more": []}'
    path.write_bytes(newer)
    records = JsonModelRecords(path)
    assert records.get("a").notes == "n"
    with pytest.raises(UserError, match="newer version"):
        records.put("a", FULL)
    assert path.read_bytes() == newer


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    records = JsonModelRecords(tmp_path / "file" / "models.json")
    with pytest.raises(UserError) as raised:
        records.put("a", FULL)
    assert raised.value.kind == "no_permission"
    assert records.get("a") == ModelRecord()
