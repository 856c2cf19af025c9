"""Rows and statements stay in storage, patterns of what people say out of the handlers: what is handed
on from there are values.
"""

import ast
import gc
import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STORAGE = "bot/storage/"
STATEMENTS = ("sqlmodel", "sqlalchemy")
# A transaction to hand on, why one failed, and the parts of an address.
NO_STATEMENTS = {"Session", "OperationalError", "DBAPIError", "make_url"}

SAVEPOINTS = {"bot/actions/unit_of_work.py"}  # a step that can fail alone is made there
FORGERY = {"bot/storage/audit.py"}  # `digest` takes a row: tests forge a trail with it


PATTERNS = {"re", "bot.domain.patterns"}


@pytest.fixture(scope="module", autouse=True)
def _trees() -> Iterator[None]:
    """All files are kept as trees while they are looked at: looking for garbage among two million
    nodes, again and again as they grow, would take longer than to parse them.
    """
    gc.disable()
    yield
    parsed.cache_clear()
    gc.enable()


def files(*rooms: str) -> Iterator[Path]:
    return (path for room in rooms for path in sorted((ROOT / room).rglob("*.py")))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Yields every statement, those within others too; what it is made of is not gone through."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        statement = waiting.pop()
        yield statement
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(statement, block, ())


def imported(path: Path, modules: AbstractSet[str]) -> set[str]:
    """Those of the modules that a file imports, also where it waits with that until it is called."""
    found = set()
    for node in statements(parsed(path)):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names):
                parts = {f"{module}.{alias.name}" for alias in names}
                found |= parts
                if not parts <= modules:
                    found.add(module)
    return found.intersection(modules)


def is_row(name: str) -> bool:
    return name.endswith("Row") and name != "Row"


def rows_named(tree: ast.Module) -> set[str]:
    """The rows that a file imports from storage, or reaches through one of its modules."""
    rows = set()
    modules = set()
    for node in statements(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.storage"):
            rows |= {alias.name for alias in node.names if is_row(alias.name)}
            modules |= {alias.asname or alias.name for alias in node.names}
    if not modules:
        return rows
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                if module in modules and is_row(name):
                    rows.add(name)
    return rows


def statements_imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in statements(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(STATEMENTS):
            names |= {alias.name for alias in node.names} - NO_STATEMENTS
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names if alias.name.startswith(STATEMENTS)}
    return names


def patterns_imported(tree: ast.Module) -> set[str]:
    """What a file would read words with: the module of patterns, or Python's own."""
    modules = set()
    for node in statements(tree):
        if isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
        elif isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
    return modules & PATTERNS


def sessions_used(tree: ast.AST) -> set[str]:
    """What is called on a session: `work.session.flush` is `flush`. Handing it on is no use."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "session"
    }


def rows_told(tree: ast.Module) -> set[str]:
    """The public functions of a storage module that take or return a row."""
    told = set()
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            arguments = [*function.args.args, *function.args.kwonlyargs]
            annotations = [argument.annotation for argument in arguments] + [function.returns]
            signature = " ".join(
                ast.unparse(annotation) for annotation in annotations if annotation
            )
            if any(is_row(name) for name in re.findall(r"\w+", signature)):
                told.add(function.name)
    return told


def breakers(paths: Iterator[Path], find: Callable[[ast.Module], set[str]]) -> set[str]:
    return {name_of(path) for path in paths if find(parsed(path))}


def outside_storage() -> Iterator[Path]:
    paths = files("bot", "handlers", "schedules")
    return (path for path in paths if not name_of(path).startswith(STORAGE))


def test_no_other_room_sees_a_row() -> None:
    assert breakers(outside_storage(), rows_named) == set()


def test_no_other_room_builds_a_statement() -> None:
    assert breakers(outside_storage(), statements_imported) == set()


def test_an_action_hands_its_session_on_and_does_not_use_it() -> None:
    assert breakers(files("bot/actions"), sessions_used) == SAVEPOINTS


def test_no_handler_has_patterns_of_its_own() -> None:
    assert breakers(files("handlers"), patterns_imported) == set()


def test_no_two_files_import_each_other() -> None:
    """Not even by a third: whoever reads a file need not read those that use it."""
    paths = {module_of(path): path for path in files("bot", "handlers", "schedules")}
    imports = {module: imported(path, paths.keys()) - {module} for module, path in paths.items()}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names them


def test_storage_takes_and_returns_values() -> None:
    assert breakers(files("bot/storage"), rows_told) == FORGERY


@pytest.mark.parametrize(
    ("source", "find"),
    [
        ("from bot.storage.people import PersonRow", rows_named),
        ("from bot.storage import people\npeople.PersonRow", rows_named),
        ("from sqlmodel import select", statements_imported),
        ("import sqlalchemy.orm", statements_imported),
        ("work.session.flush()", sessions_used),
        ("import re", patterns_imported),
        ("try:\n    pass\nexcept KeyError:\n    import re", patterns_imported),
        (
            "match x:\n    case 1:\n        if y:\n            pass\n        else:\n            import re",
            patterns_imported,
        ),
        ("for x in y:\n    pass\nelse:\n    with z:\n        import re", patterns_imported),
        ("try:\n    pass\nfinally:\n    import re", patterns_imported),
        (
            "def read(text: str) -> None:\n    from bot.domain.patterns import pattern",
            patterns_imported,
        ),
        ("def find(session: Session) -> list[PersonRow]: ...", rows_told),
        ("def add(session: Session, *, row: PersonRow | None) -> None: ...", rows_told),
    ],
)
def test_each_breach_is_seen(source: str, find: Callable[[ast.Module], set[str]]) -> None:
    assert find(ast.parse(source))


@pytest.mark.parametrize(
    ("source", "find"),
    [
        ("from bot.exports.charts.status import BranchRow", rows_named),
        ("from sqlmodel import Session", statements_imported),
        ("store.find(work.session, 1)", sessions_used),
        ("from bot.dispatch.understanding.forms import ledger", patterns_imported),
        ("def _find(session: Session) -> PersonRow: ...", rows_told),
    ],
)
def test_what_keeps_the_rule_is_no_breach(
    source: str, find: Callable[[ast.Module], set[str]]
) -> None:
    assert not find(ast.parse(source))
