"""Reaching an installation's data without its server: also while one is running, the database sees to that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.actions import cycles
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.failures import CommandFailed
from bot.cli.places import WHERE_TO_RUN, inside
from bot.clocks import present
from bot.domain.cycle import Cycle
from bot.domain.people import Department
from bot.domain.plan import Plan
from bot.domain.values import dataclass
from bot.settings import Settings, load_settings
from bot.storage import departments as departments_store
from bot.storage import people  # noqa: F401 - what commands change refers to its tables
from bot.storage.database import OTHERS_IN_TRANSACTIONS, Database, holds_data
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore
from bot.storage.revisions import is_up_to_date

T = TypeVar("T")


@dataclass(frozen=True)
class Looking:
    """Data that are looked at and not changed."""

    settings: Settings
    database: Database
    now: datetime

    def read(self, query: Callable[[UnitOfWork], T]) -> T:
        return self.database.look(lambda session: query(self._work(session)))

    def scrub(self) -> bool:
        """Lets nothing of removed rows stay in the files of the database. Returns False where
        somebody is at a table, whose removed rows then stay in its file.
        """
        try:
            if self.database.is_sqlite:
                # They are overwritten in the file, and stand in its log.
                self.database.maintain("PRAGMA wal_checkpoint(TRUNCATE)").result()
                return True
            ((others,),) = self.database.maintain(OTHERS_IN_TRANSACTIONS).result()
            if others > 0:
                return False
            # PostgreSQL leaves removed rows where they were, until their table is written anew.
            from bot.storage.schema import METADATA  # noqa: PLC0415 - most who look do not remove

            tables = (f"VACUUM FULL {name}" for name in METADATA.tables)
            self.database.maintain("SET lock_timeout = 500", *tables).result()
        except OperationalError:
            return False
        return True

    def _work(self, session: Session) -> UnitOfWork:
        return UnitOfWork(
            session=session,
            now=self.now,
            zone=self.settings.zone,
            files=FileStore(self.settings.data_dir / "files"),
            keys=KeyStore(self.settings.keys),
            pages_address=self.settings.pages_address,
        )


@dataclass(frozen=True)
class Offline(Looking):
    """Data that may be changed, too."""

    def write(self, action: Callable[[UnitOfWork], T]) -> T:
        return self.database.change(lambda session: action(self._work(session)))


@contextmanager
def looking() -> Iterator[Looking]:
    """Yields the data that the environment names, where a command reads a few tables: of a schema
    that is up to date the others are not loaded. Raises CommandFailed where there are none.
    """
    with changing() as reached:
        yield reached


@contextmanager
def changing(*, create: bool = False) -> Iterator[Offline]:
    """Yields the data that the environment names, where a command changes a few tables: of a schema
    that is up to date the others are not loaded. A table to which a changed one refers must be.

    Raises CommandFailed where there are none, unless they may be created.
    """
    settings = load_settings()
    with _opened(settings, create=create) as database:
        if not is_up_to_date(database):
            _migrate(database)
        yield Offline(settings, database, present(settings))


@contextmanager
def offline(*, create: bool = False, **overrides: object) -> Iterator[Offline]:
    """Yields the data that the environment names, with all its tables. Raises CommandFailed where
    there are none, unless they may be created.
    """
    with reach(load_settings(**overrides), create=create) as reached:
        yield reached


@contextmanager
def reach(settings: Settings, *, create: bool = False) -> Iterator[Offline]:
    """Yields the data of these settings. Raises CommandFailed where there are none, unless they may
    be created.
    """
    with _opened(settings, create=create) as database:
        _migrate(database)
        yield Offline(settings, database, present(settings))


@contextmanager
def _opened(settings: Settings, *, create: bool) -> Iterator[Database]:
    if not create and not holds_data(settings.database):
        raise CommandFailed(nothing_here(settings))
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.stop()


def _migrate(database: Database) -> None:
    # All tables take a third of a second to import; who looks at a few does without.
    from bot.storage.schema import migrate  # noqa: PLC0415

    migrate(database)


def nothing_here(settings: Settings) -> str:
    """Returns what is said where a command expected data: a wrong directory must not look like an
    empty installation.
    """
    return (
        f"{inside(settings)}没有述职助手的数据，也没有新建。{WHERE_TO_RUN}；"
        "第一次安装请先运行 shuzhi department add 编号 --name 名称"
    )


def departments(work: UnitOfWork) -> tuple[Department, ...]:
    """Returns all departments of the installation, without the rosters that come with `people`."""
    return departments_store.departments(work.session)


def choose_department(work: UnitOfWork, wanted: str | None) -> Department:
    """Returns the department with this id or this procedure, or the only one. Raises CommandFailed
    where there is none, or nobody can tell which is meant.
    """
    candidates = departments(work)
    if not candidates:
        raise CommandFailed("还没有任何系。请先运行：shuzhi department add 编号 --name 名称")
    if wanted is None and len(candidates) == 1:
        return candidates[0]
    # An id outweighs a procedure that happens to be called the same.
    for department in candidates:
        if department.id == wanted:
            return department
    of_procedure = [department for department in candidates if department.procedure == wanted]
    if wanted and len(of_procedure) == 1:
        return of_procedure[0]
    listed = "、".join(f"{department.id}（{department.title}）" for department in candidates)
    raise CommandFailed(f"请用 --department 指明是哪个系，现有：{listed}")


def no_year(department: Department) -> str:
    """Returns what is said of a department whose first year has not begun."""
    return f"{department.name}还没有开始任何年度"


def running_cycle(work: UnitOfWork, department: Department) -> Cycle:
    """Returns the department's cycle of this year. Raises CommandFailed where none has begun."""
    cycle = cycles.current(work, department.id)
    if cycle is None:
        raise CommandFailed(no_year(department))
    return cycle


def plan_in_force(work: UnitOfWork, department_id: str | None) -> Plan | None:
    """Returns the plan in force of that department, or of the only one; None where nobody said
    which, or its first year has not begun.
    """
    if department_id is None and len(departments(work)) != 1:
        return None
    cycle = cycles.current(work, choose_department(work, department_id).id)
    if cycle is None:
        return None
    return cycle.plan
