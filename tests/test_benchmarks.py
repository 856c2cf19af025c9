"""The benchmarks are run by hand, and so nobody would see that one has fallen behind the program."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlmodel import Session

from benchmarks.exports import year
from bot.actions import cycles, evaluation
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.opinion import Opinion
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.schema import migrate

ROOT = Path(__file__).parents[1]
OURS = ("bot", "benchmarks", "handlers", "schedules", "tests")
BENCHMARKS = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("benchmarks/*/*.py"))]


def names_taken(source: str) -> Iterator[tuple[str, str]]:
    """Yields what a file takes of the project: the module, and the name in it."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        # Servers that are started by themselves take their neighbour, and other packages.
        if node.module.split(".")[0] in OURS:
            for alias in node.names:
                yield node.module, alias.name


def is_there(module: str, name: str) -> bool:
    if hasattr(import_module(module), name):
        return True
    try:
        import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("path", BENCHMARKS)
def test_what_a_benchmark_takes_of_the_program_is_there(path: str) -> None:
    """It is not run for that: some serve until they are stopped, some measure other packages."""
    taken = list(names_taken((ROOT / path).read_text(encoding="utf-8")))
    assert [f"{module}.{name}" for module, name in taken if not is_there(module, name)] == []


def test_the_year_that_exports_are_measured_with_is_one_that_the_program_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(year, "SECRETARIES", 1)
    monkeypatch.setattr(year, "VOTERS", 10)
    database = Database(f"sqlite:///{tmp_path}/shuzhi.db")
    migrate(database)
    files = FileStore(tmp_path / "files")

    def opinions(session: Session) -> list[Opinion | None]:
        work = UnitOfWork(session=session, now=year.NOW, zone=year.ZONE, files=files)
        year.fill(work)
        cycle = cycles.current(work, year.DEPARTMENT.id)
        assert cycle is not None
        return [sheet.opinion for sheet in evaluation.sheets(work, cycle)]

    (opinion,) = database.change(opinions)
    database.stop()
    assert opinion is not None
    assert len(opinion.sentences) == len(year.SENTENCES)
