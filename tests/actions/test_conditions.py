"""What waits to be said is asked again by whoever owns its kind."""

import pytest

from bot.actions import conditions
from bot.actions.conditions import Condition
from bot.actions.rectification import asking
from bot.actions.unit_of_work import UnitOfWork
from bot.texts import following as texts
from tests.actions.acts import closed, entered
from tests.actions.office import Office
from tests.cast import SECOND, THIRD
from tests.core import Core

KINDS = ("deadline", "report", "rectification", "verify", "satisfaction")


async def why_obsolete(core: Core, condition: Condition) -> str:
    return await core.program.services.read(lambda work: conditions.why_obsolete(work, condition))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_one_owner(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        conditions.checks(kind)(lambda _work, _condition: "")


async def test_what_says_no_condition_or_an_unknown_one_still_holds(core: Core) -> None:
    assert await why_obsolete(core, {}) == ""
    assert await why_obsolete(core, {"kind": "of a later version"}) == ""


async def test_a_check_says_why_something_need_not_be_said(core: Core) -> None:
    @conditions.checks("test of conditions")
    def _is_odd(work: UnitOfWork, condition: Condition) -> str:
        assert work.session.is_active
        return "odd" if condition["number"] % 2 else ""

    assert await why_obsolete(core, {"kind": "test of conditions", "number": 2}) == ""
    assert await why_obsolete(core, {"kind": "test of conditions", "number": 3}) == "odd"


async def test_a_countdown_is_obsolete_once_its_day_is_over(core: Core) -> None:
    today = core.program.clock.now().astimezone(core.program.services.zone).date()
    condition = {"kind": "deadline", "day": today.isoformat()}
    assert await why_obsolete(core, condition) == ""
    assert await why_obsolete(core, condition | {"day": "2020-01-01"}) != ""


def test_a_waiting_question_is_not_sent_for_what_another_branch_has_open(office: Office) -> None:
    item = entered(office)
    entered(office, SECOND)
    about: Condition = {
        "kind": asking.ITEM,
        "department": office.department.id,
        "branch": office.branch(THIRD).id,
        "since": office.now.isoformat(),
    }
    assert conditions.why_obsolete(office.work, about) == ""
    closed(office, item)
    assert conditions.why_obsolete(office.work, about) == texts.ANSWERED_MEANWHILE
