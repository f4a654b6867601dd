"""Build the wheel of llama-cpp-python that the package holds: one that fits every processor.

GGML_CPU_ALL_VARIANTS compiles ggml's CPU backend once for each generation of processors, as
separate files; GGML_BACKEND_DL loads the best that the machine can run, and a GPU's backend where
its driver is there. GGML_NATIVE=OFF keeps the builder's own processor out of it. The wheel is kept
in `~/.cache/inkstone-build/wheels`, by version, flags and machine, so that it is compiled once.
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
from pathlib import Path

import build_app
import locked_packages
import vulkan

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "inkstone-build/wheels"
_EVERY = (
    "-DGGML_NATIVE=OFF",
    "-DGGML_BACKEND_DL=ON",
    "-DGGML_CPU_ALL_VARIANTS=ON",
    "-DBUILD_SHARED_LIBS=ON",
    "-DLLAMA_CURL=OFF",
    "-DLLAVA_BUILD=ON",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpu", choices=["none", "vulkan", "cuda"], default="none")
    parser.add_argument("--install", action="store_true", help="into this environment")
    parser.add_argument("--print-key", action="store_true", help="say where it is kept, and stop")
    options = parser.parse_args()
    flags = cmake_arguments(options.gpu)
    kept = CACHE / key(flags)
    if options.print_key:
        print(kept)
        return
    wheel = next(iter(kept.glob("*.whl")), None) or build(flags, kept)
    print(f"inkstone: {wheel}")
    if options.install:
        pip = [sys.executable, "-m", "pip", "install", "--force-reinstall", "--no-deps", str(wheel)]
        subprocess.run(pip, check=True)


def locked() -> locked_packages.Locked:
    """The release that the lock names."""
    return next(entry for entry in locked_packages.read() if entry.name == "llama-cpp-python")


def cmake_arguments(gpu: str) -> str:
    """What CMake is told, as the variable `CMAKE_ARGS` holds it."""
    arguments = list(_EVERY)
    if platform.system() == "Darwin":
        arguments = [flag for flag in arguments if "ALL_VARIANTS" not in flag and "_DL" not in flag]
        arguments.append("-DGGML_METAL=ON")  # Apple's processors are one generation to ggml
        arguments.append("-DGGML_METAL_EMBED_LIBRARY=ON")
    if gpu == "cuda":
        arguments.append("-DGGML_CUDA=ON")
    if gpu == "vulkan":
        arguments.append(vulkan.cmake_arguments())
    return " ".join(arguments)


def key(flags: str) -> str:
    """A folder's name for what the result depends on."""
    release = locked()
    recipe = vulkan.recipe() if "VULKAN" in flags else b""
    shape = f"{release.version} {flags} {platform.system()} {platform.machine()}".encode()
    digest = hashlib.sha256(shape + recipe).hexdigest()[:16]
    return f"llama_cpp_python-{release.version}-{digest}"


def build(flags: str, kept: Path) -> Path:
    """Compile it (20 to 40 minutes on 2 cores); the wheel, in its place in the cache."""
    release = locked()
    part = kept.with_name(f"{kept.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    requirement = part / "requirement.txt"
    hashes = " ".join(f"--hash=sha256:{digest}" for digest in release.hashes)
    requirement.write_text(f"llama-cpp-python=={release.version} {hashes}\n", encoding="utf-8")
    environment = {
        **os.environ,
        "CMAKE_ARGS": flags,
        "SOURCE_DATE_EPOCH": str(build_app.source_date()),
        # pip unpacks into a folder with a random name; it must not reach the result.
        "CFLAGS": "-ffile-prefix-map=/tmp=." if os.name == "posix" else "",
        "CXXFLAGS": "-ffile-prefix-map=/tmp=." if os.name == "posix" else "",
    }
    began = time.monotonic()
    command = [
        *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-cache-dir", "--no-binary"),
        *("llama-cpp-python", "--require-hashes", "-r", str(requirement), "-w", str(part)),
    ]
    subprocess.run(command, check=True, env=environment)
    requirement.unlink()
    shutil.rmtree(kept, ignore_errors=True)
    part.rename(kept)
    print(f"inkstone: compiled llama.cpp in {(time.monotonic() - began) / 60:.0f} min")
    return next(iter(kept.glob("*.whl")))


if __name__ == "__main__":
    main()
