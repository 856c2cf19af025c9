"""What an audit finds when the ledger was changed behind the program's back."""

import pytest

from bot.actions import audit, people
from bot.actions.unit_of_work import UnitOfWork
from tests.actions.acts import closed, entered
from tests.actions.begun import begins
from tests.actions.hall import past_the_program
from tests.actions.office import Office
from tests.cast import ORGANISER, ZHANG
from tests.chat import Chat
from tests.ledgers import promised


def breaches(work: UnitOfWork) -> list[str]:
    return list(audit.breaches(work, people.department(work, "sample")))


def one_of_two_closed(office: Office) -> None:
    closed(office, entered(office, problem="甲"))
    entered(office, problem="乙")


@begins(one_of_two_closed)
def test_untouched_ledger_holds(office: Office) -> None:
    assert breaches(office.work) == []


@begins(one_of_two_closed)
@pytest.mark.parametrize(
    "statement",
    [
        "update rectification_item set state = 'closed' where problem = '乙'",
        "delete from rectification_event where kind = 'verified'",
        "update rectification_event set person_id = (select id from person where account = 's03') where kind = 'verified'",
    ],
)
def test_closing_without_somebody_elses_look_is_found(office: Office, statement: str) -> None:
    past_the_program(office, statement)
    fact, rule = breaches(office.work)
    assert fact.startswith("整改")
    assert "没有经责任人以外的同志核验" in rule


async def test_proof_that_was_changed_is_found(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲")
    await chat.send(ZHANG, "照片.jpg", b"\xff\xd8 as it was", text="完成 1 已整改")
    await chat.say(ORGANISER, "核验 通过")
    files = chat.services.files
    (stored,) = [path for path in files.path("0" * 64).parents[1].rglob("*") if path.is_file()]
    stored.write_bytes(b"something else")
    assert await chat.services.read(breaches) == ["第三支部 1 的佐证《照片.jpg》丢失或被改动过"]
