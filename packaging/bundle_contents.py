"""What the packaged application holds, and what it leaves out. Standard library only.

The spec, the report on sizes and the tests read it.
"""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
LARGEST_BYTES = 260 * 1000 * 1000  # without models

QT_MODULES = ("QtCore", "QtDBus", "QtGui", "QtNetwork", "QtSvg", "QtWidgets")

QT_PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg"),
    "platforminputcontexts": (
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    ),
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qcocoa", "qwindows"),
    "platformthemes": ("qxdgdesktopportal", "qgtk3"),
    "styles": ("qmacstyle", "qmodernwindowsstyle"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-shell-integration": ("xdg-shell",),
}
"""Folders of Qt's plugins, and which of each. OpenGL's are left out: the window draws without."""

QT_TRANSLATIONS = ("qtbase_en.qm", "qtbase_zh_CN.qm")

_UNUSED_QT_LIBRARIES = (
    "Qml", "Quick", "OpenGLWidgets", "Pdf", "VirtualKeyboard", "Sql", "Test", "Designer",
    "EglFSDeviceIntegration", "EglFsKmsSupport", "Concurrent", "Bluetooth",
)  # fmt: skip

# The system's own libraries: bundled, they would not fit its drivers, settings and plugins, and
# what those need in turn.
_DESKTOPS_OWN = (
    "libgtk-3", "libgdk-3", "libgdk_pixbuf", "libpango", "libcairo", "libatk", "libatspi",
    "libharfbuzz", "libglib-2", "libgobject-2", "libgio-2", "libgmodule-2", "libgthread-2",
    "libfontconfig", "libfreetype", "libdbus-1", "libepoxy", "libfribidi", "libthai", "libdatrie",
    "libgraphite2",
    "libpixman", "libX", "libxcb.", "libxkbcommon", "libwayland", "libGL", "libEGL",
    "libGLX", "libGLdispatch", "libOpenGL", "libvulkan", "libdrm", "libgbm", "libsystemd",
    "libudev", "libmount", "libblkid", "libselinux", "libstdc++", "libgcc_s", "libcups",
    "libavahi", "libgnutls", "libp11-kit", "libkrb5", "libgssapi", "libk5crypto", "libcom_err",
    "libkeyutils", "libexpat", "libpng16", "libjpeg.", "libbrotli", "libpcre2", "libgcrypt",
    "libgpg-error", "libcap.", "liblz4", "libbsd", "libmd.",
)  # fmt: skip

EXCLUDED_MODULES = (
    "tkinter", "_tkinter", "test", "unittest.mock", "lib2to3", "pydoc_data", "idlelib", "ensurepip",
    "pip", "setuptools", "wheel", "pytest", "hypothesis", "mypy", "ruff", "IPython", "matplotlib",
    "pandas", "torch", "tensorflow", "tokenizers", "transformers", "fastapi", "uvicorn",
    "starlette",
    "llama_cpp.server", "hf_xet", "typer", "rich", "click", "psycopg2",
    "MySQLdb", "oracledb", "asyncpg", "aiosqlite", "numpy.f2py", "numpy.testing", "numpy.tests",
    "numpy.distutils", "numpy.random", "numpy.fft", "numpy.polynomial",
    "numpy._core._multiarray_tests", "charset_normalizer", "PIL._webp",
    "lxml.objectify", "lxml.isoschematron", "PIL.ImageQt", "PIL.ImageTk",
    "PIL._avif", "PIL._imagingtk", "PIL._imagingcms", "PIL._imagingft",
    "pyarrow", "fsspec.implementations",
)  # fmt: skip


# Of RapidFuzz, a diff uses its distances alone, and of these not the second build for newer
# processors, which serves searches in lists. What is left out has a slower form in Python.
_UNUSED_PARTS = ("_cpp_avx2.", "process_cpp_impl.", "fuzz_cpp.")


def child_names() -> list[str]:
    """The child processes that `assistant/__main__.py` knows, in its order."""
    tree = ast.parse((ROOT / "assistant/__main__.py").read_text(encoding="utf-8"))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.endswith("-child")
        and node.value != "-child"
    ]


def own_modules() -> list[str]:
    """Every module of ours: some are found by name when the application runs."""
    names = []
    for file in sorted((ROOT / "assistant").rglob("*.py")):
        inside = file.relative_to(ROOT).with_suffix("")
        if "versions" in inside.parts or inside.parts[-2:] == ("migrations", "env"):
            continue  # Alembic reads these as files
        parts = inside.parts[:-1] if inside.name == "__init__" else inside.parts
        names.append(".".join(parts))
    return names


def is_wanted(destination: str) -> bool:
    """Whether the file that would come to lie at `destination` in the bundle is needed there."""
    path = PurePosixPath(destination.replace("\\", "/"))
    name, parts = path.name, path.parts
    if "PySide6" in parts and "plugins" in parts:
        return _is_wanted_plugin(path)
    if "PySide6" in parts and "translations" in parts:
        return name in QT_TRANSLATIONS
    if "PySide6" in parts and "qml" in parts:
        return False
    if name.startswith(("libQt6", "Qt6")):
        bare = name.removeprefix("lib").removeprefix("Qt6")
        return not bare.startswith(_UNUSED_QT_LIBRARIES)
    if len(parts) == 1 and ".so" in name:
        return not name.startswith(_DESKTOPS_OWN)
    return not _is_left_over(path)


def _is_wanted_plugin(path: PurePosixPath) -> bool:
    after = path.parts[path.parts.index("plugins") + 1 :]
    stem = path.name.split(".")[0]
    names = QT_PLUGINS.get(after[0], ())
    return any(stem in (name, f"lib{name}") for name in names)


def _is_left_over(path: PurePosixPath) -> bool:
    """Tests, sources in C and build files that packages carry along."""
    if {"tests", "test", "include", "bin"} & set(path.parts[:-1]) and path.parts[0] != "resources":
        return True
    if path.parts[0] == "rapidfuzz" and any(part in path.name for part in _UNUSED_PARTS):
        return True
    return path.suffix in {".pyi", ".pxd", ".pyx", ".h", ".c", ".cpp", ".a", ".cmake", ".pc"}
