"""Every pattern of the program: what its modules compile while they are imported, and where."""

import ast
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "schedules")
LISTING = """
import importlib, json, pkgutil, re, sys
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


def uses() -> dict[str, frozenset[str]]:
    """By a pattern's name: the methods that are called on it anywhere; empty where it is handed on as a value."""
    found: dict[str, set[str]] = {}
    handed_on: set[str] = set()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(file.read_text())
            called = {
                id(node.value): node.attr
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    if id(node) in called:
                        found.setdefault(node.id, set()).add(called[id(node)])
                    else:
                        handed_on.add(node.id)
    return {name: frozenset(methods) for name, methods in found.items() if name not in handed_on}


def name_of(compiled: Compiled) -> str:
    """What the module calls it; empty where it stands inside something else."""
    tree = ast.parse((ROOT / compiled.file).read_text())
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign) else None
        whole = isinstance(value, ast.Call) and ast.unparse(value.func) == "re.compile"
        if (
            isinstance(node, ast.Assign)
            and whole
            and node.lineno <= compiled.line <= (node.end_lineno or 0)
        ):
            return ast.unparse(node.targets[0])
    return ""
