"""Build the wheels that the package holds in another shape than PyPI's.

- llama-cpp-python for every processor: GGML_CPU_ALL_VARIANTS compiles ggml's CPU backend once for
  each generation of processors, as separate files; GGML_BACKEND_DL loads the best that the machine
  can run, and a GPU's backend where its driver is there. GGML_NATIVE=OFF keeps the builder's own
  processor out of it.
- NumPy, on Linux, without the linear algebra of OpenBLAS: 28 MB that nothing here calls.

Each is kept in `~/.cache/inkstone-build/wheels`, by version, settings and machine, so that it is
compiled once. Compilers and a network are needed; as root, missing system packages are installed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import build_app
import forced_headers
import locked_packages
import set_up
import vulkan

CACHE = set_up.BUILD_CACHE / "wheels"
_EVERY_PROCESSOR = (
    "-DGGML_NATIVE=OFF",
    "-DGGML_BACKEND_DL=ON",
    "-DGGML_CPU_ALL_VARIANTS=ON",
    "-DBUILD_SHARED_LIBS=ON",
    "-DLLAMA_CURL=OFF",
    "-DLLAVA_BUILD=OFF",  # pictures: Inkstone shows none to a model
    "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib",  # backends are installed as programs are
)
# pip unpacks into a folder with a random name; it must not reach the result.
_NO_PLACES = "-ffile-prefix-map=/tmp=." if os.name == "posix" else ""
_COMPILERS = {"CFLAGS": _NO_PLACES, "CXXFLAGS": _NO_PLACES}
_WITHOUT_BLAS = ("-Dblas=none", "-Dlapack=none", "-Dallow-noblas=true")


@dataclass(frozen=True)
class Recipe:
    """How the wheel of `name` is compiled.

    `cmake` is what CMake is told, as the variable CMAKE_ARGS holds it; `compilers` are the
    compilers' variables; `meson` are arguments of Meson's setup; `also` is whatever else the
    result depends on.
    """

    name: str
    cmake: str = ""
    compilers: Mapping[str, str] = field(default_factory=lambda: _COMPILERS)
    meson: tuple[str, ...] = ()
    also: bytes = b""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpu", choices=["none", "vulkan", "cuda"], default="none")
    parser.add_argument("--install", action="store_true", help="into this environment")
    parser.add_argument("--print-keys", action="store_true", help="say where they are, and stop")
    options = parser.parse_args()
    if options.gpu == "vulkan" and not options.print_keys:
        set_up.install(vulkan.missing_packages(software_driver=False))
    for recipe in recipes(options.gpu):
        kept = CACHE / key(recipe)
        if options.print_keys:
            print(kept)
            continue
        wheel = next(iter(kept.glob("*.whl")), None) or build(recipe, kept)
        print(f"inkstone: {wheel}")
        if options.install:
            install(wheel)


def recipes(gpu: str) -> list[Recipe]:
    """What is compiled for a package on this system."""
    made = [
        Recipe(
            "llama-cpp-python",
            cmake=cmake_arguments(gpu),
            compilers=forced_headers.environment(gpu, _COMPILERS),
            also=forced_headers.digest(gpu),
        )
    ]
    if platform.system() == "Linux":  # elsewhere nothing has been measured
        made.append(Recipe("numpy", meson=_WITHOUT_BLAS))
    return made


def cmake_arguments(gpu: str) -> str:
    """What llama.cpp's CMake is told."""
    arguments = list(_EVERY_PROCESSOR)
    if platform.system() == "Darwin":
        arguments = [flag for flag in arguments if "ALL_VARIANTS" not in flag and "_DL" not in flag]
        arguments.append("-DGGML_METAL=ON")  # Apple's processors are one generation to ggml
        arguments.append("-DGGML_METAL_EMBED_LIBRARY=ON")
    if gpu == "cuda":
        arguments.append("-DGGML_CUDA=ON")
    if gpu == "vulkan":
        arguments.append(vulkan.CMAKE_FLAG)
    return " ".join(arguments)


def locked(name: str) -> locked_packages.Locked:
    """The release of `name` that the lock names for this Python."""
    from packaging.markers import Marker

    for entry in locked_packages.read():
        if entry.name == name and (not entry.marker or Marker(entry.marker).evaluate()):
            return entry
    raise LookupError(f"{name} is not in {locked_packages.LOCK.name}")


def key(recipe: Recipe) -> str:
    """A folder's name for what the result depends on. The clone's own place is no part of it."""
    release = locked(recipe.name)
    told = " ".join((recipe.cmake, *recipe.meson)).replace(str(build_app.ROOT), ".")
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    shape = f"{release.version} {told} {python} {platform.system()} {platform.machine()}".encode()
    digest = hashlib.sha256(shape + recipe.also).hexdigest()[:16]
    return f"{recipe.name.replace('-', '_')}-{release.version}-{digest}"


def build(recipe: Recipe, kept: Path) -> Path:
    """Compile it (llama.cpp: 20 to 40 minutes on 2 cores); the wheel, in its place in the cache."""
    release = locked(recipe.name)
    part = kept.with_name(f"{kept.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    requirement = part / "requirement.txt"
    hashes = " ".join(f"--hash=sha256:{digest}" for digest in release.hashes)
    requirement.write_text(f"{recipe.name}=={release.version} {hashes}\n", encoding="utf-8")
    began = time.monotonic()
    command = [
        *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-cache-dir"),
        *("--no-binary", recipe.name, "--require-hashes", "-r", str(requirement)),
        *(f"--config-settings=setup-args={argument}" for argument in recipe.meson),
        *("-w", str(part)),
    ]
    subprocess.run(command, check=True, env=environment(recipe))
    requirement.unlink()
    shutil.rmtree(kept, ignore_errors=True)
    part.rename(kept)
    print(f"inkstone: compiled {recipe.name} in {(time.monotonic() - began) / 60:.0f} min")
    return next(iter(kept.glob("*.whl")))


def environment(recipe: Recipe) -> dict[str, str]:
    """The compiler's."""
    return {
        **os.environ,
        "CMAKE_ARGS": recipe.cmake,
        "SOURCE_DATE_EPOCH": str(build_app.source_date()),
        **recipe.compilers,
    }


def install(wheel: Path) -> None:
    """Put it into this environment, in the place of another build of the same release."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--force-reinstall", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)


if __name__ == "__main__":
    main()
