"""The focus areas of an earlier year are nobody's task until somebody has looked at them."""

from dataclasses import replace

from bot.domain.planfile import default_plan, render
from tests.cast import LI, MEMBER, ORGANISER
from tests.chat import Chat, cards, refusals, texts
from tests.played import after

PLAN = default_plan(2026)
OLD = replace(PLAN, unit="示例系", ballot=replace(PLAN.ballot, minimum=3))
AREA = "不忘初心、牢记使命"


async def put_in_force(chat: Chat) -> None:
    plan = render(OLD).replace('weight = "40%"', 'weight = "30%"')
    plan += '[category.C]\ntitle = "党员"\nweight = "10%"\n'
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", plan.encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]


@after(put_in_force)
async def test_the_notice_waits_until_the_old_areas_were_looked_at(chat: Chat) -> None:
    assert AREA not in "\n".join(texts(await chat.say(LI, "准备")))
    (answer,) = await chat.say(ORGANISER, "通知")
    assert answer["card"] is None
    assert "2022 年的" in answer["text"]
    assert "确认重点" in answer["text"]
    await chat.say(ORGANISER, "确认重点")
    assert cards(await chat.say(ORGANISER, "通知"))
    assert AREA in "\n".join(texts(await chat.say(LI, "准备")))


@after(put_in_force)
async def test_only_the_organiser_takes_them_for_this_year(chat: Chat) -> None:
    assert refusals(await chat.say(MEMBER, "确认重点")) == ["not_allowed"]
