"""Votes by card and by words: certain for the voter, invisible to everybody else."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from bot.messages import Card, CardState, CardStyle, ClickAnswer, Message, Option, Question, Update
from bot.ports import SendFailed
from tests.platforms.dingtalk.stage import BALLOT, GROUP_CHAT, LISI, Stage
from tests.simulators.dingtalk.organisation import GROUP, TEMPLATE
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import Action, Fault

CREATE, UPDATE = "/v1.0/card/instances/createAndDeliver", "/v1.0/card/instances"
RELEASE = Card(
    "r-0123456789abcdef",
    "请确认公布测评结果",
    "何勤样请您核对",
    (Question("choice", "", (Option("yes", "确认"), Option("no", "取消"))),),
    CardStyle.BUTTONS,
)
DONE = ClickAnswer(accepted=True, notice="已公布到群里。", state=CardState.CLOSED)


def received(update: Update) -> Message | None:
    """As the core answers typed votes."""
    return Message(text="已收到，截止前可修改。") if update.text.startswith("测评 ") else None


def slow_until(released: asyncio.Event) -> Callable[[], Awaitable[None]]:
    """A database that takes its time."""

    async def wait() -> None:
        await released.wait()

    return wait


async def opened(stage: Stage) -> str:
    """The ballot in the group; its outTrackId."""
    await stage.send(GROUP_CHAT, Message(card=BALLOT), key="poll", priority=1)
    return next(iter(stage.org.cards))


async def test_a_tap_is_answered_with_the_clicker_s_view_alone() -> None:
    async with Stage(template=TEMPLATE) as stage:
        track = await opened(stage)
        sent = await stage.server.tap(stage.org.tap(track, "lisi", button="较好"))
        (update, _) = next(iter(stage.inlet.clicks.values()))
        assert update.click is not None
        assert (update.click.card_id, dict(update.click.values)) == (BALLOT.id, {"0": ("2",)})
        assert (update.chat, update.sender.account) == (GROUP_CHAT, "lisi")
        card = stage.org.cards[track]
        assert card.view("lisi")["notice"] == "已收到，截止前可修改。"
        assert card.view("lisi")["state"] == "answered"
        assert set(card.view("wangwu")) == {"title", "text", "kind", "buttons", "form"}
        assert "较好" not in json.dumps(sent.acks[0][0], ensure_ascii=False)
        assert [post.kind for post in stage.org.posts] == ["card"]
        assert stage.org.calls[UPDATE] == 0


async def test_several_questions_are_one_form() -> None:
    async with Stage(template=TEMPLATE) as stage:
        rows = tuple(
            Question(str(place), title, BALLOT.questions[0].options)
            for place, title in enumerate("甲乙丙")
        )
        await stage.send(GROUP_CHAT, Message(card=Card("p-8-0-0a1b2c3d", "测评", "", rows)))
        track = next(iter(stage.org.cards))
        await stage.server.tap(stage.org.tap(track, "lisi", form={"0": "1", "1": "2", "2": "4"}))
        (update, _) = next(iter(stage.inlet.clicks.values()))
        assert update.click is not None
        assert dict(update.click.values) == {"0": ("1",), "1": ("2",), "2": ("4",)}


async def test_a_tap_that_comes_again_after_16_and_60_seconds_counts_once() -> None:
    """A redelivered callback keeps its frame's message id; each is answered, and every answer is the same."""
    async with Stage(template=TEMPLATE) as stage:
        track = await opened(stage)
        body = stage.org.tap(track, "lisi", button="好")
        sent = await stage.server.tap(body, message_id="frame-1")
        for _ in (16, 60):
            before = len(sent.acks)
            await stage.server.deliver(body, message_id="frame-1")
            await until(lambda before=before: len(sent.acks) > before)  # type: ignore[misc]  # bound for this turn
        assert list(stage.inlet.clicks) == ["frame-1"]
        assert len({ack["data"] for ack, _ in sent.acks}) == 1


async def test_a_store_slower_than_two_seconds_draws_the_card_afterwards_in_one_call() -> None:
    async with Stage(template=TEMPLATE, card_seconds=0.02) as stage:
        track = await opened(stage)
        released = asyncio.Event()
        stage.inlet.before = slow_until(released)
        people = [f"p{number}" for number in range(12)]
        sent = [
            await stage.server.deliver(stage.org.tap(track, one, button="好")) for one in people
        ]
        await until(lambda: all(one.acks for one in sent))
        assert [one.response for one in sent] == [{}] * 12
        released.set()
        await until(lambda: stage.org.cards[track].private)
        await stage.platform.settle()
        views = {person: view["notice"] for person, view in stage.org.cards[track].private.items()}
        assert views == dict.fromkeys(people, "已收到，截止前可修改。")
        assert stage.org.calls[UPDATE] == 1


