"""A card for a second person goes to one named person; the others get it when he is silent or says no."""

from bot.rehearsal.chat import Entry
from tests.cast import DEAN, ORGANISER, VICE_DEAN
from tests.chat import Chat, cards, refusals, texts
from tests.meeting import rate
from tests.played import after

LEADERS = ("l01", "l02", "l03", "l04", "l05")


async def asked(chat: Chat) -> dict[str, Entry]:
    """Who has an open release card, and which."""
    found = {}
    for leader in LEADERS:
        open_cards = [
            card
            for card in cards(await chat.timeline(leader))
            if "公布" in card["title"] and card["state"] == "open"
        ]
        if open_cards:
            found[leader] = open_cards[-1]
    return found


async def rated(chat: Chat) -> None:
    await rate(chat, "王文例")


@after(rated)
async def test_one_leader_is_asked_and_named(chat: Chat) -> None:
    answer = texts(await chat.say(ORGANISER, "公布"))[-1]
    assert list(await asked(chat)) == [DEAN]
    assert "已请赵建例确认" in answer


@after(rated)
async def test_what_one_settled_is_never_sent_to_another(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    await chat.click(DEAN, (await asked(chat))[DEAN], choice="确认")
    await chat.clock(now="2026-12-04T12:00:00")
    for leader in LEADERS[1:]:
        assert [
            card for card in cards(await chat.timeline(leader)) if "公布" in card["title"]
        ] == []


@after(rated)
async def test_the_others_are_asked_after_the_plans_time(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    await chat.clock(now="2026-12-02T07:00:00")
    assert list(await asked(chat)) == [DEAN]
    await chat.clock(now="2026-12-02T12:00:00")
    waiting = await asked(chat)
    assert list(waiting) == list(LEADERS)
    assert "赵建例确认，还没有答复" in waiting[VICE_DEAN]["text"]
    assert (await chat.click(VICE_DEAN, waiting[VICE_DEAN], choice="确认"))["accepted"]
    refused = await chat.click(DEAN, waiting[DEAN], choice="确认")
    assert refused["refused"] == "card_gone"


@after(rated)
async def test_two_cards_that_are_passed_on_together_come_on_two_days(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    await chat.say(ORGANISER, "归档")
    await chat.hears(VICE_DEAN)
    await chat.clock(now="2026-12-02T18:00:00")
    assert [card["title"] for card in cards(await chat.hears(VICE_DEAN))] == ["请确认公布测评结果"]
    await chat.clock(now="2026-12-03T18:00:00")
    assert [card["title"] for card in cards(await chat.hears(VICE_DEAN))] == ["2026年度归档"]


@after(rated)
async def test_the_others_are_asked_when_he_says_no_and_the_last_no_declines(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    answer = await chat.click(DEAN, (await asked(chat))[DEAN], choice="取消")
    assert "已转请" in answer["notice"]
    assert "赵建例没有确认，已转请" in texts(await chat.hears(ORGANISER))[-1]
    waiting = await asked(chat)
    assert list(waiting) == list(LEADERS[1:])
    for leader in LEADERS[1:]:
        assert (await chat.click(leader, waiting[leader], choice="取消"))["accepted"]
    assert await asked(chat) == {}
    assert "没有确认" in texts(await chat.hears(ORGANISER))[-1]


@after(rated)
async def test_who_said_no_does_not_confirm_any_more(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    card = (await asked(chat))[DEAN]
    await chat.click(DEAN, card, choice="取消")
    assert (await chat.click(DEAN, card, choice="yes"))["refused"] == "not_allowed"


@after(rated)
async def test_a_card_that_was_settled_before_it_went_out_is_not_sent(chat: Chat) -> None:
    """The platform is away while the first card waits; the organiser asks anew meanwhile."""
    messengers = chat.services.messengers
    chat.services.messengers = {}
    await chat.post(ORGANISER, "公布")
    await chat.post(ORGANISER, "公布")
    chat.services.messengers = messengers
    await chat.clock(advance="PT2H")
    assert len([card for card in cards(await chat.timeline(DEAN)) if "公布" in card["title"]]) == 1


async def test_nothing_is_agreed_to_where_nothing_waits(chat: Chat) -> None:
    for said in (
        "同意",
        "不同意",
    ):
        assert refusals(await chat.say(DEAN, said)) == ["nothing_to_confirm"], said


@after(rated)
async def test_agreeing_in_words_answers_the_one_open_card(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    await chat.hears(DEAN)
    assert any("已公布" in text for text in texts(await chat.say(DEAN, "同意")))
    assert await asked(chat) == {}


@after(rated)
async def test_with_several_open_cards_they_are_listed(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    await chat.say(ORGANISER, "归档")
    await chat.hears(DEAN)
    (answer,) = await chat.say(DEAN, "同意")
    assert "有2件事等您确认" in answer["text"]
    assert list(await asked(chat)) == [DEAN]


async def test_open_cards_of_one_title_are_told_apart_by_what_they_ask(chat: Chat) -> None:
    for words in ("布置多落实少", "常到实验室"):
        (card,) = cards(await chat.say(DEAN, f"李思样平时{words}"))
        assert card["title"] == "请确认"
    (answer,) = await chat.say(DEAN, "同意")
    # Asked at one moment they stand in no order.
    said = {line.rpartition("：")[2] for line in answer["text"].splitlines()[1:3]}
    assert said == {"布置多落实少", "常到实验室"}


async def test_giving_up_in_words_declines_ones_own_question_alone(chat: Chat) -> None:
    for said in ("取消", "算了", "那就不用了。"):
        (card,) = cards(await chat.say(ORGANISER, "老李再给宽限两天"))
        assert card["state"] == "open"
        assert texts(await chat.say(ORGANISER, said)) == ["好的，没有做任何改动。"]
        shown = [each for each in cards(await chat.timeline(ORGANISER)) if each["state"] == "open"]
        assert shown == []
    assert texts(await chat.say(ORGANISER, "取消")) == ["好的，没有做任何改动。需要时再告诉我。"]


@after(rated)
async def test_giving_up_in_words_declines_nothing_that_others_ask(chat: Chat) -> None:
    await chat.say(ORGANISER, "公布")
    await chat.hears(DEAN)
    await chat.say(DEAN, "算了")
    assert list(await asked(chat)) == [DEAN]
