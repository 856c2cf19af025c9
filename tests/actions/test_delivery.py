"""The outbox's way out: in order, tried again or given up for a reason, never doubled, never out of date."""

import asyncio
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlmodel import select
from typing_extensions import override

from bot.actions import digests, people
from bot.actions.delivery import FIRST_WAIT, LONGEST_WAIT, TRIES, deliver_due
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.clocks import SystemClock
from bot.conductor import BEAT, Conductor
from bot.messages import Chat, Message
from bot.ports import Delivery, SendFailed
from bot.storage.cycles import CycleRow
from bot.storage.outbox import LEASE
from tests.cast import DEAN, LI, ORGANISER, ZHANG
from tests.core import Core
from tests.fakes import CountedDatabase, FakeMessenger, update

T = TypeVar("T")


async def tell(
    core: Core, account: str, *texts: str, priority: int = 5, postman: bool = False
) -> None:
    """Puts texts into the outbox; the postman learns of it only where he is asked for."""

    def run(work: UnitOfWork) -> None:
        person = people.find(work, account)
        assert person is not None
        department = people.department(work, person.department)
        for text in texts:
            work.message_person(
                department,
                person,
                Message(text=text),
                key=f"key:{account}:{text}",
                priority=priority,
            )
        work.said = postman

    await core.program.services.write(run)


async def deliver(core: Core) -> None:
    while await deliver_due(core.program.services):
        pass


def later(core: Core, **more: float) -> None:
    clock = core.program.clock
    clock.move(clock.now() + timedelta(**more))  # type: ignore[attr-defined]  # the sandbox's clock


async def states(core: Core) -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in await core.outbox()]


async def test_a_conversation_is_delivered_in_order(core: Core) -> None:
    numbers = [str(number) for number in range(20)]
    await tell(core, LI, *numbers)
    await tell(core, DEAN, *numbers)
    await deliver(core)
    assert core.messenger.texts(LI) == core.messenger.texts(DEAN) == numbers


async def test_what_is_urgent_overtakes_what_waits(core: Core) -> None:
    await tell(core, LI, "bulletin", priority=9)
    await tell(core, LI, "answer", priority=2)
    await deliver(core)
    assert core.messenger.texts(LI) == ["answer", "bulletin"]


async def test_a_conversation_that_hangs_holds_no_other(core: Core) -> None:
    released = asyncio.Event()

    class Hanging(FakeMessenger):
        @override
        async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
            if message.text == "slow":
                await released.wait()
            await super().send(chat, message, delivery)

    messenger = Hanging()
    core.program.services.messengers = {"sandbox": messenger}
    await tell(core, LI, "slow", "after")
    await tell(core, DEAN, "quick")
    delivering = asyncio.create_task(deliver(core))
    await messenger.until_sent(1)
    released.set()
    await delivering
    assert messenger.texts(LI) == ["slow", "after"]
    assert messenger.texts()[0] == "quick"


async def test_the_postman_and_the_beat_never_send_one_conversation_side_by_side(
    core: Core,
) -> None:
    """While the first message is on its way the second one has to wait, whoever would send it."""
    core.messenger.gate.clear()
    await tell(core, LI, "first", postman=True)
    await core.messenger.until_tried(1)
    await tell(core, LI, "second")
    beat = asyncio.create_task(core.program.conductor.beat())
    for _ in range(100):  # more than the beat's jobs need to come to the outbox
        await core.program.services.write(lambda _: None)
    tried = len(core.messenger.tried)
    core.messenger.gate.set()
    await beat
    await core.settle()
    assert tried == 1
    assert core.messenger.texts(LI) == ["first", "second"]


async def test_what_is_said_while_another_message_is_on_its_way_goes_out_too(core: Core) -> None:
    core.messenger.gate.clear()
    await tell(core, LI, "first", postman=True)
    await core.messenger.until_tried(1)
    settling = asyncio.create_task(core.settle())
    await tell(core, DEAN, "second", postman=True)
    core.messenger.gate.set()
    await settling
    assert core.messenger.texts(DEAN) == ["second"]


