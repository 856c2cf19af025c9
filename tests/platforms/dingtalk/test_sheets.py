"""A sheet in single chat: by card, by buttons that send words, and by its page."""

import asyncio
import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

from bot.actions.polls.cards import card_id, sheet_card_id
from bot.messages import Card, Chat, ChatKind, Link, Message, Question
from bot.platforms.dingtalk import buttons
from tests.domain.test_polls.sheets import terms
from tests.platforms.dingtalk.stage import Stage
from tests.platforms.sheet_cards import OPTIONS, PEOPLE, STEPS, SUBJECTS, leaf, turned
from tests.simulators.dingtalk.organisation import TEMPLATE
from tests.simulators.dingtalk.waiting import until

CREATE, UPDATE = "/v1.0/card/instances/createAndDeliver", "/v1.0/card/instances"
SEND = "/v1.0/robot/oToMessages/batchSend"


def direct(person: str) -> Chat:
    return Chat(ChatKind.DIRECT, person)


async def handed_out(stage: Stage, *people: str) -> None:
    stage.inlet.card_answer = turned
    await asyncio.gather(
        *(
            stage.send(direct(person), Message(card=leaf(person, 0)), key=person)
            for person in people
        )
    )


async def test_sixty_people_turn_their_cards_through_eight_leaves() -> None:
    """Each has a card of his own, which the answer to his tap turns: no further call."""
    async with Stage(template=TEMPLATE) as stage:
        await handed_out(stage, *PEOPLE)
        tracks = {card.chat: track for track, card in stage.org.cards.items()}
        assert set(tracks) == set(PEOPLE)

        async def taps(person: str, place: int) -> None:
            view = stage.org.cards[tracks[person]].view(person)
            assert SUBJECTS[place] in view["title"]
            step = STEPS[(place + PEOPLE.index(person)) % len(STEPS)]
            await stage.server.tap(stage.org.tap(tracks[person], person, button=step))

        for place in range(len(SUBJECTS)):
            await asyncio.gather(*(taps(person, place) for person in PEOPLE))
        views = [stage.org.cards[tracks[person]].view(person) for person in PEOPLE]
        assert Counter(view["title"] for view in views) == {"测评表已填完": 60}
        assert {(view["text"], view["notice"]) for view in views} == {("已填8／8项", "已收到。")}
        assert len(stage.inlet.clicks) == 480
        assert (stage.org.calls[CREATE], stage.org.calls[UPDATE]) == (60, 0)


async def test_a_card_that_is_turned_late_is_turned_by_one_call() -> None:
    async with Stage(template=TEMPLATE, card_seconds=0.02) as stage:
        await handed_out(stage, "p00")
        released = asyncio.Event()

        async def slow() -> None:
            await released.wait()

        stage.inlet.before = slow
        [track] = stage.org.cards
        sent = await stage.server.deliver(stage.org.tap(track, "p00", button="好"))
        await until(lambda: sent.acks)
        assert sent.response == {}
        released.set()
        await until(lambda: "2／8" in stage.org.cards[track].view("p00")["title"])
        assert stage.org.calls[UPDATE] == 1


async def test_without_a_template_each_tap_brings_the_next_buttons() -> None:
    async with Stage() as stage:
        await handed_out(stage, "p00")
        for place, subject in enumerate(SUBJECTS):
            post = stage.org.posts[-1]
            assert (post.chat, list(post.buttons)) == ("p00", list(STEPS))
            assert subject in post.text
            before = len(stage.org.posts)
            await stage.server.deliver(stage.org.press(post, STEPS[place % 5], "p00"))
            await until(lambda before=before: len(stage.org.posts) > before)  # type: ignore[misc]  # bound for this turn
        last = stage.org.posts[-1]
        assert "测评表已填完" in last.text
        assert len(stage.inlet.clicks) == 8
        assert len(stage.org.posts) == 9  # one message a tap
        assert stage.inlet.stored == {}


async def test_without_a_template_a_page_is_one_message_with_one_button() -> None:
    """A personal link is nobody else's, so each person has a call of his own."""
    async with Stage() as stage:
        await stage.server.deliver(stage.org.text("p00", "测评表"))
        await asyncio.gather(
            *(
                stage.send(
                    direct(person),
                    Message(
                        text="这是您的测评表。",
                        card=leaf(person, 0),
                        link=Link("打开测评表", f"https://votes.example/sheet/1-{person}"),
                    ),
                    key=person,
                )
                for person in PEOPLE
            )
        )
        assert stage.org.calls[SEND] == 60
        assert Counter(post.chat for post in stage.org.posts) == dict.fromkeys(PEOPLE, 1)
        for post in stage.org.posts:
            assert post.buttons == {"打开测评表": f"https://votes.example/sheet/1-{post.chat}"}
            assert post.text.startswith("这是您的测评表。")


async def test_equal_sheets_go_out_in_calls_of_twenty() -> None:
    async with Stage() as stage:
        await asyncio.gather(
            *(
                stage.send(direct(person), Message(card=leaf("p00", 0)), key=person)
                for person in PEOPLE
            )
        )
        assert stage.org.calls[SEND] == 3
        assert len(stage.org.posts) == 60


async def test_a_leaf_of_several_rows_has_links_that_answer_one_row_each() -> None:
    """Nobody has to type, also where a card holds more than one row and there is no template."""
    rows = tuple(Question(str(place), title, OPTIONS) for place, title in enumerate("德能勤"))
    several = Card("p-1-s0-0a1b2c3d", "1／8　甲", "无记名。", rows)
    async with Stage() as stage:
        stage.inlet.card_answer = turned
        await stage.send(direct("p00"), Message(card=several))
        [post] = stage.org.posts
        links = re.findall(r"\[(\S+?)\]\((dtmd://\S+?)\)", post.text)
        assert [label for label, _ in links] == list(STEPS) * 3
        (said,) = parse_qs(urlsplit(links[6][1]).query)["content"]
        await stage.server.deliver(stage.org.text("p00", said))
        await until(lambda: stage.inlet.clicks)
        [(update, _)] = stage.inlet.clicks.values()
        assert update.click is not None
        assert dict(update.click.values) == {"1": ("1",)}


def test_a_sheet_is_known_by_the_name_that_the_ballot_box_gives_it() -> None:
    sheet = Card(sheet_card_id(12, 345, terms()), "1／8", "")
    assert buttons.is_sheet(sheet)
    assert not buttons.is_sheet(Card(card_id(12, 0, terms()), "测评", ""))
