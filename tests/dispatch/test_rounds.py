"""How often a message goes to the database on its way, and how often its sender is looked up there.

Once is enough: nobody writes to the roster on that way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

from bot.messages import Update
from bot.sample import sample_report
from tests.cast import DEAN, ORGANISER, THIRD, ZHANG
from tests.core import Core
from tests.fakes import FakeFetcher, update

SENDER = "WHERE person.account = "


@dataclass
class Rounds:
    """What was counted; a snapshot and a transaction are one round each."""

    snapshots: int = 0
    transactions: int = 0
    senders: int = 0


@contextmanager
def counted(core: Core) -> Iterator[Rounds]:
    """Counts what the program asks its database for."""
    rounds, services = Rounds(), core.program.services
    services.on_said = lambda: None  # what is said waits: sending is another walk
    read, write = services.database.read, services.database.write

    async def counted_read(work: Any) -> Any:
        rounds.snapshots += 1
        return await read(work)

    async def counted_write(work: Any) -> Any:
        rounds.transactions += 1
        return await write(work)

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        rounds.senders += SENDER in " ".join(statement.split())

    services.database.read = counted_read  # type: ignore[method-assign]
    services.database.write = counted_write  # type: ignore[method-assign]
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield rounds
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        services.database.read = read  # type: ignore[method-assign]
        services.database.write = write  # type: ignore[method-assign]


async def rounds_of(core: Core, said: Update) -> Rounds:
    with counted(core) as rounds:
        ballot = await core.program.intake.is_ballot(said)
        await core.program.intake.accept(said, ballot=ballot)
        await core.program.intake.settle()
    return rounds


async def test_a_question_is_read_and_answered_on_one_snapshot(core: Core) -> None:
    """The other snapshot asks whether it may be a vote; stored, claimed and closed it is written."""
    rounds = await rounds_of(core, update(DEAN, "三支部的材料交了没有"))
    assert rounds == Rounds(snapshots=2, transactions=3, senders=1)


async def test_an_order_is_allowed_again_in_its_transaction(core: Core) -> None:
    rounds = await rounds_of(core, update(ORGANISER, "延期 第三支部 12月20日"))
    assert rounds == Rounds(snapshots=2, transactions=3, senders=1)


async def test_a_report_is_judged_on_a_snapshot_of_its_own(core: Core) -> None:
    fetcher = FakeFetcher(sample_report(THIRD, year=2026))
    fetcher.gate.set()
    core.program.services.fetchers = {"sandbox": fetcher}
    rounds = await rounds_of(core, update(ZHANG, file="报告.docx"))
    assert rounds == Rounds(snapshots=2, transactions=3, senders=1)
