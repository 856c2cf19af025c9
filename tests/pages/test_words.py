"""What is written on a sheet without a name, on the page and in chat: kept by nobody's name, read when the ballot is over."""

import json
from pathlib import Path

import pytest

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.plan import Part
from tests.cast import DEAN, MEMBER, ORGANISER, OTHER_MEMBER, STRANGER, ZHANG
from tests.chat import Chat, cards, refusals
from tests.handlers.test_publicity import every_row, rows_about, told
from tests.pages.phone import link_of, phone_of, words
from tests.pages.test_rows import held_with
from tests.pages.test_sheet import ALL_GOOD
from tests.plans import without_stage

SAID = "第三支部的活动时间有时和上课冲突"
OTHER = "会议室太冷"
FIELD = 'name="words"'


async def test_words_are_offered_once_the_sheet_is_sent(chat: Chat) -> None:
    await held_with(chat, words=True)
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    page = await phone.open(url)
    assert "提交以后，还可以另外不署名写几句" in words(page)
    assert FIELD not in page.text
    phone.last = await phone.send(url, ALL_GOOD)
    assert FIELD in phone.last.text
    taken = await phone.send(url, {}, words=f"  {SAID}  ")
    assert (taken.status_code, "没有记录是谁" in words(taken)) == (200, True)
    assert SAID not in taken.text
    assert "已填8／8" in json.dumps(await chat.timeline(MEMBER), ensure_ascii=False)


async def test_they_are_read_by_the_leadership_alone_and_when_the_ballot_is_over(
    chat: Chat,
) -> None:
    await held_with(chat, words=True)
    await written_on_the_page(chat, MEMBER, f"{SAID}\0")  # what PostgreSQL would refuse is left out
    assert "没有记录是谁" in await told(chat, OTHER_MEMBER, f"匿名反馈 {OTHER}")
    assert SAID not in await told(chat, DEAN, "反馈情况")
    await chat.say(ORGANISER, "收票")
    heard = await told(chat, DEAN, "反馈情况")
    assert f"第三支部：{SAID}（匿名，写在测评表上）" in heard
    assert f"{OTHER}（匿名，写在测评表上）" in heard
    for who in (ORGANISER, ZHANG, MEMBER):
        assert refusals(await chat.say(who, "反馈情况")) == ["not_allowed"]


@pytest.mark.parametrize("way", ["page", "chat"])
async def test_nothing_kept_links_them_to_who_wrote(
    chat: Chat, data: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await held_with(chat, words=True)
    url, phone = await link_of(chat, OTHER_MEMBER), phone_of(chat)
    await phone.open(url)
    before = rows_about(data, OTHER_MEMBER)
    if way == "page":
        await phone.send(url, {}, words=SAID)
    else:
        await chat.post(OTHER_MEMBER, f"匿名反馈 {SAID}")
    kept = [(table, row) for table, row in every_row(data) if SAID in row]
    [(table, row)] = kept
    assert table == "shuzhi.db:sheet_words"
    assert OTHER_MEMBER not in row
    assert "2026" not in row
    assert rows_about(data, OTHER_MEMBER) == before
    assert SAID not in "".join(capsys.readouterr())


async def test_both_ways_are_counted_together_and_a_repeat_once(chat: Chat) -> None:
    await held_with(chat, words=True)
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    await phone.open(url)
    for number in range(10):
        await phone.send(url, {}, words=f"第{number}句")
        if "feedback_too_often" in refusals(await chat.say(MEMBER, f"匿名反馈 又一句{number}")):
            break
    else:
        pytest.fail("nobody counts")
    refused = await phone.send(url, {}, words="再来一句")
    assert (refused.status_code, "没有提交上" in words(refused)) == (409, True)
    await chat.post(OTHER_MEMBER, "匿名反馈 第0句")
    await chat.say(ORGANISER, "收票")
    assert (await told(chat, DEAN, "反馈情况")).count("第0句") == 1


async def test_nothing_is_offered_or_taken_where_the_plan_does_not_say_so(chat: Chat) -> None:
    await held_with(chat)
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    assert "不署名" not in words(await phone.open(url))
    sent = await phone.send(url, ALL_GOOD)
    assert FIELD not in sent.text
    assert (await phone.send(url, {}, words=SAID)).status_code == 400
    assert refusals(await chat.say(MEMBER, f"匿名反馈 {SAID}")) == ["feedback_closed"]


async def test_after_the_count_and_from_strangers_nothing_is_taken(chat: Chat) -> None:
    await held_with(chat, words=True)
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    await phone.open(url)
    assert refusals(await chat.say(STRANGER, f"匿名反馈 {SAID}")) == ["not_on_roster"]
    empty = await phone.send(url, {}, words="  ")
    assert empty.status_code == 409
    await chat.say(ORGANISER, "收票")
    assert (await phone.send(url, {}, words=SAID)).status_code == 410
    assert refusals(await chat.say(MEMBER, f"匿名反馈 {SAID}")) == ["feedback_closed"]


async def test_the_card_says_how_after_its_last_row(chat: Chat) -> None:
    await held_with(chat, words=True)
    await chat.say(MEMBER, "到")
    for _ in range(8):
        card = cards(await chat.timeline(MEMBER))[-1]
        assert "匿名反馈" not in card["text"]
        await chat.click(MEMBER, card, **{card["questions"][0]["id"]: "好"})
    assert "开头写“匿名反馈”" in cards(await chat.timeline(MEMBER))[-1]["text"]


async def test_they_are_read_also_where_nothing_is_made_public(chat: Chat) -> None:
    def leave_out(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        plan = without_stage(cycle.plan, "publicity")
        assert not plan.has(Part.PUBLICITY)
        cycles.replace_plan(work, cycle, plan, actor=SYSTEM)

    await chat.program.services.write(leave_out)
    await held_with(chat, words=True)
    await chat.post(MEMBER, f"匿名反馈 {SAID}")
    await chat.say(ORGANISER, "收票")
    assert SAID in await told(chat, DEAN, "反馈情况")


async def written_on_the_page(chat: Chat, who: str, said: str) -> None:
    url, phone = await link_of(chat, who), phone_of(chat)
    await phone.open(url)
    assert (await phone.send(url, {}, words=said)).status_code == 200
