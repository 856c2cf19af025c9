"""A call for help: asked for one item, owed by one person, answered, and closed by who asked."""

import pytest

from bot.actions import people, rosters
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.roster import RosterLine
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts
from tests.ledgers import ASKED, after_the_meeting, monthly, promised, promised_soon, silence
from tests.played import after

ANSWER = "回复第三支部：场地已协调，周五前可用"


async def called(chat: Chat) -> None:
    """第三支部 wants help with its second item; those concerned have heard so far."""
    await promised(chat, ZHANG, "建好活动室", "完善制度")
    await chat.say(ZHANG, "第2条需要帮助：场地借不到")
    await silence(chat, ORGANISER, ZHANG, DEAN)


async def words(chat: Chat, who: str, said: str) -> str:
    """What somebody is answered, with the words of its card."""
    entries = await chat.say(who, said)
    return "\n".join([*texts(entries), *(card["text"] for card in cards(entries))])


async def heard(chat: Chat, who: str) -> str:
    """What somebody has heard since he was last asked, with the words of cards."""
    entries = await chat.hears(who)
    return "\n".join([*texts(entries), *(card["text"] for card in cards(entries))])


async def test_call_names_its_item_its_helper_and_a_day(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室", "完善制度")
    answer = await words(chat, ZHANG, "第2条需要帮助：场地借不到")
    assert answer == "已记下第2条需要帮助：场地借不到。由何勤样同志在12月8日（周二）前答复您。"
    told = await heard(chat, ORGANISER)
    assert "第三支部（张立范）整改第2条“完善制度”需要帮助，请在12月8日（周二）前答复" in told
    assert "需要：场地借不到" in told


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("第2条没法办，人手不够，需要帮助", "没法办，人手不够"),
        ("第2条：场地一直借不到，请求系里支持", "场地一直借不到"),
        ("第2条推不动，经费没有着落，我们需要协调", "推不动，经费没有着落"),
    ],
)
async def test_a_call_may_stand_behind_what_is_the_matter(chat: Chat, said: str, need: str) -> None:
    await promised(chat, ZHANG, "建好活动室", "完善制度")
    assert f"已记下第2条需要帮助：{need}" in await words(chat, ZHANG, said)


@pytest.mark.parametrize("said", ["第2条：制度已完善，不需要帮助", "第2条谈了5人，不用协调"])
async def test_who_needs_no_help_calls_for_none(chat: Chat, said: str) -> None:
    await promised(chat, ZHANG, "建好活动室", "完善制度")
    assert "需要帮助：" not in await words(chat, ZHANG, said)


@after(called)
async def test_answer_is_heard_by_who_asked_and_closed_by_him(chat: Chat) -> None:
    assert "已转告张立范同志" in await words(chat, ORGANISER, ANSWER)
    (card,) = cards(await chat.hears(ZHANG))
    assert "何勤样同志答复：场地已协调，周五前可用" in card["text"]
    assert "已办结" in (await chat.click(ZHANG, card, choice="解决了"))["notice"]
    assert "没有等答复的求助" in await words(chat, ORGANISER, "求助")


@after(called)
async def test_what_did_not_help_is_owed_again(chat: Chat) -> None:
    await chat.say(ORGANISER, ANSWER)
    (card,) = cards(await chat.hears(ZHANG))
    assert "何勤样" in (await chat.click(ZHANG, card, choice="还没有"))["notice"]
    await chat.clock(advance="P1D")
    assert "第2条“完善制度”需要帮助" in await heard(chat, ORGANISER)
    assert "第三支部第2条：由何勤样同志答复" in await words(chat, DEAN, "求助")


