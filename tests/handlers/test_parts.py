"""A plan that leaves parts out: what is not planned is nowhere asked for, shown or offered."""

import re

from bot.domain.planfile import render, sample_plan
from tests.cast import DEAN, LI, MEMBER, ORGANISER
from tests.chat import Chat, cards, refusals, texts

WHOLE = render(sample_plan(2026))


def without(*names: str) -> str:
    """The sample's plan file without these sections; a stage that waits for one waits no more."""
    text = WHOLE
    for name in names:
        text = re.sub(rf"^\[{re.escape(name)}(\.\w+)?\]\n(.+\n)+", "", text, flags=re.MULTILINE)
        stage = name.removeprefix("stage.")
        text = re.sub(rf'(waits_for = .*?)(, )?"{stage}"', r"\1", text).replace("[, ", "[")
    return text


async def put_in_force(chat: Chat, plan: str) -> None:
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", plan.encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    for who in (ORGANISER, DEAN, LI, MEMBER):
        await chat.hears(who)


NO_REPORT = without(
    "stage.report", "stage.review", "stage.publicity", "report", "focus", "publicity"
)


async def test_nobody_hears_of_a_report_that_the_plan_does_not_ask_for(chat: Chat) -> None:
    await put_in_force(chat, NO_REPORT)
    await chat.clock(now="2026-12-02T10:00")
    for who in (ORGANISER, DEAN, LI, MEMBER):
        await chat.hears(who)  # what has changed in the plan
    for day in ("12-03", "12-10", "12-11", "12-24", "12-31"):
        await chat.clock(now=f"2026-{day}T10:00")
    await chat.clock(now="2027-01-18T10:00")
    for who in (LI, MEMBER):
        told = "\n".join(texts(await chat.hears(who)))
        assert "还有 7 天" in told
        assert "报告" not in told
    for asked in ("状态", "倒计时", "帮助", "全部词语"):
        for who in (ORGANISER, DEAN, LI):
            await chat.hears(who)
            shown = "\n".join(texts(await chat.say(who, asked)))
            assert "报告" not in shown, (who, asked, shown)
            assert "受理" not in shown, (who, asked, shown)


async def test_what_is_not_planned_is_refused_in_one_sentence(chat: Chat) -> None:
    in_force = ""
    for left_out, who, said in (
        ("stage.report", LI, "我的材料"),
        ("stage.report", ORGANISER, "催交"),
        ("stage.report", DEAN, "谁没交"),
        ("stage.meeting", ORGANISER, "会议"),
        ("stage.meeting", LI, "签到"),
        ("stage.publicity", ORGANISER, "公示"),
        ("stage.grade", DEAN, "定等 李思样 好"),
        ("stage.feedback", DEAN, "意见 李思样"),
        ("stage.rectification", LI, "整改"),
        ("stage.rectification", DEAN, "抽查 2"),
        ("satisfaction", ORGANISER, "满意度 第二支部"),
        ("stage.notice", ORGANISER, "通知"),
    ):
        if left_out != in_force:
            await put_in_force(chat, without(left_out))
            in_force = left_out
        (answer,) = await chat.say(who, said)
        assert answer["refused"] == "not_planned", said
        assert answer["text"].startswith("这项工作方案没有安排"), said
        assert said.split(maxsplit=1)[0] not in texts(await chat.say(who, "全部词语"))[-1].split(
            "、"
        ), said


async def test_a_ballot_that_is_not_planned_is_refused(chat: Chat) -> None:
    await put_in_force(chat, without("ballot", "category"))
    assert refusals(await chat.say(ORGANISER, "开始测评 李思样")) == ["not_planned"]


async def test_a_file_is_refused_where_no_report_is_planned(chat: Chat) -> None:
    await put_in_force(chat, NO_REPORT)
    answers = await chat.send(LI, "述职报告.txt", "述职报告\n一、履职情况".encode())
    assert refusals(answers) == ["not_planned"]
