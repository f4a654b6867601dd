"""Every sentence that can come from below the window, as the code writes it.

The syntax trees are read: each text of a `UserError`, a `Failed` or a note, with `VALUE` for what
is known only when it runs. Conditions, local variables, constants, and the arguments that helper
functions are given are followed; so one f-string can make several sentences.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "assistant"
VALUE = "\ue000"

_PARTS = (
    "core",
    "engine",
    "documents",
    "storage",
    "hub",
    "language",
    "workers",
    "controllers",
)
_NOT_SHOWN = {
    # nobody can set the biases of tokens in the window
    "engine/llama/sampler.py",
    # it stands in for an engine in tests
    "engine/scripted.py",
    "engine/scripted_answer.py",
    "engine/scripted_jobs.py",
}
_TELLING = {  # functions that return or collect sentences for the person
    "core/summary_run.py": {"_warnings"},
    "engine/fit.py": {"choose_embedding"},
    "engine/fit_reasons.py": {
        "_layers",
        "_short_of_layers",
        "_context",
        "_cache",
        "_threads",
        "_pressure",
    },
    "engine/loading.py": {"_prompts", "broken"},
    "engine/offload.py": {"verdict"},
}
_DEEPEST = 8
_VALUES = re.compile(f"{VALUE}+")


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: its file and the functions around it, innermost last."""

    file: str
    functions: tuple[ast.FunctionDef, ...] = ()


