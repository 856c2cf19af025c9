"""A sheet in single chat: one card that turns under the finger, for a whole hall in one minute."""

import asyncio
import dataclasses
from collections import Counter

import pytest

from bot.messages import Chat, ChatKind, Message
from tests.platforms.sheet_cards import PEOPLE, STEPS, SUBJECTS, leaf, turned
from tests.platforms.wecom.stage import QUICK, Stage
from tests.simulators.wecom.sockets import Fault
from tests.simulators.wecom.waiting import until


def direct(person: str) -> Chat:
    return Chat(ChatKind.DIRECT, person)


async def handed_out(stage: Stage, *people: str) -> None:
    """Everybody has written once, and gets his sheet by a push."""
    stage.inlet.card_answer = turned
    stage.tenant.conversations.update(people)
    await asyncio.gather(
        *(
            stage.send(direct(person), Message(card=leaf(person, 0)), key=person)
            for person in people
        )
    )


def task_of(stage: Stage, person: str) -> str:
    """The newest card in this person's chat."""
    return [task for task, post in stage.tenant.cards.items() if post.chat == person][-1]


async def test_sixty_people_fill_eight_leaves_in_a_minute_and_every_tap_turns_the_card() -> None:
    """The server refuses what is later than five seconds, and the 31st message of a minute."""
    async with Stage() as stage:
        await handed_out(stage, *PEOPLE)
        for place, subject in enumerate(SUBJECTS):
            for person in PEOPLE:
                task = task_of(stage, person)
                step = STEPS[(place + PEOPLE.index(person)) % len(STEPS)]
                assert subject in stage.tenant.view(person, task)["main_title"]["title"]
                await stage.server.deliver(stage.tenant.click(person, task, step))
            await until(lambda place=place: _turned(stage) == len(PEOPLE) * (place + 1))  # type: ignore[misc]  # bound for this turn
        shown = Counter(
            stage.tenant.view(person, task_of(stage, person))["card_type"] for person in PEOPLE
        )
        assert shown == {"vote_interaction": 60}  # the overview, with a tick for each subject
        assert len(stage.inlet.clicks) == 480
        assert len(stage.tenant.posts) == 60
        assert stage.tenant.refusals == []


async def sooner(seconds: float) -> None:
    """Sleeps a twentieth of that: a new card is tried again after a second, and then after five."""
    await asyncio.sleep(seconds / 20)


@pytest.mark.parametrize("trouble", [846604, 42045, 45009, "cut", "silent"])
async def test_whose_card_could_not_be_turned_goes_on_with_a_new_one(trouble: object) -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.3), sleep=sooner) as stage:
        await handed_out(stage, "p00")
        first = task_of(stage, "p00")
        stage.server.faults.append(Fault("aibot_respond_update_msg", trouble))  # type: ignore[arg-type]  # one of its actions
        await stage.server.deliver(stage.tenant.click("p00", first, "较好"))
        await until(lambda: task_of(stage, "p00") != first)
        new = task_of(stage, "p00")
        assert "2／8" in stage.tenant.view("p00", new)["main_title"]["title"]
        await stage.server.deliver(stage.tenant.click("p00", new, "好"))
        await until(lambda: (new, "p00") in stage.tenant.views)
        assert len(stage.inlet.clicks) == 2


async def test_a_leaf_shows_the_whole_line_above_its_buttons() -> None:
    async with Stage() as stage:
        await handed_out(stage, "p00")
        task = task_of(stage, "p00")
        await stage.server.deliver(stage.tenant.click("p00", task, "差"))
        await until(lambda: (task, "p00") in stage.tenant.views)
        view = stage.tenant.view("p00", task)
        assert view["sub_title_text"] == "已收到。无记名；收票前都可以修改。"
        assert [button["text"] for button in view["button_list"]] == list(STEPS)
        assert "差" not in view["sub_title_text"]


def _turned(stage: Stage) -> int:
    """How many updates the server has taken and shown."""
    return len(stage.server.sent("aibot_respond_update_msg"))
