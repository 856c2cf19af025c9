"""A whole cycle through the simulated platform: does a department of eight branches and sixty voters fit the free edition?

`-s` shows the transcript of the first poll and the month's numbers.
"""

from collections import Counter
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path

from bot.documents.reader import DocumentReader
from bot.platforms.dingtalk.quota import Allowance, Kind
from bot.sample import sample_report
from tests.cast import DEAN, ORGANISER
from tests.conftest import START
from tests.platforms.department import VOTERS, lines
from tests.platforms.dingtalk.hall import Hall, hall, made
from tests.simulators.dingtalk.organisation import GROUP
from tests.simulators.dingtalk.waiting import until

SECRETARIES = tuple(
    (f"s{number:02}", f"第{'一二三四五六七八'[number - 1]}支部") for number in range(1, 9)
)
HELD = 2  # polls; an answer of the first may be on its way when the second begins
FREE = Allowance()


async def test_a_cycle_of_eight_branches_and_sixty_voters_fits_the_free_edition(
    tmp_path: Path, reader: DocumentReader
) -> None:
    async with hall(made(tmp_path / "made"), tmp_path, reader) as there:
        await there.says(ORGANISER, "帮助", group=True)
        await reports(there)
        await later(there, days=20)
        cost_of_two = await cost_of(there, polls(there))
        await released(there)
        await later(there, days=150)
        await there.platform.quota.stop()

        used = Counter(there.ledger.counts)
        assert used.total() == there.org.calls.total() + there.org.pushed
        # One poll is as dear as another; those that are not held cost the month what these did.
        for _ in SECRETARIES[HELD::HELD]:
            used += cost_of_two
        print("\n".join(there.transcript[:40]))  # noqa: T201 - shown with -s
        print(  # noqa: T201 - shown with -s
            "\n".join(f"{month} {kind}: {number}" for (kind, month), number in sorted(used.items()))
        )
        assert max(number for (kind, _), number in used.items() if kind == "api") < 0.5 * FREE.of(
            Kind.API
        )
        assert max(
            number for (kind, _), number in used.items() if kind == "webhook"
        ) < 0.8 * FREE.of(Kind.WEBHOOK)
        assert there.ledger.announced == {}


async def polls(there: Hall) -> None:
    for place, (secretary, _) in enumerate(SECRETARIES[:HELD], 1):
        await poll(there, place, secretary)


async def cost_of(there: Hall, doing: Awaitable[None]) -> Counter[tuple[str, str]]:
    """Does it, and returns how much of each allowance it used."""
    await there.settle()
    before = Counter(there.ledger.counts)
    await doing
    await there.settle()
    return Counter(there.ledger.counts) - before


async def reports(there: Hall) -> None:
    """Each secretary hands in; the organiser looks after each."""
    for secretary, branch in SECRETARIES:
        receipt = await there.sends(
            secretary, "述职报告.docx", sample_report(branch, year=START.year)
        )
        assert any("已收到" in post.text for post in receipt if post.chat == secretary)
        await there.says(ORGANISER, "状态")


async def later(there: Hall, *, days: int) -> None:
    """Time passes event by event, with every reminder on the way."""
    clock = there.program.clock
    await there.program.conductor.advance(clock, clock.now() + timedelta(days=days))  # type: ignore[arg-type]  # the sandbox's
    await there.settle()


async def poll(there: Hall, place: int, secretary: str) -> None:
    """Every voter types his vote and hears that it came; a third changes his mind."""
    await there.says(ORGANISER, "下一位", group=True)
    voters = [line.account for line in lines() if line.category and line.account != secretary]
    for number, voter in enumerate([*voters, *voters[::3]]):
        sent = await there.server.deliver(
            there.org.text(voter, f"测评 K{place} {('好', '较好')[number % 2]}")
        )
        await until(lambda sent=sent: sent.acks)  # type: ignore[misc]  # bound for this turn
    await there.platform.settle()
    assert len(voters) == VOTERS - 1
    answers = [post for post in there.org.posts if post.text == "已收到，截止前可修改。"]
    assert len(answers) >= len(voters)
    assert not [post for post in there.org.posts if post.chat == GROUP and post.buttons]
    over = await there.says(ORGANISER, "结束测评", group=True)
    assert any(post.chat == GROUP and "测评已结束" in post.text for post in over)


async def released(there: Hall) -> None:
    await later(there, days=0)
    clock = there.program.clock
    await there.program.conductor.advance(clock, clock.now() + timedelta(minutes=1))  # type: ignore[arg-type]  # the sandbox's
    asked = await there.says(ORGANISER, "公布")
    request = next(post for post in asked if post.chat == DEAN and post.buttons)
    published = await there.presses(DEAN, request, "确认")
    assert any(post.chat == GROUP and "王文例" in post.text for post in published)
