"""What the package holds: children, licences, the bill of materials, the desktop's files."""

from __future__ import annotations

import hashlib
import importlib
import json
import plistlib
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant import __main__ as entry
from assistant.licences import collected

ROOT = Path(__file__).resolve().parents[2]
bundle_contents = importlib.import_module("bundle_contents")
locked_packages = importlib.import_module("locked_packages")
licences = importlib.import_module("licences")
sbom = importlib.import_module("sbom")


def test_every_child_is_dispatched_and_its_module_is_bundled() -> None:
    children = bundle_contents.child_names()
    assert {"engine-child", "extract-child", "hub-child", "header-child"} <= set(children)
    modules = set(bundle_contents.own_modules())
    for name in children:
        run = entry._child(name)
        assert run is not None
        assert run.__module__ in modules


def test_modules_found_by_name_are_bundled() -> None:
    from assistant.cli.main import COMMANDS
    from assistant.documents.kinds import MODULES

    modules = set(bundle_contents.own_modules())
    assert {command.module for command in COMMANDS} <= modules
    assert {f"assistant.documents.readers.{name}" for name in MODULES.values()} <= modules


def test_every_hidden_module_of_the_spec_exists() -> None:
    assert all(find_spec(name) for name in bundle_contents.own_modules())


@pytest.mark.parametrize(
    ("destination", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libQt6Gui.so.6", True),
        ("llama_cpp/lib/libllama.so", True),
        ("llama_cpp/lib/libggml-cpu-haswell.so", True),
        ("libstdc++.so.6", False),
        ("libvulkan.so.1", False),
        ("rapidfuzz/distance/metrics_cpp.cpython-311-x86_64-linux-gnu.so", True),
        ("rapidfuzz/fuzz_cpp_avx2.cpython-311-x86_64-linux-gnu.so", False),
        ("libxcb-cursor.so.0", True),
        ("resources/icons/pen.svg", True),
        ("numpy/_core/include/numpy/arrayobject.h", False),
    ],
)
def test_what_is_wanted(destination: str, wanted: bool) -> None:
    assert bundle_contents.is_wanted(destination) is wanted


def test_the_lock_is_read_whole() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = locked_packages.read()
    assert len(locked) == sum(
        "==" in line and not line.startswith(" ") for line in text.splitlines()
    )
    assert sum(len(package.hashes) for package in locked) == text.count("--hash=sha256:")


def test_a_lock_without_hashes_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "loose.lock"
    lock.write_text("msgspec==0.22.0\n", encoding="utf-8")
    with pytest.raises(ValueError, match="msgspec has no hash"):
        locked_packages.read(lock)


def test_the_bill_of_materials_names_every_locked_package() -> None:
    document = sbom.document()
    named = {(part["name"], part["version"]) for part in document["components"] if "purl" in part}
    assert named == {(package.name, package.version) for package in locked_packages.read()}
    references = [part["bom-ref"] for part in document["components"]]
    assert len(references) == len(set(references))
    assert document["dependencies"][0]["dependsOn"] == sorted(references)
    assert json.dumps(document, sort_keys=True) == json.dumps(sbom.document(), sort_keys=True)


def test_sums_are_of_the_downloads(tmp_path: Path) -> None:
    (tmp_path / "inkstone.deb").write_bytes(b"package")
    (tmp_path / "notes.txt").write_bytes(b"no download")
    expected = hashlib.sha256(b"package").hexdigest()
    assert sbom.checksums(tmp_path) == f"{expected}  inkstone.deb\n"


def test_every_installed_package_has_its_licence() -> None:
    found = [locked.name for locked in locked_packages.read()]
    chapters = collected(found)
    text = licences.as_text(chapters)
    assert all(len(chapter.text) > 40 for chapter in chapters)
    for name in ("sqlalchemy", "numpy", "pyside6-essentials", "llama-cpp-python"):
        assert f"\n{name} " in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "CC BY-SA 3.0" in text


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="needs desktop-file-validate"
)
def test_the_menu_entry_is_valid() -> None:
    file = ROOT / "resources/desktop/inkstone.desktop"
    ended = subprocess.run(
        ["desktop-file-validate", str(file)], check=False, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (0, "")


def test_the_desktops_files_agree_with_each_other() -> None:
    page = ElementTree.parse(ROOT / "packaging/linux/org.inkstone.Inkstone.metainfo.xml").getroot()
    kinds = ElementTree.parse(ROOT / "resources/desktop/inkstone.xml").getroot()
    menu = (ROOT / "resources/desktop/inkstone.desktop").read_text(encoding="utf-8")
    (kind,) = kinds
    assert f"MimeType={kind.get('type')};" in menu
    assert page.findtext("provides/mediatype") == kind.get("type")
    assert page.findtext("launchable") == "inkstone.desktop"


def test_macos_files_can_be_read() -> None:
    for name in ("Info.plist", "entitlements.plist"):
        with (ROOT / "packaging/macos" / name).open("rb") as file:
            assert plistlib.load(file)
