"""Secrets: in the keyring, or encrypted where somebody agreed, and nowhere else."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from assistant.core.errors import UserError
from assistant.hub import sealed_file
from assistant.hub.secrets import KeptSecrets

CANARY = "hf_canary_0123456789"
PHRASE = "Der Mond ist aufgegangen"


class Memory(KeyringBackend):
    """A keyring in memory; `trouble` is raised by whatever is asked."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._refuse()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._refuse()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._refuse()
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]

    def _refuse(self) -> None:
        if self.trouble is not None:
            raise self.trouble


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "_N", 1 << 10)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", NoKeyring)


def test_a_keyring_keeps_and_forgets(tmp_path: Path) -> None:
    ring = Memory()
    secrets = KeptSecrets(tmp_path / "secrets.bin", ring)
    assert secrets.place == "keyring"
    assert secrets.get("hub-token:huggingface.co") == ""
    secrets.put("hub-token:huggingface.co", CANARY)
    assert ring.kept == {("inkstone", "hub-token:huggingface.co"): CANARY}
    assert KeptSecrets(tmp_path / "secrets.bin", ring).get("hub-token:huggingface.co") == CANARY
    secrets.put("hub-token:huggingface.co", "")
    secrets.put("hub-token:huggingface.co", "")
    assert ring.kept == {}
    assert list(tmp_path.iterdir()) == []


def test_the_systems_keyring_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    secrets = KeptSecrets(tmp_path / "secrets.bin")
    secrets.put("key", CANARY)
    assert ring.kept == {("inkstone", "key"): CANARY}


def test_a_keyring_in_plain_text_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain(Memory):
        pass

    Plain.__module__ = "keyrings.alt.file"
    ring = Plain()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    secrets = KeptSecrets(tmp_path / "secrets.bin")
    assert secrets.place == "nowhere"
    with pytest.raises(UserError):
        secrets.put("key", CANARY)
    assert ring.kept == {}


def test_what_a_keyring_refuses_is_told_without_the_secret(tmp_path: Path) -> None:
    ring = Memory()
    secrets = KeptSecrets(tmp_path / "secrets.bin", ring)
    ring.trouble = KeyringLocked("locked")
    with pytest.raises(UserError, match="locked") as locked:
        secrets.get("key")
    assert locked.value.kind == "keyring"
    ring.trouble = OSError(f"cannot store {CANARY}")
    with pytest.raises(UserError) as refused:
        secrets.put("key", CANARY)
    assert refused.value.kind == "keyring"
    assert CANARY not in refused.value.text + refused.value.hint


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_nothing_is_kept_until_somebody_agrees(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secrets.bin"
    secrets = KeptSecrets(file)
    assert secrets.place == "nowhere"
    for ask in (lambda: secrets.get("key"), lambda: secrets.put("key", CANARY)):
        with pytest.raises(UserError) as refused:
            ask()
        assert refused.value.kind == "keyring"
    assert not file.parent.exists()
    secrets.unlock(PHRASE)
    assert secrets.place == "file"
    secrets.put("key", CANARY)
    secrets.put("other", "x")
    secrets.put("other", "")
    assert (secrets.get("key"), secrets.get("other")) == (CANARY, "")
    content = file.read_bytes()
    assert CANARY.encode() not in content
    assert PHRASE.encode() not in content
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.usefixtures("no_keyring")
def test_the_file_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.bin"
    first = KeptSecrets(file)
    first.unlock("Çedille")
    first.put("key", CANARY)
    again = KeptSecrets(file)
    assert again.place == "locked"
    with pytest.raises(UserError, match="locked"):
        again.get("key")
    for wrong in ("cedille", "", PHRASE):
        with pytest.raises(UserError) as refused:
            again.unlock(wrong)
        assert refused.value.kind == "keyring"
        assert again.place == "locked"
    again.unlock("C\u0327edille")  # the same letters, typed by another keyboard
    assert again.get("key") == CANARY
    assert first.get("key") == CANARY


@pytest.mark.usefixtures("no_keyring")
def test_two_processes_keep_what_the_other_put(tmp_path: Path) -> None:
    one, two = (KeptSecrets(tmp_path / "secrets.bin") for _ in range(2))
    one.unlock(PHRASE)
    two.unlock(PHRASE)
    one.put("a", "1")
    two.put("b", "2")
    last = KeptSecrets(tmp_path / "secrets.bin")
    last.unlock(PHRASE)
    assert (last.get("a"), last.get("b")) == ("1", "2")


@pytest.mark.usefixtures("no_keyring")
@pytest.mark.parametrize("damage", ["cut", "other", "kdf", "nothing", "long"])
def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "secrets.bin"
    secrets = KeptSecrets(file)
    secrets.unlock(PHRASE)
    secrets.put("key", CANARY)
    document = json.loads(file.read_bytes())
    if damage == "kdf":
        document["kdf"]["r"] = 9  # bound to the data: the tag does not fit any more
    if damage == "long":
        document["filling"] = "x" * (2 << 20)
    text = {"cut": file.read_text()[:-20], "other": "[]", "nothing": "{}"}.get(
        damage, json.dumps(document)
    )
    file.write_text(text)
    again = KeptSecrets(file)
    with pytest.raises(UserError) as refused:
        again.unlock(PHRASE)
    assert str(file) in refused.value.hint
    assert file.read_text() == text
    assert again.place == "locked"


@pytest.mark.usefixtures("no_keyring")
@pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are others there")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(UserError) as refused:
        KeptSecrets(tmp_path / "data" / "secrets.bin").unlock(PHRASE)
    assert refused.value.kind == "keyring"