@pytest.mark.parametrize("action", ["qps", 502, "hang"])
async def test_a_late_view_is_tried_again(action: Action) -> None:
    async with Stage(template=TEMPLATE, card_seconds=0.01) as stage:
        track = await opened(stage)
        released = asyncio.Event()
        stage.inlet.before = slow_until(released)
        stage.web.faults.append(Fault(UPDATE, action))
        sent = await stage.server.deliver(stage.org.tap(track, "lisi", button="好"))
        await until(lambda: sent.acks)
        released.set()
        await until(lambda: stage.org.cards[track].private)


async def test_a_vote_that_could_not_be_stored_says_so() -> None:
    async with Stage(template=TEMPLATE) as stage:
        track = await opened(stage)

        async def broken() -> None:
            raise OSError

        stage.inlet.before = broken
        sent = await stage.server.deliver(stage.org.tap(track, "lisi", button="好"))
        await until(lambda: stage.org.cards[track].private)
        assert sent.response == {}
        assert stage.org.cards[track].view("lisi")["notice"] == "刚才没有存上，请再点一次。"


async def test_a_decided_card_is_closed_for_who_decided() -> None:
    async with Stage(template=TEMPLATE) as stage:
        stage.inlet.card_answer = lambda _: DONE
        await stage.send(LISI, Message(card=RELEASE))
        track = next(iter(stage.org.cards))
        await stage.server.tap(stage.org.tap(track, "lisi", button="确认"))
        assert stage.org.cards[track].view("lisi")["state"] == "closed"


async def test_a_card_whose_answer_was_lost_is_not_made_twice() -> None:
    async with Stage(template=TEMPLATE) as stage:
        stage.web.faults.append(Fault(CREATE, "hang_after"))
        with pytest.raises(SendFailed):
            await stage.send(GROUP_CHAT, Message(card=BALLOT))
        await stage.send(GROUP_CHAT, Message(card=BALLOT))
        assert [post.kind for post in stage.org.posts] == ["card"]


async def test_a_card_that_is_created_but_not_delivered_is_told_in_words() -> None:
    """HTTP 200 can hide a failed delivery."""
    async with Stage(template=TEMPLATE) as stage:
        stage.org.undelivered = 1
        await stage.send(GROUP_CHAT, Message(card=BALLOT))
        assert [post.kind for post in stage.org.posts] == ["sampleText"]


@pytest.mark.parametrize("problem", ["unknown template", "missing scope"])
async def test_a_template_that_does_not_work_is_replaced_by_words(problem: str) -> None:
    async with Stage(
        template="other.schema" if problem == "unknown template" else TEMPLATE
    ) as stage:
        if problem == "missing scope":
            stage.web.lacking[CREATE] = ("Card.Instance.Write",)
        await stage.send(GROUP_CHAT, Message(card=BALLOT))
        assert "测评 K7 等次" in stage.org.texts(GROUP)[0]


async def test_without_a_template_the_group_hears_how_to_vote_and_the_voter_taps_in_single_chat() -> (
    None
):
    async with Stage() as stage:
        stage.inlet.ballots = received
        await stage.send(GROUP_CHAT, Message(card=BALLOT), key="group")
        await stage.send(LISI, Message(card=BALLOT), key="direct")
        announced, paper = stage.org.posts
        assert (announced.buttons, list(paper.buttons)) == ({}, ["好", "较好", "一般", "差"])
        sent = await stage.server.deliver(stage.org.press(paper, "较好", "lisi"))
        await until(lambda: sent.acks)
        await stage.platform.settle()
        assert stage.inlet.votes == {"lisi": "测评 K7 较好"}
        assert stage.org.texts("lisi")[1:] == ["已收到，截止前可修改。"]
        assert stage.org.texts(GROUP) == [announced.text]


async def test_without_a_template_each_card_of_a_ballot_names_itself() -> None:
    """Of three cards the second is typed as such, and the last one's buttons say which it is."""
    rows = tuple(
        Question(str(place), title, BALLOT.questions[0].options)
        for place, title in enumerate("甲乙丙")
    )
    async with Stage() as stage:
        stage.inlet.ballots = received
        await stage.send(
            LISI, Message(card=Card("p-7-1-0a1b2c3d", "测评", "", rows, part=2)), key="second"
        )
        await stage.send(
            LISI, Message(card=Card("p-7-2-0a1b2c3d", "测评", "", rows[:1], part=3)), key="third"
        )
        told, paper = stage.org.posts
        assert "请发送“测评 K7 第2张”，后面依次写 3 个等次" in told.text
        sent = await stage.server.deliver(stage.org.press(paper, "较好", "lisi"))
        await until(lambda: sent.acks)
        await stage.platform.settle()
        assert stage.inlet.votes == {"lisi": "测评 K7 第3张 较好"}


