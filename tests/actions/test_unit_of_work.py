"""What follows a transaction follows it, and follows nothing that was taken back."""

import pytest

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import Context
from bot.dispatch.prepared import MessageSteps, Step
from bot.domain.refusals import CardGone
from bot.messages import Message
from tests.cast import LI
from tests.core import Core
from tests.fakes import update


def say(work: UnitOfWork) -> bool:
    person = people.find(work, LI)
    assert person is not None
    return work.message_person(
        people.department(work, person.department), person, Message(text="hello"), key="k"
    )


async def test_the_postman_is_woken_after_the_commit_and_only_where_something_was_said(
    core: Core,
) -> None:
    services, woken = core.program.services, []
    services.on_said = lambda: woken.append("woken")
    await services.write(lambda _: None)
    assert woken == []
    await services.write(say)
    await services.write(say)  # the same key again: nothing new
    assert woken == ["woken"]


async def test_what_comes_after_the_commit_comes_not_after_a_failure(core: Core) -> None:
    done: list[str] = []

    def fail(work: UnitOfWork) -> None:
        work.after_commit.append(lambda: done.append("after"))
        say(work)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await core.program.services.write(fail)
    await core.settle()
    assert (done, core.messenger.texts()) == ([], [])


async def test_a_refused_step_takes_back_itself_alone(core: Core) -> None:
    done: list[str] = []

    def good(context: Context) -> Message:
        context.work.audit(context.department.id, context.actor, "good", "x")
        context.work.after_commit.append(lambda: done.append("good"))
        return Message(text="good")

    def refused(context: Context) -> Message:
        context.work.audit(context.department.id, context.actor, "refused", "x")
        context.work.after_commit.append(lambda: done.append("refused"))
        raise CardGone

    steps = MessageSteps(update(LI), (Step(good), Step(refused), Step(good)))
    (message,) = (await core.program.services.write(steps.answer)).messages
    assert message.text.count("good") == 2
    assert message.refused == "card_gone"
    assert done == ["good", "good"]


async def test_who_asks_is_loaded_with_department_and_year(core: Core) -> None:
    def run(work: UnitOfWork) -> tuple[str, str, int]:
        context = Context.load(work, update(LI))
        return context.actor.name, context.department.name, context.cycle.year

    assert await core.program.services.read(run) == ("李思样", "示例系", 2026)


async def test_a_failed_step_leaves_nothing_for_after_the_commit(core: Core) -> None:
    done: list[str] = []

    def step(work: UnitOfWork) -> None:
        with work.step():
            say(work)
            work.after_commit.append(lambda: done.append("inside"))
            raise ZeroDivisionError

    def act(work: UnitOfWork) -> None:
        work.after_commit.append(lambda: done.append("before"))
        with pytest.raises(ZeroDivisionError):
            step(work)
        work.after_commit.append(lambda: done.append("after"))

    await core.program.services.write(act)
    await core.settle()
    assert (done, core.messenger.texts()) == (["before", "after"], [])


async def test_a_trial_tells_what_would_happen_and_keeps_nothing(core: Core) -> None:
    def act(work: UnitOfWork) -> bool:
        with work.trial():
            return say(work)

    assert await core.program.services.write(act)
    assert await core.program.services.write(act)  # its key is free again
    await core.settle()
    assert core.messenger.texts() == []
