"""Write what the package is made of, `dist/inkstone.cdx.json` (CycloneDX 1.6), and SHA-256 sums.

Every distribution of `requirements.lock` is a component with the hashes that the lock allows; what
is bundled without being one (Python, Qt, SQLCipher, llama.cpp, the starter model) has its own. The
sums in `dist/SHA256SUMS` are of the files that people download. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import uuid
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import locked_packages
from bundle_contents import ROOT

sys.path.insert(0, str(ROOT))
DIST = ROOT / "dist"
_DOWNLOADS = ("*.deb", "*.tar.gz", "*.dmg", "*.exe", "*.whl", "*.cdx.json")
_INSIDE_OTHERS = (
    ("llama.cpp", "llama-cpp-python", "MIT"),
    ("Qt", "pyside6-essentials", "LGPL-3.0-only"),
    ("SQLCipher", "sqlcipher3", "BSD-3-Clause"),
    ("PDFium", "pypdfium2", "BSD-3-Clause"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=DIST / "inkstone.cdx.json")
    options = parser.parse_args()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    made = document()
    text = json.dumps(made, indent=1, sort_keys=True) + "\n"
    options.output.write_text(text, encoding="utf-8")
    sums = checksums(options.output.parent)
    (options.output.parent / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"inkstone: {options.output}: {len(made['components'])} components")


def document() -> dict[str, Any]:
    """The bill of materials; the same for the same lock."""
    from assistant import __version__

    locked = locked_packages.read()
    components = [_component(entry) for entry in locked]
    by_name = {entry.name: entry for entry in locked}
    for name, inside, licence in _INSIDE_OTHERS:
        entry = by_name[inside]
        components.append(
            {
                "type": "library",
                "bom-ref": f"inside:{name}",
                "name": name,
                "version": entry.version,
                "description": f"Inside {inside} {entry.version}, whose version is given.",
                "licenses": [{"license": {"id": licence}}],
            }
        )
    components.append(
        {
            "type": "platform",
            "bom-ref": "python",
            "name": "Python",
            "version": platform.python_version(),
            "licenses": [{"license": {"id": "PSF-2.0"}}],
        }
    )
    components += _starter()
    digest = hashlib.sha256(locked_packages.LOCK.read_bytes()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest + __version__)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "inkstone",
                "name": "inkstone",
                "version": __version__,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
        "dependencies": [
            {"ref": "inkstone", "dependsOn": sorted(entry["bom-ref"] for entry in components)}
        ],
    }


def _component(entry: locked_packages.Locked) -> dict[str, Any]:
    address = f"pkg:pypi/{entry.name}@{entry.version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "purl": address,
        "name": entry.name,
        "version": entry.version,
        # The lock allows several files (one for each system); CycloneDX holds one hash of a kind
        # for each reference to a file.
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{entry.name}/{entry.version}/#files",
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
            for digest in entry.hashes
        ],
    }
    if entry.marker:
        component["properties"] = [{"name": "python:marker", "value": entry.marker}]
    if licence := _licence(entry.name):
        component["licenses"] = [{"expression": licence}]
    return component


def _licence(name: str) -> str:
    """The SPDX expression, where the installed distribution states one."""
    try:
        return str(distribution(name).metadata.get("License-Expression") or "")
    except PackageNotFoundError:
        return ""


def _starter() -> list[dict[str, Any]]:
    model = ROOT / "models/starter/starter.gguf"
    if not model.is_file():
        return []
    return [
        {
            "type": "machine-learning-model",
            "bom-ref": "starter",
            "name": "Inkstone starter model",
            "hashes": [{"alg": "SHA-256", "content": _sha256(model)}],
        }
    ]


def checksums(folder: Path) -> str:
    """A line for each download, as `sha256sum -c` reads them."""
    files = sorted({file for pattern in _DOWNLOADS for file in folder.glob(pattern)})
    return "".join(f"{_sha256(file)}  {file.name}\n" for file in files)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


if __name__ == "__main__":
    main()
