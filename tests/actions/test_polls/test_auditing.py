"""体检: every breach of a poll's invariants is found, and a poll that went its way has none."""

import pytest

from bot.actions import ballot_invariants
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation


def found(work: UnitOfWork, cycle: Cycle) -> list[str]:
    return list(ballot_invariants.breaches(work, cycle.department))


async def counted(station: PollingStation) -> None:
    await station.open()
    for member in MEMBERS[:6]:
        await station.click(member, 1)
    assert await station.do(found) == []
    await station.close()
    await station.pass_time()
    assert await station.do(found) == []


async def test_a_poll_that_went_its_way_has_no_breach(station: PollingStation) -> None:
    await counted(station)
    await station.release()
    assert await station.do(found) == []


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
async def test_tampering_shows(station: PollingStation, tampering: str, breach: str) -> None:
    await counted(station)
    station.tamper(tampering)
    assert await station.do(found) == [breach]
