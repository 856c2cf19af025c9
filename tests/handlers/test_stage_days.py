"""A day of the plan is changed by a sentence: shown, confirmed, told to the group."""

from dataclasses import replace

import pytest

from bot.domain.planfile import render, sample_plan
from bot.sample import sample_report
from tests.cast import DEAN, LI, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("把截止日期改到12月15日", "述职报告截止：12月10日 → 12月15日"),
        ("完成时限改为2027年1月15日", "完成期限：12月31日 → 2027年1月15日"),
        ("请把公示期延长到1月8日，定等改到1月12日", "确定等次截止：12月29日 → 2027年1月12日"),
    ],
)
async def test_a_day_is_changed_by_a_sentence(chat: Chat, said: str, line: str) -> None:
    (card,) = cards(await chat.say(ORGANISER, said))
    assert line in card["text"]
    answer = await chat.click(ORGANISER, card, choice="确认")
    assert answer["notice"] == "日期已改好，会告知系群。"
    await chat.clock(now="2026-12-02T09:30")
    assert any(line in text for text in texts(await chat.hears(MEMBER)))


async def test_what_waits_for_a_stage_moves_along_and_is_shown(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "公示延到1月8日"))
    assert "确定等次截止：12月29日 → 2027年1月8日" in card["text"]


async def test_the_meeting_does_not_move_by_itself(chat: Chat) -> None:
    (answer,) = await chat.say(ORGANISER, "报告截止日期改到12月25日")
    assert answer["refused"] == "days_out_of_order"
    assert "述职评议会" in answer["text"]


async def test_the_same_day_changes_nothing(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "截止日期改到12月10日")) == ["plan_unchanged"]


async def test_a_declined_day_changes_nothing(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "截止日期改到12月15日"))
    assert (await chat.click(ORGANISER, card, choice="取消"))["notice"] == "好的，方案没有改动。"
    assert "12月10日" in texts(await chat.say(LI, "倒计时"))[-1]


async def test_only_the_organiser_changes_days(chat: Chat) -> None:
    for who in (DEAN, WANG, MEMBER):
        assert refusals(await chat.say(who, "把截止日期改到12月15日")) == ["not_allowed"]


async def test_without_a_day_it_is_asked_for_with_an_example(chat: Chat) -> None:
    (answer,) = await chat.say(ORGANISER, "改日期")
    assert "改日期 公示 1月8日" in answer["text"]


async def test_a_question_about_a_day_changes_nothing(chat: Chat) -> None:
    for said in ("截止日期改到哪天了？", "报告能改到12月15日吗"):
        assert not any("要改的日期" in card["text"] for card in cards(await chat.say(LI, said)))


async def test_two_sentences_each_change_their_own(chat: Chat) -> None:
    """A card that waits does not take back what was changed meanwhile."""
    (first,) = cards(await chat.say(ORGANISER, "完成时限改为2027年1月15日"))
    (second,) = cards(await chat.say(ORGANISER, "公示延到1月8日"))
    await chat.click(ORGANISER, second, choice="确认")
    await chat.click(ORGANISER, first, choice="确认")
    told = texts(await chat.say(LI, "方案"))[-1]
    assert "公示：1月8日" in told or "公示：2027年1月8日" in told
    assert "1月15日" in told


async def test_what_is_public_stays_so_until_the_new_day(chat: Chat) -> None:
    await chat.send(ZHANG, "述职.docx", sample_report(THIRD, year=2026))
    await chat.say(ORGANISER, "公示")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    await chat.hears(ORGANISER)
    (answer,) = await chat.say(ORGANISER, "公示提前到12月4日")
    assert answer["refused"] == "publicity_ends_earlier"
    (card,) = cards(await chat.say(ORGANISER, "公示延到12月30日"))
    await chat.click(ORGANISER, card, choice="确认")
    await chat.clock(now="2026-12-29T10:00")
    assert refusals(await chat.say(MEMBER, "公示")) == []
    await chat.clock(now="2026-12-31T10:00")
    assert refusals(await chat.say(MEMBER, "公示")) == ["not_public"]


async def test_a_stage_is_moved_by_the_name_that_the_plan_gives_it(chat: Chat) -> None:
    plan = sample_plan(2026)
    titles = {"report": "书面总结", "feedback": "谈话"}
    stages = tuple(replace(stage, title=titles.get(stage.id, stage.title)) for stage in plan.stages)
    (card,) = cards(
        await chat.send(ORGANISER, "plan.toml", render(replace(plan, stages=stages)).encode())
    )
    await chat.click(ORGANISER, card, choice="确认")
    for said, line in (
        ("把书面总结的截止日期改到12月15日", "书面总结截止：12月10日 → 12月15日"),
        ("谈话延到12月31日", "谈话截止：12月30日 → 12月31日"),
        ("把交材料的日期改成12月15日", "书面总结截止：12月10日 → 12月15日"),
    ):
        (card,) = cards(await chat.say(ORGANISER, said))
        assert line in card["text"], said
        await chat.click(ORGANISER, card, choice="取消")