async def test_a_passing_failure_is_tried_again_with_growing_pauses(core: Core) -> None:
    core.messenger.failures = [SendFailed("busy") for _ in range(TRIES)]
    await tell(core, LI, "hello")
    waits = []
    for _ in range(TRIES):
        await deliver(core)
        (row,) = await core.outbox()
        waits.append((row.due_at - core.program.clock.now()).total_seconds())
        later(core, seconds=LONGEST_WAIT)
    assert waits[:3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert max(waits) == LONGEST_WAIT
    assert timedelta(seconds=sum(waits)) > timedelta(days=1)
    assert await states(core) == [("failed", "busy")]
    assert len(core.messenger.tried) == TRIES
    assert {delivery.key for delivery in core.messenger.tried} == {"key:s02:hello"}


async def test_a_connection_that_stays_away_is_asked_less_and_less(core: Core) -> None:
    """However soon the platform hopes to be back: eight tries within three minutes once lost a message."""
    core.messenger.failures = [SendFailed("not connected", retry_after=20) for _ in range(10)]
    await tell(core, LI, "hello")
    for _ in range(10):
        await deliver(core)
        later(core, seconds=20)
    await deliver(core)
    assert await states(core) == [("pending", "not connected")]
    later(core, hours=1)
    core.messenger.failures.clear()
    await deliver(core)
    assert core.messenger.texts() == ["hello"]


async def test_the_platform_says_when_to_come_back(core: Core) -> None:
    core.messenger.failures = [SendFailed("busy", retry_after=90)]
    await tell(core, LI, "hello")
    await deliver(core)
    later(core, seconds=89)
    await deliver(core)
    assert core.messenger.texts() == []
    later(core, seconds=1)
    await deliver(core)
    assert core.messenger.texts() == ["hello"]


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (SendFailed("nobody there", permanent=True), "nobody there"),
        (SendFailed("never", permanent=True, retry_after=5), "never"),
    ],
)
async def test_what_cannot_succeed_is_given_up_with_its_reason_and_told(
    core: Core, failure: SendFailed, reason: str
) -> None:
    core.messenger.failures = [failure]
    await tell(core, LI, "hello", "next")
    await deliver(core)
    assert await states(core) == [("failed", reason), ("sent", "")]
    later(core, days=1)
    await deliver(core)
    assert core.messenger.texts() == ["next"]


async def test_a_bug_of_a_platform_is_a_failure_like_any_other(core: Core) -> None:
    core.messenger.failures = [ZeroDivisionError()]
    await tell(core, LI, "hello")
    await deliver(core)
    assert await states(core) == [("pending", "error")]
    later(core, seconds=FIRST_WAIT)
    await deliver(core)
    assert await states(core) == [("sent", "error")]


async def test_a_platform_that_is_not_running_keeps_its_messages(core: Core) -> None:
    core.program.services.messengers = {}
    await tell(core, LI, "hello")
    await deliver(core)
    ((state, reason),) = await states(core)
    assert (state, "sandbox" in reason) == ("pending", True)


class Dying(FakeMessenger):
    """Takes the message, and the process is killed before it can note that."""

    @override
    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        await super().send(chat, message, delivery)
        if len(self.sent) == 1:
            raise asyncio.CancelledError


async def test_a_crash_between_sending_and_noting_repeats_once_with_the_same_key(
    core: Core,
) -> None:
    core.program.services.messengers = {"sandbox": (messenger := Dying())}
    await tell(core, LI, "hello")
    with pytest.raises(asyncio.CancelledError):
        await deliver_due(core.program.services)
    await deliver(core)
    assert messenger.texts() == ["hello"]  # as long as the lease runs another may be at it
    later(core, seconds=LEASE.total_seconds() + 1)
    await deliver(core)
    later(core, days=1)
    await deliver(core)
    assert messenger.texts() == ["hello", "hello"]
    assert {sent.delivery.key for sent in messenger.sent} == {"key:s02:hello"}
    assert await states(core) == [("sent", "发送时中断，重发一次，可能收到两遍")]


async def test_stopping_lets_what_is_on_its_way_arrive(core: Core) -> None:
    """A restart is no crash: nothing is left half sent, to be repeated afterwards."""
    core.messenger.gate.clear()
    await tell(core, LI, "hello", postman=True)
    await core.messenger.until_tried(1)
    stopping = asyncio.create_task(core.program.conductor.stop())
    await asyncio.sleep(0)
    core.messenger.gate.set()
    await stopping
    assert await states(core) == [("sent", "")]


