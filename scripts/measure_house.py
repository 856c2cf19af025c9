"""Measures how the house reads: `.venv/bin/python scripts/measure_house.py [ROOM …]`, rooms being folders; without, all.

Lines of code are lines that hold code: no blanks, comments or docstrings. "Once" is the share of all
functions that are private and named exactly once in their own file, besides their definition. Of a room
the tests are those of the folder that mirrors it; conversations prove much of it besides.
"""

import ast
import io
import statistics
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ("bot", "handlers", "schedules")
LEFT_OUT = "migrations/versions"
WIDE = 100  # columns
SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
HEAD = "room files lines functions median 90% longest once ternaries/k wide comments file-median file-longest"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Measure:
    """What was counted in some files."""

    files: list[int] = field(default_factory=list)  # lines of code of each
    functions: list[int] = field(default_factory=list)  # lines of code of each
    used_once: int = 0
    ternaries: int = 0
    wide: int = 0
    comments: int = 0
    written: int = 0  # all lines, of whatever kind

    def add(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        code = code_lines(source) - docstring_lines(tree)
        lines = source.splitlines()
        self.files.append(len(code))
        self.written += len(lines)
        self.wide += sum(len(line) > WIDE for line in lines)
        self.comments += sum(line.lstrip().startswith("#") or "  # " in line for line in lines)
        self.ternaries += sum(isinstance(node, ast.IfExp) for node in ast.walk(tree))
        named = names_used(tree)
        for function in functions_of(tree):
            self.functions.append(len(code & lines_of(function)))
            private = function.name.startswith("_") and not function.name.endswith("__")
            self.used_once += private and named.count(function.name) == 1

    def row(self, name: str) -> str:
        code = sum(self.files) or 1
        functions = sorted(self.functions) or [0]
        cells = [
            name,
            len(self.files),
            code,
            len(self.functions),
            f"{statistics.median(functions):g}",
            functions[int(len(functions) * 0.9)],
            functions[-1],
            f"{self.used_once / len(functions):.0%}",
            f"{1000 * self.ternaries / code:.1f}",
            f"{self.wide / (self.written or 1):.1%}",
            f"{self.comments / code:.1%}",
            f"{statistics.median(self.files or [0]):g}",
            max(self.files, default=0),
        ]
        return " ".join(map(str, cells))


def code_lines(source: str) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        line
        for token in tokens
        if token.type not in SILENT
        for line in range(token.start[0], token.end[0] + 1)
    }


def docstring_lines(tree: ast.Module) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | Function) or not node.body:
            continue
        first = node.body[0]
        if (
            isinstance(first, ast.Expr)
            and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)
        ):
            lines |= lines_of(first)
    return lines


def lines_of(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def functions_of(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def names_used(tree: ast.Module) -> list[str]:
    used = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            used.append(node.id)
        elif isinstance(node, ast.Attribute):
            used.append(node.attr)
    return used


def measured(folder: Path) -> Measure:
    measure = Measure()
    for path in sorted(folder.rglob("*.py")):
        if LEFT_OUT not in path.as_posix():
            measure.add(path)
    return measure


def rooms() -> list[Path]:
    inside = [
        folder
        for folder in sorted((ROOT / "bot").iterdir())
        if folder.is_dir() and any(folder.rglob("*.py"))
    ]
    return [*inside, ROOT / "handlers", ROOT / "schedules", ROOT / "tests"]


def main(names: list[str]) -> None:
    print(HEAD)
    for folder in [Path(name).resolve() for name in names] or rooms():
        print(measured(folder).row(folder.relative_to(ROOT).as_posix()))
    if names:
        return
    whole = Measure()
    for name in CODE:
        for path in sorted((ROOT / name).rglob("*.py")):
            if LEFT_OUT not in path.as_posix():
                whole.add(path)
    tests = measured(ROOT / "tests")
    print(whole.row("all"))
    for folder in rooms():
        mirror = ROOT / "tests" / folder.name
        if folder.name != "tests" and mirror.is_dir():
            share = sum(measured(mirror).files) / sum(measured(folder).files)
            print(f"tests : code of {folder.relative_to(ROOT).as_posix()} by lines {share:.2f}")
    print(f"tests : code by lines {sum(tests.files) / sum(whole.files):.2f}")


main(sys.argv[1:])
