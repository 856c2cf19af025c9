"""One yearly evaluation of one department, and the history of its plan."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, select

from bot.domain.cycle import Cycle
from bot.domain.plan import Plan
from bot.domain.planfile import restore, store
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.sealing import NO_FACT, UNREAD
from bot.storage.writes import add_row, change_row

ACTIVE, ARCHIVED = "active", "archived"
KNOWN_PLANS = 64
_PLANS: dict[str, Plan] = {}  # by their words


class CycleRow(TableRow, table=True):
    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("department_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    year: int
    state: str = ACTIVE  # active -> archived
    plan: str  # plan.toml as it is now
    plan_version: int = 1
    created_at: datetime
    # up to when its reminders were looked after; None before the first time
    watched_until: datetime | None = None


class PlanRevisionRow(TableRow, table=True):
    """A plan that was in force once."""

    __tablename__ = "plan_revision"
    __table_args__ = (UniqueConstraint("cycle_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id")
    version: int
    plan: str
    actor: str
    at: datetime


_TABLE = SQLModel.metadata.tables[CycleRow.__tablename__]
_REVISIONS = SQLModel.metadata.tables[PlanRevisionRow.__tablename__]
_OF_ID = Prepared(_TABLE.select().where(_TABLE.c.id == bindparam("cycle")))
_OF_DEPARTMENT = _TABLE.select().where(_TABLE.c.department_id == bindparam("department"))
_OLDEST_FIRST = Prepared(_OF_DEPARTMENT.order_by(_TABLE.c.year))
_LATEST = Prepared(_OF_DEPARTMENT.order_by(_TABLE.c.year.desc()).limit(1))
_OF_YEAR = Prepared(_OF_DEPARTMENT.where(_TABLE.c.year == bindparam("in_year")))
_LATER = _TABLE.alias()
_ACTIVE = Prepared(
    _TABLE.select()
    .where(
        _TABLE.c.state == ACTIVE,
        ~exists().where(
            _LATER.c.department_id == _TABLE.c.department_id, _LATER.c.year > _TABLE.c.year
        ),
    )
    .order_by(_TABLE.c.id)
)
_WATCHED = Prepared(select(_TABLE.c.watched_until).where(_TABLE.c.id == bindparam("cycle")))
# Where a demonstration or a test moves the clock, every beat writes it: what was read of the year
# holds all the same.
_WATCH = Prepared(
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("cycle"))
    .values(watched_until=bindparam("moment"))
    .execution_options(**{NO_FACT: True, UNREAD: True})
)


@remembered("cycle")
def current(session: Session, department_id: str) -> Cycle | None:
    """Returns the latest cycle of the department, archived or not."""
    row = _LATEST.first(session.connection(), department=department_id)
    if row is None:
        return None
    return _cycle(row)


@remembered("cycle")
def begun_at(session: Session, department_id: str) -> datetime | None:
    """Returns when the department's latest cycle began; None where it has none."""
    row = _LATEST.first(session.connection(), department=department_id)
    if row is None:
        return None
    moment: datetime = row.created_at
    return moment


@remembered("cycle")
def by_id(session: Session, cycle_id: int) -> Cycle:
    return _cycle(_row(session, cycle_id))


@remembered("cycle")
def of_year(session: Session, department_id: str, year: int) -> Cycle | None:
    row = _OF_YEAR.first(session.connection(), department=department_id, in_year=year)
    if row is None:
        return None
    return _cycle(row)


@remembered("cycle")
def of_department(session: Session, department_id: str) -> list[Cycle]:
    """Returns all cycles of the department, the oldest first."""
    rows = _OLDEST_FIRST.rows(session.connection(), department=department_id)
    return [_cycle(row) for row in rows]


@remembered("cycle")
def active(session: Session) -> list[Cycle]:
    """Returns the latest cycle of each department, where it is not archived."""
    return [_cycle(row) for row in _ACTIVE.rows(session.connection())]


def begin(session: Session, department_id: str, plan: Plan, *, actor: str, now: datetime) -> Cycle:
    """Opens the plan's year, which must not be open yet."""
    words = _words(plan)
    year = {"department_id": department_id, "year": plan.year, "plan": words, "created_at": now}
    (cycle_id,) = add_row(session, _TABLE, year)
    _keep_revision(session, cycle_id, actor, now)
    return _cycle(_row(session, cycle_id))


def replace_plan(
    session: Session, cycle_id: int, plan: Plan, *, actor: str, now: datetime
) -> Cycle:
    """Makes the plan the next version. It is a no-op where the plan in force has the same words."""
    session.flush()
    words, row = _words(plan), _row(session, cycle_id)
    if words == row.plan:
        return _cycle(row)
    next_version = {"plan": words, "plan_version": row.plan_version + 1}
    change_row(session, _TABLE, (cycle_id,), next_version)
    _keep_revision(session, cycle_id, actor, now)
    return _cycle(_row(session, cycle_id))


def watched_until(session: Session, cycle_id: int) -> datetime | None:
    """Returns up to when the reminders of this cycle were looked after; None before the first time."""
    row = _WATCHED.first(session.connection(), cycle=cycle_id)
    if row is None:
        return None
    moment: datetime | None = row.watched_until
    return moment


def watch(session: Session, cycle_id: int, now: datetime) -> None:
    _WATCH.write(session.connection(), cycle=cycle_id, moment=now)


def archive(session: Session, cycle_id: int) -> None:
    change_row(session, _TABLE, (cycle_id,), {"state": ARCHIVED})


def _keep_revision(session: Session, cycle_id: int, actor: str, now: datetime) -> None:
    """Keeps the plan that is in force now, and since when."""
    row = _row(session, cycle_id)
    revision = {
        "cycle_id": cycle_id,
        "version": row.plan_version,
        "plan": row.plan,
        "actor": actor,
        "at": now,
    }
    add_row(session, _REVISIONS, revision)


def _row(session: Session, cycle_id: int) -> Row[Any]:
    """Returns the row of a cycle that is known to be there."""
    (row,) = _OF_ID.rows(session.connection(), cycle=cycle_id)
    known: Row[Any] = row
    return known


def _cycle(row: Row[Any]) -> Cycle:
    plan = _PLANS.get(row.plan)
    if plan is None:
        # Once: parsing takes milliseconds and a plan changes once a year.
        plan = restore(row.plan)
        _keep(row.plan, plan)
    return Cycle(
        id=row.id,
        department=row.department_id,
        year=row.year,
        plan=plan,
        plan_version=row.plan_version,
        archived=row.state == ARCHIVED,
    )


def _words(plan: Plan) -> str:
    """Returns a plan as it is kept. Who writes it knows what it says, and it is not read again."""
    words = store(plan)
    _keep(words, plan)
    return words


def _keep(words: str, plan: Plan) -> None:
    if len(_PLANS) >= KNOWN_PLANS:
        _PLANS.clear()
    _PLANS[words] = plan