async def test_a_typed_vote_carries_the_platform_s_own_time() -> None:
    async with Stage() as stage:
        seen: list[Update] = []

        def noted(update: Update) -> Message | None:
            seen.append(update)
            return received(update)

        stage.inlet.ballots = noted
        body = stage.org.text("lisi", "测评 好") | {"createAt": 1796115600123}
        sent = await stage.server.deliver(body, time="1796115660000")
        await until(lambda: sent.acks)
        assert {update.sent_at.timestamp() for update in seen} == {1796115600.123}


async def test_a_typed_vote_in_the_group_is_answered_to_the_voter_alone_and_once() -> None:
    async with Stage() as stage:
        stage.inlet.ballots = received
        body = stage.org.text("lisi", "测评 K7 好", group=GROUP)
        for _ in range(5):
            sent = await stage.server.deliver(body)
            await until(lambda sent=sent: sent.acks)  # type: ignore[misc]  # bound for this turn
        await stage.platform.settle()
        assert stage.org.texts("lisi") == ["已收到，截止前可修改。"]
        assert stage.org.texts(GROUP) == []


async def test_an_answer_that_could_not_go_is_given_when_the_vote_comes_again() -> None:
    async with Stage() as stage:
        stage.inlet.ballots = received
        stage.web.faults.append(Fault("/robot/sendBySession", "hang"))
        body = stage.org.text("lisi", "测评 好")
        for number in (1, 2):
            await stage.server.deliver(body)
            await until(lambda number=number: stage.inlet.deliveries == number)  # type: ignore[misc]  # bound for this turn
            await stage.platform.settle()
        assert stage.org.texts("lisi") == ["已收到，截止前可修改。"]


async def test_a_confirmation_without_a_template_is_a_button_that_says_what_it_means() -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: DONE
        await stage.send(LISI, Message(card=RELEASE))
        (post,) = stage.org.posts
        body = stage.org.press(post, "确认", "lisi")
        for _ in range(3):
            sent = await stage.server.deliver(body)
            await until(lambda sent=sent: sent.acks)  # type: ignore[misc]  # bound for this turn
        await stage.platform.settle()
        (update, _) = stage.inlet.clicks[body["msgId"]]
        assert update.click is not None
        assert (update.click.card_id, dict(update.click.values)) == (
            RELEASE.id,
            {"choice": ("yes",)},
        )
        assert (update.text, update.sender.account) == ("", "lisi")
        assert stage.org.texts("lisi")[1:] == ["已公布到群里。"]


async def test_attendance_in_the_group_is_answered_privately() -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: ClickAnswer(
            accepted=True, notice="已签到。", state=CardState.ANSWERED
        )
        here = (Question("choice", "", (Option("here", "到会"),)),)
        await stage.send(
            GROUP_CHAT, Message(card=Card("r-0a", "签到", "", here, CardStyle.BUTTONS))
        )
        (post,) = stage.org.posts
        assert post.kind == "sampleActionCard"
        await stage.server.deliver(stage.org.press(post, "到会", "lisi", group=GROUP))
        await until(lambda: stage.org.texts("lisi"))
        assert stage.org.texts("lisi") == ["已签到。"]


async def test_a_hall_taps_at_once_and_every_vote_counts() -> None:
    """60 people, each tap delivered twice."""
    async with Stage(template=TEMPLATE) as stage:
        track = await opened(stage)
        chosen = {
            f"p{number}": ("好", "较好", "一般", "差")[number * 7 % 4] for number in range(60)
        }
        sent = []
        for person, button in chosen.items():
            body = stage.org.tap(track, person, button=button)
            sent += [await stage.server.deliver(body, message_id=f"m-{person}") for _ in range(2)]
        await until(lambda: all(len(one.acks) == 2 for one in sent))
        steps = {option.id: option.text for option in BALLOT.questions[0].options}
        counted = {}
        for update, _ in stage.inlet.clicks.values():
            assert update.click is not None
            counted[update.sender.account] = steps[update.click.values["0"][0]]
        assert counted == chosen
        assert stage.platform.quota.usage()[0].used == 1  # the card alone
