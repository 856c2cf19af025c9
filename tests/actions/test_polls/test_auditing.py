"""体检: every breach of a poll's invariants is found, and a poll that went its way has none."""

import pytest

from bot.actions import polls
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from tests.actions.test_polls.house import MEMBERS, House


def found(work: UnitOfWork, cycle: Cycle) -> list[str]:
    return list(polls.breaches(work, cycle.department))


async def counted(house: House) -> None:
    await house.open()
    for member in MEMBERS[:6]:
        await house.click(member, 1)
    assert await house.do(found) == []
    await house.close()
    await house.pass_time()
    assert await house.do(found) == []


async def test_a_poll_that_went_its_way_has_no_breach(house: House) -> None:
    await counted(house)
    await house.release()
    assert await house.do(found) == []


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
async def test_tampering_shows(house: House, tampering: str, breach: str) -> None:
    await counted(house)
    house.tamper(tampering)
    assert await house.do(found) == [breach]