async def test_one_failing_job_of_a_beat_stops_no_other(
    core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoil(work: UnitOfWork) -> None:
        for row in work.session.exec(select(CycleRow)):
            row.plan = "no plan"

    await tell(core, ZHANG, "hello")
    await core.program.services.write(spoil)
    await core.program.conductor.beat()
    assert core.messenger.texts() == ["hello"]
    assert "job.failed" in capsys.readouterr().out


async def test_undelivered_messages_show_in_the_state(core: Core) -> None:
    core.messenger.failures = [SendFailed("nobody there", permanent=True)]
    await tell(core, LI, "hello")
    await deliver(core)
    (told,) = await core.hear(update(ORGANISER, "状态"))
    assert "有 1 条消息没有送达" in told


UNSPOKEN = SendFailed("nobody may write first there", until_spoken=True)


async def test_who_speaks_for_the_first_time_gets_what_waited_for_him(core: Core) -> None:
    core.messenger.failures = [UNSPOKEN, UNSPOKEN]
    await tell(core, LI, "first", "second")
    await deliver(core)
    later(core, days=3)
    await deliver(core)
    assert [state for state, _ in await states(core)] == ["unreached", "unreached"]
    (heard,) = await core.hear(update(LI, "收到"))
    assert heard.startswith("好的。")
    assert heard.endswith("现在一并告诉您：\nfirst\n\nsecond")
    assert await core.hear(update(LI, "收到")) == ["好的。"]


async def test_a_word_of_somebody_else_brings_nothing(core: Core) -> None:
    core.messenger.failures = [UNSPOKEN]
    await tell(core, LI, "hello")
    await deliver(core)
    await core.hear(update(DEAN, "状态"))
    assert core.messenger.texts(LI) == []


async def test_what_waits_for_a_first_word_stands_in_the_status(core: Core) -> None:
    core.messenger.failures = [UNSPOKEN]
    await tell(core, LI, "hello")
    await deliver(core)
    assert any(
        "1 条消息没有送达" in answer for answer in await core.hear(update(ORGANISER, "状态"))
    )


async def test_what_failed_while_the_platform_was_away_goes_out_when_it_is_back(core: Core) -> None:
    core.messenger.failures = [SendFailed("not connected", retry_after=5) for _ in range(6)]
    await tell(core, LI, "hello")
    for _ in range(6):
        await deliver(core)
        later(core, minutes=5)
    await deliver(core)
    core.messenger.failures = [SendFailed("not connected", retry_after=5)]
    await tell(core, LI, "late")
    await deliver(core)
    core.program.conductor.reconnected("sandbox")
    await core.messenger.until_tried(9)
    await core.settle()
    assert core.messenger.texts(LI) == ["hello", "late"]


async def test_a_message_that_pauses_goes_out_when_it_is_due_and_not_at_the_next_beat(
    core: Core,
) -> None:
    """Time passes here: the beat is twenty seconds away, the pause a twentieth of one."""
    await core.program.conductor.stop()
    core.program.services.clock = SystemClock()
    conductor = Conductor(core.program.services, core.program.intake, core.program.process)
    core.messenger.failures = [SendFailed("too many in this second", retry_after=0.05)]
    await conductor.start(metronome=True)
    await tell(core, LI, "hello", postman=True)
    async with asyncio.timeout(BEAT / 2):
        await core.messenger.until_tried(2)
    await conductor.stop()
    assert core.messenger.texts(LI) == ["hello"]


async def test_a_digest_needs_one_transaction_before_it_is_sent_and_one_after(core: Core) -> None:
    """Besides the one that claims whatever is due."""

    def greet(work: UnitOfWork) -> str:
        person = people.find(work, LI)
        assert person is not None
        department = people.department(work, person.department)
        return digests.tell(work, department, person, Part("greeting", "您好。"))

    services = core.program.services
    await services.write(greet)
    (row,) = await core.outbox()
    core.program.clock.move(row.due_at)  # type: ignore[attr-defined]  # the sandbox's clock
    counted = CountedDatabase(services.database)
    services.database = counted  # type: ignore[assignment]  # it is asked for these two alone
    assert await deliver_due(services) == 1
    services.database = counted.database
    assert core.messenger.texts(LI) == ["您好。"]
    assert (counted.transactions, counted.snapshots) == (3, 0)


async def test_more_than_a_batch_goes_out_at_once_and_less_is_asked_for_once(core: Core) -> None:
    messages = [f"第{number}条" for number in range(51)]
    await tell(core, LI, *messages)
    assert await deliver_due(core.program.services) == 51
    assert core.messenger.texts(LI) == messages
    await tell(core, LI, "最后一条")
    services = core.program.services
    counted = CountedDatabase(services.database)
    services.database = counted  # type: ignore[assignment]  # it is asked for these two alone
    assert await deliver_due(services) == 1
    services.database = counted.database
    assert (counted.transactions, counted.snapshots) == (2, 1)  # claimed, looked at, noted