@dataclass
class Code:
    """The parsed files, with what is needed to follow a name."""

    trees: dict[str, ast.Module] = field(default_factory=dict)
    calls: dict[str, list[tuple[ast.Call, Scope]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    nodes: list[tuple[ast.AST, Scope]] = field(default_factory=list)

    def add(self, path: Path) -> None:
        name = path.relative_to(ROOT).as_posix()
        self.trees[name] = ast.parse(path.read_text("utf-8"))
        self._walk(self.trees[name], Scope(name))

    def _walk(self, node: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(node):
            self.nodes.append((child, scope))
            if isinstance(child, ast.Call):
                self.calls[called(child)].append((child, scope))
            inner = scope
            if isinstance(child, ast.FunctionDef):
                inner = Scope(scope.file, (*scope.functions, child))
            self._walk(child, inner)

    # --- what an expression can be ---------------------------------------------------------

    def texts(self, node: ast.AST | None, scope: Scope, depth: int = 0) -> list[str]:
        """All texts that `node` can be; `[VALUE]` where that is known only when it runs."""
        if depth > _DEEPEST or node is None:
            return [VALUE]
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return _joined(*(self._part(part, scope, depth) for part in parts))
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                both = (self.texts(side, scope, depth + 1) for side in (left, right))
                return _joined(*both)
            case ast.IfExp() | ast.BoolOp():
                choices = node.values if isinstance(node, ast.BoolOp) else (node.body, node.orelse)
                return self._all(choices, scope, depth)
        return self._followed(node, scope, depth)

    def _followed(self, node: ast.AST, scope: Scope, depth: int) -> list[str]:
        """What a name, a member of a table or a call of our own stands for."""
        match node:
            case ast.Name(id=name):
                return self._named(name, scope, depth)
            case (
                ast.Subscript(value=ast.Name(id=name))
                | ast.For(iter=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="items")))
            ):
                return self._members(name, scope, depth)
            case ast.Call():
                return self._returned(node, scope, depth)
        return [VALUE]

    def _all(self, nodes: Iterator[ast.AST], scope: Scope, depth: int) -> list[str]:
        found = (text for node in nodes for text in self.texts(node, scope, depth + 1))
        return list(dict.fromkeys(found))

    def _part(self, part: ast.AST, scope: Scope, depth: int) -> list[str]:
        if isinstance(part, ast.FormattedValue):
            return [VALUE] if part.format_spec else self.texts(part.value, scope, depth + 1)
        return self.texts(part, scope, depth + 1)

    def _named(self, name: str, scope: Scope, depth: int) -> list[str]:
        for level, function in reversed(list(enumerate(scope.functions))):
            here = Scope(scope.file, scope.functions[: level + 1])
            if given := list(_assigned(name, function)):
                return self._all(given, here, depth)
            names = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
            if name in names:
                return self._given(function, name, scope.file, depth)
        given = list(_assigned(name, self.trees[scope.file]))
        return self._all(given, Scope(scope.file), depth) if given else [VALUE]

    def _members(self, name: str, scope: Scope, depth: int) -> list[str]:
        for value in _assigned(name, self.trees[scope.file]):
            if isinstance(value, ast.Dict):
                return self._all(value.values, Scope(scope.file), depth)
        return [VALUE]

    def _given(self, function: ast.FunctionDef, name: str, file: str, depth: int) -> list[str]:
        """What callers pass as the argument `name`, and its default."""
        names = [each.arg for each in function.args.args]
        defaults = dict(zip(reversed(names), reversed(function.args.defaults), strict=False))
        found = self.texts(defaults[name], Scope(file), depth + 1) if name in defaults else []
        bound = names[:1] in (["self"], ["cls"])
        for call, scope in self.calls[function.name]:
            if not self._is_of(call, scope.file, function.name, file):
                continue
            arguments = {key.arg: key.value for key in call.keywords}
            arguments |= dict(zip(names[1:] if bound else names, call.args, strict=False))
            if name in arguments:
                found += self.texts(arguments[name], scope, depth + 1)
        return list(dict.fromkeys(found)) or [VALUE]

    def _is_of(self, call: ast.Call, caller: str, name: str, file: str) -> bool:
        """Whether a call in the file `caller` means the function of this name in `file`."""
        if caller == file:
            return True
        module = "assistant." + file.removesuffix(".py").replace("/", ".")
        above, _, stem = module.rpartition(".")
        owner = getattr(getattr(call.func, "value", None), "id", "")
        wanted, found = (above, stem) if owner == stem else (module, name)
        return any(
            isinstance(node, ast.ImportFrom)
            and node.module == wanted
            and any(each.name == found for each in node.names)
            for node in ast.walk(self.trees[caller])
        )

    def _returned(self, call: ast.Call, scope: Scope, depth: int) -> list[str]:
        name = called(call)
        if name == "get" and isinstance(call.func, ast.Attribute):
            table = call.func.value
            if isinstance(table, ast.Name) and len(call.args) == 2:
                return self._members(table.id, scope, depth) + self.texts(
                    call.args[1], scope, depth + 1
                )
        function = next(self._functions(name, scope.file), None)
        if function is None:
            return [VALUE]
        return self._all(list(_results(function)), Scope(scope.file, (function,)), depth)

    def _functions(self, name: str, file: str) -> Iterator[ast.FunctionDef]:
        for node in ast.walk(self.trees[file]):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                yield node


def _joined(*choices: list[str]) -> list[str]:
    """Every way to take one text of each; values side by side are one."""
    texts = ("".join(choice) for choice in itertools.product(*choices))
    return list(dict.fromkeys(_VALUES.sub(VALUE, text) for text in texts))


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def _assigned(name: str, around: ast.AST) -> Iterator[ast.AST]:
    """What `name` is set to in a function or, outside of all, in a module."""
    nodes = ast.walk(around) if isinstance(around, ast.FunctionDef) else iter(around.body)
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _unpacked(name, target, node.value)
        elif isinstance(node, ast.For) and name in _loop_names(node.target):
            yield node


def _loop_names(target: ast.expr) -> list[str]:
    """The names of `for key, value in …`."""
    return [getattr(each, "id", "") for each in getattr(target, "elts", ())]


def _unpacked(name: str, target: ast.AST, value: ast.AST) -> Iterator[ast.AST]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, each in zip(target.elts, value.elts, strict=True):
            yield from _unpacked(name, one, each)


def _results(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value


def _told(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """The expressions of `node` that are sentences for the person."""
    if isinstance(node, ast.Call):
        name, keys = called(node), {key.arg: key.value for key in node.keywords}
        if name in ("UserError", "Failed"):
            yield from node.args[1:3]
            yield from (keys[key] for key in ("text", "hint") if key in keys)
        elif name == "note":
            yield from node.args
    told = _TELLING.get(scope.file, set())
    if not (scope.functions and scope.functions[-1].name in told):
        return
    if isinstance(node, ast.Return):
        if node.value is not None:
            yield node.value
    elif isinstance(node, ast.Call) and called(node) == "append":
        yield from node.args
    elif isinstance(node, ast.keyword) and node.arg == "reasons":
        yield from getattr(node.value, "elts", ())


def read_code() -> Code:
    """All files whose sentences can reach the window."""
    code = Code()
    for part in _PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            if path.relative_to(ROOT).as_posix() not in _NOT_SHOWN:
                code.add(path)
    return code


@functools.cache
def sentences() -> dict[str, str]:
    """Each sentence with `VALUE` in it, and where it is written ("engine/gguf.py:156")."""
    code = read_code()
    found: dict[str, str] = {}
    for node, scope in code.nodes:
        for expression in _told(node, scope):
            for text in code.texts(expression, scope):
                if any(letter.isalpha() for letter in text.replace(VALUE, "")):
                    found.setdefault(text, f"{scope.file}:{node.lineno}")
    return found
