"""A click on a card over the long connection: what was chosen, and how the clicker's card is drawn anew."""

import pytest

from bot.messages import Card, CardState, ClickAnswer, Message, Question
from tests.platforms.wecom.pushed import CONFIRM, LISI, POLL, SCALE, spoken
from tests.platforms.wecom.stage import GROUP_CHAT, Stage
from tests.simulators.wecom.sockets import Fault
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP


def answered(card: Card) -> ClickAnswer:
    return ClickAnswer(
        accepted=True, notice="已收到，截止前可修改", state=CardState.ANSWERED, card=card
    )


async def poll_in_group(stage: Stage) -> str:
    """The group has a card to vote on, which shows a vote as given; returns its task."""
    stage.inlet.card_answer = lambda _: answered(POLL)
    await spoken(stage, group=GROUP)
    await stage.send(GROUP_CHAT, Message(card=POLL))
    return next(iter(stage.tenant.cards))


async def test_a_click_redraws_the_clickers_card_alone() -> None:
    async with Stage() as stage:
        task = await poll_in_group(stage)
        await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": ("good",)}))
        await until(lambda: (task, "lisi") in stage.tenant.views)
        assert stage.tenant.view("lisi", task)["main_title"]["desc"] == "已收到，截止前可修改"
        assert stage.tenant.view("wangwu", task) == stage.tenant.cards[task].card


async def test_a_second_person_confirms_with_a_button() -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(CONFIRM)
        await spoken(stage)
        await stage.send(LISI, Message(card=CONFIRM))
        task = next(iter(stage.tenant.cards))
        await stage.server.deliver(stage.tenant.click("lisi", task, "确认"))
        await until(lambda: (task, "lisi") in stage.tenant.views)
        (update, _) = next(iter(stage.inlet.clicks.values()))
        assert update.click is not None
        assert dict(update.click.values) == {"q": ("yes",)}
        assert stage.tenant.view("lisi", task)["card_type"] == "text_notice"


async def test_846604_an_update_that_came_too_late_is_only_missing() -> None:
    async with Stage() as stage:
        task = await poll_in_group(stage)
        stage.server.faults.append(Fault("aibot_respond_update_msg", 846604))
        await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": ("good",)}))
        await until(lambda: stage.tenant.refusals)
        assert len(stage.inlet.clicks) == 1
        assert (task, "lisi") not in stage.tenant.views


@pytest.mark.parametrize("code", [42045, 42039])
async def test_42045_and_42039_a_refused_redraw_becomes_a_notice(code: int) -> None:
    async with Stage() as stage:
        task = await poll_in_group(stage)
        stage.server.faults.append(Fault("aibot_respond_update_msg", code))
        await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": ("good",)}))
        await until(lambda: (task, "lisi") in stage.tenant.views)
        assert stage.tenant.view("lisi", task)["sub_title_text"] == "已收到，截止前可修改"


async def test_a_click_that_became_a_notice_costs_nothing_when_it_comes_again() -> None:
    async with Stage() as stage:
        task = await poll_in_group(stage)
        stage.server.faults.append(Fault("aibot_respond_update_msg", 42045))
        click = stage.tenant.click("lisi", task, {"overall": ("good",)})
        for times in (1, 2, 3):
            await stage.server.deliver(click)
            await until(lambda times=times: stage.inlet.deliveries == times + 1)  # type: ignore[misc]  # bound for this turn
        await stage.platform.stop()
        assert len(stage.server.sent("aibot_respond_update_msg")) == 2


async def test_a_list_that_nobody_touched_chooses_nothing() -> None:
    """The platform sends such a list with its first option: on a ballot that would be a vote."""
    rows = tuple(Question(str(place), title, SCALE) for place, title in enumerate("甲乙丙"))
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(POLL)
        await spoken(stage)
        await stage.send(LISI, Message(card=Card("p-8-0-0a1b2c3d", "测评", "", rows)))
        task = next(iter(stage.tenant.cards))
        await stage.server.deliver(stage.tenant.click("lisi", task, {"1": ("poor",)}))
        await until(lambda: stage.inlet.clicks)
        [(update, _)] = stage.inlet.clicks.values()
        assert update.click is not None
        assert {key: ids for key, ids in update.click.values.items() if ids} == {"1": ("poor",)}
