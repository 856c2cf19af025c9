"""体检: every breach of a poll's invariants is found, and a poll that went its way has none."""

import pytest

from bot.actions import ballot_invariants
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from tests.actions.begun import begins
from tests.actions.hall import counted, past_the_program
from tests.actions.office import Office
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation


def breaches(work: UnitOfWork, department: str) -> list[str]:
    return list(ballot_invariants.breaches(work, department))


async def test_a_poll_that_went_its_way_has_no_breach(station: PollingStation) -> None:
    def here(work: UnitOfWork, cycle: Cycle) -> list[str]:
        return breaches(work, cycle.department)

    await station.open()
    for member in MEMBERS[:6]:
        await station.click(member, 1)
    assert await station.do(here) == []
    await station.close()
    await station.pass_time()
    assert await station.do(here) == []
    await station.release()
    assert await station.do(here) == []


@begins(counted)
@pytest.mark.parametrize(
    ("tampering", "breach"),
    [
        ("UPDATE poll SET terms = terms || ' '", "测评 K1：冻结的规则与公布的校验码不一致"),
        ("UPDATE poll SET groups = '[]'", "测评 K1：统计结果与记录的校验码不一致"),
        ("UPDATE poll SET voted = 7", "测评 K1：票数与名单上的标记不一致"),
        ("UPDATE poll_roll SET marks = '0'", "测评 K1：票数与名单上的标记不一致"),
        ("UPDATE poll SET destroyed = ''", "测评 K1：加密选票的数目与名单不一致"),
    ],
)
def test_tampering_shows(office: Office, tampering: str, breach: str) -> None:
    assert breaches(office.work, office.department.id) == []
    past_the_program(office, tampering)
    assert breaches(office.work, office.department.id) == [breach]
