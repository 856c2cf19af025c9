"""The month's numbers: counted, kept, announced once, and never spent by reminders to the last."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from bot.messages import Message
from bot.platforms.dingtalk.quota import Allowance, Kind, MemoryLedger, Quota
from bot.ports import SendFailed
from tests.platforms.dingtalk.fakes import FakeClock
from tests.platforms.dingtalk.stage import GROUP_CHAT, LISI, Stage
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import Fault

SHANGHAI = ZoneInfo("Asia/Shanghai")
HUNDRED = Allowance(api=100, webhook=100)


def quota(ledger: MemoryLedger | None = None, clock: FakeClock | None = None) -> Quota:
    return Quota(ledger or MemoryLedger(), clock or FakeClock(), SHANGHAI, HUNDRED)


def allowed(counted: Quota, priority: int) -> bool:
    try:
        counted.check(Kind.API, priority)
    except SendFailed:
        return False
    return True


@pytest.mark.parametrize(
    ("used", "reminders", "ordinary", "votes"),
    [(0, True, True, True), (89, True, True, True), (90, False, True, True), (95, False, False, True), (150, False, False, True)],
)  # fmt: skip
async def test_what_is_left_is_kept_for_the_more_urgent(
    used: int, *, reminders: bool, ordinary: bool, votes: bool
) -> None:
    counted = quota()
    counted.spend(Kind.API, used)
    assert [allowed(counted, priority) for priority in (9, 5, 0)] == [reminders, ordinary, votes]
    await counted.stop()


async def test_the_numbers_survive_a_restart_and_begin_anew_with_the_month() -> None:
    ledger, clock = MemoryLedger(), FakeClock(datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    first = quota(ledger, clock)
    await first.start()
    first.spend(Kind.API, 90)
    await first.stop()
    second = quota(ledger, clock)
    await second.start()
    assert (second.month, second.used(Kind.API)) == ("2026-11", 90)
    clock.moment = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    assert (second.month, second.used(Kind.API)) == ("2026-12", 0)


async def test_it_is_announced_once_per_month_and_kind() -> None:
    ledger = MemoryLedger()
    counted = quota(ledger)
    for _ in range(5):
        counted.spend(Kind.WEBHOOK, 20)
        await counted.stop()
    assert ledger.announced == {("webhook", "2026-12"): 80}


@dataclass
class Away(MemoryLedger):
    failures: list[Exception] = field(default_factory=lambda: [OSError()])

    def __post_init__(self) -> None:
        super().__init__()

    @override
    async def spend(self, kind: str, month: str, number: int = 1, *, allowance: int = 0) -> int:
        if self.failures and number:
            raise self.failures.pop()
        return await super().spend(kind, month, number, allowance=allowance)


async def test_a_ledger_that_is_away_loses_no_number() -> None:
    ledger = Away()
    counted = quota(ledger)
    counted.spend(Kind.API, 3)
    await counted.stop()
    assert counted.used(Kind.API) == 3
    counted.spend(Kind.API)
    await counted.stop()
    assert ledger.counts["api", "2026-12"] == 4


async def test_a_ledger_that_is_away_at_the_start_stops_nothing() -> None:
    counted = quota(Broken())
    await counted.start()
    assert counted.used(Kind.API) == 0


class Broken(MemoryLedger):
    @override
    async def spend(self, kind: str, month: str, number: int = 1, *, allowance: int = 0) -> int:
        raise OSError


async def test_what_comes_together_is_one_entry_of_the_ledger() -> None:
    """So that no row tells when a single vote came."""
    counted = quota(entries := Entries())
    for _ in range(60):
        counted.spend(Kind.WEBHOOK)
    await counted.stop()
    assert entries.numbers == [60]


@dataclass
class Entries(MemoryLedger):
    numbers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @override
    async def spend(self, kind: str, month: str, number: int = 1, *, allowance: int = 0) -> int:
        self.numbers.append(number)
        return await super().spend(kind, month, number, allowance=allowance)


async def test_reminders_leave_the_last_tenth_and_answers_go_on() -> None:
    """The organiser, who is told at 80 percent, still hears it."""
    async with Stage(allowance=HUNDRED) as stage:
        stage.platform.quota.spend(Kind.API, 80)
        await stage.send(LISI, Message(text="用量"), key="notice", priority=9)
        stage.platform.quota.spend(Kind.API, 9)
        with pytest.raises(SendFailed) as caught:
            await stage.send(LISI, Message(text="提醒"), key="reminder", priority=9)
        assert not caught.value.permanent
        await stage.send(LISI, Message(text="答复"), key="answer", priority=2)
        assert stage.org.texts("lisi") == ["用量", "答复"]
        await until(lambda: stage.ledger.announced)


async def test_answers_leave_the_webhook_when_its_messages_are_scarcer() -> None:
    async with Stage(allowance=HUNDRED) as stage:
        await stage.server.deliver(stage.org.text("lisi", "状态"))
        await until(lambda: stage.inlet.stored)
        (update,) = stage.inlet.stored.values()
        stage.platform.quota.spend(Kind.WEBHOOK, 80)
        await stage.send(LISI, Message(text="答复"), token=update.reply_token)
        assert [post.via for post in stage.org.posts] == ["batchSend"]


async def test_the_platform_s_own_word_that_it_is_used_up_outweighs_the_count() -> None:
    async with Stage() as stage:
        stage.web.faults.append(Fault("/v1.0/robot/groupMessages/send", "quota"))
        with pytest.raises(SendFailed) as caught:
            await stage.send(GROUP_CHAT, Message(text="答复"))
        assert not caught.value.permanent
        with pytest.raises(SendFailed):
            await stage.send(GROUP_CHAT, Message(text="提醒"), key="k2", priority=9)
        assert len(stage.web.sent("/v1.0/robot/groupMessages/send")) == 1


async def test_a_message_over_quota_is_acknowledged_and_noted() -> None:
    async with Stage() as stage:
        body = stage.org.message("lisi", "text", {"errorCode": 20001, "errorMessage": "over quota"})
        sent = await stage.server.deliver(body)
        await until(lambda: sent.acks)
        assert stage.inlet.stored == {}
        assert stage.platform.quota.share(Kind.WEBHOOK) == 1.0


async def test_the_count_agrees_with_the_platform_s() -> None:
    async with Stage() as stage:
        stage.inlet.answers = lambda _: Message(text="好")
        for number in range(6):
            await stage.server.deliver(stage.org.text("lisi", f"状态 {number}"))
        await until(lambda: len(stage.org.posts) == 6)
        await stage.send(LISI, Message(file=stage.files.add("表.xlsx", b"x")))
        await stage.send(GROUP_CHAT, Message(text="请投票", mentions=("lisi",)), key="m")
        api, webhook = stage.platform.quota.usage()
        assert (api.used, webhook.used) == (stage.org.calls.total(), stage.org.pushed) == (2, 13)


async def test_a_paid_edition_s_allowance_is_a_setting() -> None:
    """An organisation with 50,000 messages is not warned, nor slowed down, at 2,400."""
    async with Stage(allowance=Allowance(api=200_000, webhook=50_000)) as stage:
        stage.platform.quota.spend(Kind.API, 4_900)
        stage.platform.quota.spend(Kind.WEBHOOK, 2_900)
        await stage.send(LISI, Message(text="提醒"), priority=9)
        assert stage.org.texts("lisi") == ["提醒"]
        assert [usage.limit for usage in stage.platform.quota.usage()] == [200_000, 50_000]
    assert stage.ledger.announced == {}