async def test_card_is_answered_by_a_sentence_of_ones_own(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    await chat.say(ZHANG, "需要帮助 1 场地借不到")
    (card,) = cards(await chat.hears(ORGANISER))
    await chat.click(ORGANISER, card, choice="答复")
    assert "已转告张立范同志" in await words(chat, ORGANISER, "二楼会议室每周三可以用")
    assert "二楼会议室每周三可以用" in await heard(chat, ZHANG)


async def test_question_after_the_card_is_no_answer(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    await chat.say(ZHANG, "需要帮助 1 场地借不到")
    (card,) = cards(await chat.hears(ORGANISER))
    await chat.click(ORGANISER, card, choice="答复")
    for said in ("好的", "现在到哪一步了？", "状态"):
        await chat.say(ORGANISER, said)
    assert await heard(chat, ZHANG) == ""


@after(called)
@pytest.mark.parametrize("said", ["请赵书记协调", "转请 赵建例 第三支部"])
async def test_organiser_hands_on_to_a_leader(chat: Chat, said: str) -> None:
    entries = await chat.say(ORGANISER, said)
    for card in cards(entries):  # what is understood loosely is confirmed
        await chat.click(ORGANISER, card, choice="确认")
    assert "现由赵建例同志协调" in await heard(chat, ZHANG)
    (card,) = cards(await chat.hears(DEAN))
    assert "场地借不到" in card["text"]
    assert [option["text"] for option in card["questions"][0]["options"]] == ["答复", "已经办好"]
    assert "答复求助：第三支部第2条" in await words(chat, DEAN, "待办")
    assert "答复求助" not in await words(chat, ORGANISER, "待办")


async def test_card_hands_on_with_one_tap(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    await chat.say(ZHANG, "需要帮助 1 场地借不到")
    (card,) = cards(await chat.hears(ORGANISER))
    assert "赵建例" in (await chat.click(ORGANISER, card, choice="转请赵建例"))["notice"]
    assert cards(await chat.hears(DEAN)) != []


@after(called)
async def test_who_cannot_help_is_not_handed_a_call(chat: Chat) -> None:
    (refused,) = await chat.say(ORGANISER, "转请 张立范 第三支部")
    assert refused["refused"] == "cannot_help"
    assert "赵建例" in refused["text"]


@after(called)
async def test_organiser_says_that_it_is_settled(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "第三支部要的帮助解决了"))
    await chat.click(ORGANISER, card, choice="确认")
    assert "已经办好" in await heard(chat, ZHANG)


@after(called)
async def test_who_asked_closes_his_call_by_himself(chat: Chat) -> None:
    assert "已办结" in await words(chat, ZHANG, "帮助解决 2")
    assert "没有等答复的求助" in await words(chat, ORGANISER, "求助")


@after(called)
async def test_second_call_for_one_item_is_added_to_the_first(chat: Chat) -> None:
    assert "第2条的求助已补充" in await words(chat, ZHANG, "第2条需要帮助：还差投影仪")
    shown = await words(chat, ORGANISER, "求助")
    assert shown.count("第三支部第2条") == 1
    assert "需要：场地借不到；还差投影仪" in shown


@after(called)
async def test_answer_to_a_closed_call_says_that_it_is_closed(chat: Chat) -> None:
    await chat.say(ZHANG, "帮助解决 2")
    (refused,) = await chat.say(ORGANISER, ANSWER)
    assert refused["refused"] == "no_help_wanted"
    assert "已于12月1日（周二）解决" in refused["text"]
    assert refusals(await chat.say(ORGANISER, "回复第一支部：场地有了")) == ["no_help_wanted"]


async def test_card_of_a_closed_call_is_closed(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    await chat.say(ZHANG, "需要帮助 1 场地借不到")
    (card,) = cards(await chat.hears(ORGANISER))
    await chat.say(ZHANG, "帮助解决 1")
    assert (await chat.click(ORGANISER, card, choice="已经办好"))["accepted"] is False


async def test_only_the_branch_asks_for_its_items(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室", "完善制度")
    assert refusals(await chat.say(LI, "第2条需要帮助：场地借不到")) == ["no_items"]
    assert refusals(await chat.say(MEMBER, "需要帮助 2 场地借不到")) == ["not_allowed"]
    await promised(chat, WANG, "建好图书角")
    assert refusals(await chat.say(WANG, "第2条需要帮助：场地借不到")) == ["no_such_item"]
    assert refusals(await chat.say(WANG, ANSWER)) == ["not_allowed"]


@after(called)
async def test_secretary_sees_his_own_calls_alone(chat: Chat) -> None:
    assert "第三支部第2条" in await words(chat, ZHANG, "求助")
    assert "例如：第2条需要帮助" in await words(chat, WANG, "求助")


@after(called)
async def test_several_calls_of_a_branch_are_told_apart(chat: Chat) -> None:
    await chat.say(ZHANG, "第1条需要帮助：经费不够")
    assert refusals(await chat.say(ORGANISER, "回复第三支部：可以")) == ["which_item"]
    await silence(chat, ZHANG)
    assert "第三支部第1条" in await words(chat, ORGANISER, "回复 第三支部 1 经费已列支")
    assert "经费已列支" in await heard(chat, ZHANG)


@after(called)
async def test_what_is_done_needs_no_help(chat: Chat) -> None:
    await chat.say(ZHANG, "完成 2 场地有了，制度上墙")
    assert "没有等答复的求助" in await words(chat, ORGANISER, "求助")
    assert refusals(await chat.say(ZHANG, "帮助解决 2")) == ["no_help_wanted"]


async def test_tap_asks_what_is_needed(chat: Chat) -> None:
    await chat.services.write(after_the_meeting)
    await chat.clock(now="2027-01-15T10:00")
    await promised_soon(chat, ZHANG, "建好活动室")
    await chat.clock(now=ASKED)
    (question,) = monthly(await chat.hears(ZHANG))
    answer = await chat.click(ZHANG, question["card"], q0="需要帮助")
    assert "第1条需要帮助。由何勤样同志" in answer["notice"]
    assert "说说缺什么" in answer["notice"]
    assert "第1条的求助已补充" in await words(chat, ZHANG, "场地借不到")
    assert "需要：场地借不到" in await words(chat, ORGANISER, "求助")


async def test_tap_for_several_items_asks_which(chat: Chat) -> None:
    await chat.services.write(after_the_meeting)
    await chat.clock(now="2027-01-15T10:00")
    await promised_soon(chat, ZHANG, *"甲乙丙丁戊")
    await chat.clock(now=ASKED)
    (question,) = monthly(await chat.hears(ZHANG))
    card = question["card"]
    answer = await chat.click(ZHANG, card, q0="需要帮助")
    assert "第1、2、3、4、5条里，哪一条需要帮助" in answer["notice"]
    assert "没有等答复的求助" in await words(chat, ORGANISER, "求助")
    assert "条里哪一条需要帮助" in await words(chat, ZHANG, "待办")
    assert "第4条需要帮助：场地借不到" in await words(chat, ZHANG, "第4条，场地借不到")
    assert "哪一条需要帮助" not in await words(chat, ZHANG, "待办")


def _organiser_leaves(work: UnitOfWork) -> None:
    roster = people.roster(work, "sample")
    lines = [
        RosterLine(
            number,
            name=person.name,
            account=person.account,
            branch=person.branch.name if person.branch else "",
            roles=person.roles,
            category=person.category,
            since=person.since,
            note=person.note,
        )
        for number, person in enumerate(roster.people, start=2)
        if person.account != ORGANISER
    ]
    rosters.import_roster(work, "sample", lines, actor=SYSTEM)


@after(called)
async def test_call_of_a_helper_who_leaves_goes_to_another(chat: Chat) -> None:
    await chat.services.write(_organiser_leaves)
    await chat.clock(advance="PT1M")
    await chat.clock(advance="P1D")
    assert "第2条“完善制度”需要帮助" in await heard(chat, DEAN)
    assert "答复求助：第三支部第2条" in await words(chat, DEAN, "待办")
