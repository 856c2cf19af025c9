"""Every pattern of the program: what its modules name while they are imported, and where."""

import ast
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "schedules")
MAKING = {"pattern", "re.compile"}
CALLS = MAKING | {
    f"re.{name}"
    for name in [
        "search",
        "match",
        "fullmatch",
        "sub",
        "subn",
        "split",
        "findall",
        "finditer",
    ]
}
MENTIONS = re.compile(r"\bre\.\w|\bpattern\(")  # stands wherever one of those is called
MATCHING = frozenset({"match", "fullmatch", "pattern"})  # the methods that begin at one place only
HANDED_ON = {
    "bot/dispatch/understanding/forms/written.py": frozenset({"fullmatch"})
}  # what is compiled there is asked of values elsewhere
LISTING = """
import gc, importlib, json, pkgutil, re, sys
gc.disable()  # all modules stay
root, packages = sys.argv[1], sys.argv[2:]
sys.path.insert(0, root)
compiled = []
compile_ = re._compile

def noted(pattern, flags):
    frame = sys._getframe(2)
    file = frame.f_code.co_filename
    if file.startswith(tuple(f"{root}/{package}/" for package in packages)) and isinstance(pattern, str):
        compiled.append((file[len(root) + 1:], frame.f_lineno, pattern, int(flags)))
    return compile_(pattern, flags)

re._compile = noted
patterns = importlib.import_module("bot.domain.patterns")
patterns.pattern = re.compile  # at once, and not when it is first used
for package in packages:
    module = importlib.import_module(package)
    for found in pkgutil.walk_packages(module.__path__, package + "."):
        if not found.name.endswith("__main__") and ".migrations." not in found.name:
            importlib.import_module(found.name)
print(json.dumps(compiled))
"""


@dataclass(frozen=True)
class Compiled:
    file: str
    line: int
    pattern: str
    flags: int

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


@cache
def compiled_patterns() -> list[Compiled]:
    """In a process of its own, because a module is imported once only."""
    listing = subprocess.run(
        [sys.executable, "-c", LISTING, str(ROOT), *PACKAGES],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return [Compiled(*each) for each in json.loads(listing.stdout)]


@cache
def _sources() -> dict[str, str]:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


@cache
def _tree(file: str) -> ast.Module:
    return ast.parse(_sources()[file])


@cache
def _nodes(file: str) -> list[ast.AST]:
    """Walked once for all that is asked of them."""
    return list(ast.walk(_tree(file)))


def _mentioning(words: re.Pattern[str]) -> list[str]:
    """The files in which such words stand: only they are parsed and walked."""
    return [file for file, source in _sources().items() if words.search(source)]


def _dotted(function: ast.expr) -> str:
    """Returns `name` or `module.name`; empty for any other expression."""
    match function:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return f"{module}.{name}"
    return ""


@cache
def inline_patterns() -> list[tuple[str, str, str]]:
    """(place, function, pattern) of every `re.search("…", …)` and the like within a function.

    The pattern is empty where it is put together while the program runs.
    """
    found = []
    for file in _mentioning(MENTIONS):
        lines = _sources()[file].splitlines()
        for function in _nodes(file):
            if not isinstance(function, ast.FunctionDef):
                continue
            source = "\n".join(lines[function.lineno - 1 : function.end_lineno])
            if not MENTIONS.search(source):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _dotted(node.func) in CALLS:
                    said = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
                    called = _dotted(node.func)
                    if called in MAKING:
                        called = "re.compile"
                    place = f"{file} {function.name}"
                    found.append((place, called.removeprefix("re."), str(said)))
    return found


@cache
def compiled_at_once() -> list[str]:
    """Where a module compiles a pattern while it is imported."""
    return [
        f"{file}:{node.lineno}"
        for file in _mentioning(re.compile(r"\bre\.compile\b"))
        for statement in _tree(file).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and _dotted(node.func) == "re.compile"
    ]


@cache
def _users() -> list[str]:
    """The files in which the name of a pattern stands, and the module that it is of."""
    places: dict[str, set[tuple[str, str]]] = {}
    for each in compiled_patterns():
        name = name_of(each).rpartition(".")[2]
        places.setdefault(name, set()).add((each.file, _module(each.file).split(".")[-1]))
    words = re.compile(r"\w+")
    users = []
    for file, source in _sources().items():
        said = set(words.findall(source))
        homes = [home for name in places.keys() & said for home in places[name]]
        if any(file == home or module in said for home, module in homes):
            users.append(file)
    return users


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def _called() -> dict[int, str]:
    """By the node in front of a dot: what stands behind it."""
    return {
        id(node.value): node.attr
        for file in _users()
        for node in _nodes(file)
        if isinstance(node, ast.Attribute)
    }


@cache
def _spoken() -> dict[str, list[tuple[str, ast.expr, str]]]:
    """By a name in capitals: the files that say it, the node, and the module before its dot."""
    said: dict[str, list[tuple[str, ast.expr, str]]] = {}
    for file in _users():
        for node in _nodes(file):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id.isupper():
                said.setdefault(node.id, []).append((file, node, ""))
            if isinstance(node, ast.Attribute) and node.attr.isupper():
                said.setdefault(node.attr, []).append(
                    (file, node, ast.unparse(node.value).split(".")[-1])
                )
    return said


@cache
def _imported(file: str) -> frozenset[tuple[str, str]]:
    """(module, name) of what a file imports by name."""
    froms = (node for node in _nodes(file) if isinstance(node, ast.ImportFrom))
    return frozenset((node.module or "", each.name) for node in froms for each in node.names)


def uses(compiled: Compiled) -> frozenset[str]:
    """The methods that are called on a module's pattern; empty where it is handed on as a value."""
    if compiled.file in HANDED_ON:
        return HANDED_ON[compiled.file]
    name = name_of(compiled)
    module = _module(compiled.file)
    nodes = [
        node
        for file, node, before in _spoken().get(name, [])
        if (
            before == module.split(".")[-1]
            if before
            else file == compiled.file or (module, name) in _imported(file)
        )
    ]
    methods = frozenset(_called().get(id(node), "") for node in nodes)
    return frozenset() if "" in methods else methods


@cache
def name_of(compiled: Compiled) -> str:
    """What the module calls it; empty where it stands inside something else."""
    for node in _tree(compiled.file).body:
        value = node.value if isinstance(node, ast.Assign) else None
        whole = isinstance(value, ast.Call) and _dotted(value.func) in MAKING
        if (
            isinstance(node, ast.Assign)
            and whole
            and node.lineno <= compiled.line <= (node.end_lineno or 0)
        ):
            return ast.unparse(node.targets[0])
    return ""
