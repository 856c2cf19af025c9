"""Changing the plan while the year runs."""

from dataclasses import replace
from datetime import date

from bot.domain.planfile import render, sample_plan
from bot.domain.plans import next_year
from tests.cast import DEAN, LI, MEMBER, ORGANISER
from tests.chat import Chat, cards, refusals, texts

PLAN = sample_plan(2026)
LATER = replace(
    PLAN,
    stages=tuple(
        replace(stage, due=date(2026, 12, 15)) if stage.id == "report" else stage
        for stage in PLAN.stages
    ),
)


async def test_plan_goes_out_as_a_file_and_comes_back_unchanged(chat: Chat) -> None:
    (answer,) = await chat.say(ORGANISER, "方案")
    assert answer["file"]["name"] == "方案2026.toml"
    content = await chat.content(answer)
    assert refusals(await chat.send(ORGANISER, "方案2026.toml", content)) == ["plan_unchanged"]


async def test_changed_plan_is_shown_confirmed_announced_and_replans_the_future(chat: Chat) -> None:
    await chat.clock(now="2026-12-03T10:00")
    assert "还有 7 天" in texts(await chat.hears(LI))[-1]
    card = cards(await chat.send(ORGANISER, "方案.toml", render(LATER).encode()))[-1]
    assert "述职报告截止：12月10日 → 12月15日" in card["text"]
    assert texts(await chat.hears(MEMBER)) != []  # the countdown of the 1st
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    await chat.clock(now="2026-12-04T09:00")
    assert texts(await chat.hears(MEMBER)) == [
        "工作方案有调整：\n· 述职报告截止：12月10日 → 12月15日"
    ]
    await chat.hears(LI)
    await chat.clock(now="2026-12-07T23:00")
    assert texts(await chat.hears(LI)) == []  # three days before the old date
    await chat.clock(now="2026-12-08T10:00")
    assert "12月15日（周二）前交，还有 7 天" in texts(await chat.hears(LI))[-1]


async def test_declined_plan_changes_nothing(chat: Chat) -> None:
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(LATER).encode()))
    assert (await chat.click(ORGANISER, card, choice="取消"))["notice"] == "好的，方案没有改动。"
    assert "12月10日（周四）" in texts(await chat.say(ORGANISER, "倒计时"))[-1]


async def test_mistakes_in_a_plan_are_named_by_line(chat: Chat) -> None:
    broken = render(PLAN).replace("characters = 3500", 'characters = "很多"')
    (answer,) = await chat.send(ORGANISER, "方案.toml", broken.encode())
    assert answer["refused"] == "plan_unreadable"
    assert "行" in answer["text"]
    assert refusals(
        await chat.send(ORGANISER, "方案.toml", render(sample_plan(2025)).encode())
    ) == ["another_year"]


async def test_only_the_organiser_changes_the_plan(chat: Chat) -> None:
    assert refusals(await chat.send(DEAN, "方案.toml", render(LATER).encode())) == ["not_allowed"]
    (shown,) = await chat.say(MEMBER, "方案")
    assert shown["file"] is None
    assert "· 述职报告：12月10日（周四），3500 字以内，讲成绩不超过 1/3" in shown["text"]
    assert "评定等次的依据：平时掌握、调研了解、领导点评、现场测评" in shown["text"]
    assert refusals(await chat.say(DEAN, "放假 12月24日")) == ["not_allowed"]


async def test_day_off_keeps_the_bot_silent_and_moves_the_rung(chat: Chat) -> None:
    await chat.say(ORGANISER, "放假 12月24日")
    await chat.clock(now="2026-12-22T23:00")
    await chat.hears(MEMBER)
    await chat.clock(now="2026-12-25T23:00")
    told = await chat.hears(MEMBER)
    assert [entry["at"][:16] for entry in told if "前完成，还有" in entry["text"]] == [
        "2026-12-23T09:00"
    ]


async def test_worked_weekend_counts_as_a_workday(chat: Chat) -> None:
    assert "12月26日" in texts(await chat.say(ORGANISER, "上班 12月26日"))[-1]


async def test_missing_calendar_of_the_next_year_is_told_once(chat: Chat) -> None:
    await chat.clock(now="2026-12-31T23:00")
    told = [text for text in texts(await chat.hears(ORGANISER)) if "2027 年的放假安排" in text]
    assert len(told) == 1


async def test_next_year_begins_by_its_plan_while_last_years_follow_up_goes_on(chat: Chat) -> None:
    await chat.say(LI, "承诺 每月走访一次实验室")
    await chat.clock(now="2027-03-22T10:00")
    answer = (await chat.say(ORGANISER, "方案 2027"))[-1]
    assert answer["file"]["name"] == "方案2027.toml"
    draft = await chat.content(answer)
    (card,) = cards(await chat.send(ORGANISER, "方案2027.toml", draft))
    assert "2026 年度的整改照常跟踪" in card["text"]
    assert "2027年度已开始" in (await chat.click(ORGANISER, card, choice="确认"))["notice"]
    assert "2027年度" in texts(await chat.say(DEAN, "状态"))[-1]
    assert "每月走访一次实验室" in texts(await chat.say(LI, "准备"))[-1]
    assert "每月走访一次实验室" in texts(await chat.say(LI, "整改"))[-1]
    await chat.hears(LI)
    await chat.clock(now="2027-06-01T09:00")
    assert "每月走访一次实验室" in texts(await chat.hears(LI))[0]
    assert refusals(await chat.say(ORGANISER, "方案 2030")) == ["another_year"]
    assert refusals(await chat.send(ORGANISER, "方案.toml", draft)) == ["plan_unchanged"]


def test_a_leap_day_in_the_plan_becomes_the_day_before() -> None:
    leap = replace(
        PLAN,
        year=2028,
        deadline=date(2028, 2, 29),
        stages=(replace(PLAN.stages[0], due=date(2028, 2, 29)),),
    )
    assert next_year(leap).deadline == next_year(leap).stages[0].due == date(2029, 2, 28)
