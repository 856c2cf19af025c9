"""When the worker gives a file up, its sender hears one sentence and everybody else hears nothing."""

from collections.abc import Sequence

import pytest
from typing_extensions import override

from bot.documents.reader import DocumentReader, UnreadableFile
from bot.documents.roster import RosterSheet
from bot.documents.ruling import Judging
from bot.documents.tasks import WorkerFailed
from bot.domain.manuscript import Manuscript, Unreadable
from bot.domain.plan import Plan, SubjectGroup
from bot.domain.report import Verdict
from bot.sample import sample_report, sample_roster_workbook
from tests.cast import LI, ORGANISER
from tests.core import Core
from tests.fakes import FakeFetcher, update


class Weary(DocumentReader):
    """Reads, and runs out of time over everything that has rules."""

    @override
    def judge(self, manuscript: Manuscript, judging: Judging) -> Verdict:
        raise UnreadableFile(Unreadable.TIMEOUT)

    @override
    def roster(
        self, content: bytes, categories: Sequence[str], groups: Sequence[SubjectGroup] = ()
    ) -> RosterSheet:
        raise UnreadableFile(Unreadable.TIMEOUT)

    @override
    def plan(self, text: str) -> Plan:
        raise UnreadableFile(Unreadable.TIMEOUT)


@pytest.mark.parametrize(
    ("account", "name", "content"),
    [
        (LI, "述职报告.docx", sample_report("第二党支部", year=2026)),
        (ORGANISER, "名册.xlsx", sample_roster_workbook()),
        (ORGANISER, "plan.toml", b"year = 2026"),
    ],
    ids=["report", "roster", "plan"],
)
async def test_what_takes_too_long_is_told_in_one_sentence(
    core: Core, account: str, name: str, content: bytes
) -> None:
    services = core.program.services
    fetcher = FakeFetcher(content)
    fetcher.gate.set()
    services.fetchers = {"sandbox": fetcher}
    with Weary(workers=1) as weary:
        services.reader = weary
        (said,) = await core.hear(update(account, file=name))
    assert "太久" in said or "没能在规定时间内读完" in said
    assert [row.state for row in await core.inbox()] == ["done"]


class Flawed(DocumentReader):
    """Meets a bug of the rules."""

    @override
    def judge(self, manuscript: Manuscript, judging: Judging) -> Verdict:
        raise WorkerFailed("ZeroDivisionError > bot/domain/report/judge.py:67")


async def test_a_bug_of_the_rules_is_an_incident_whose_place_stands_in_the_log(
    core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    services = core.program.services
    fetcher = FakeFetcher(sample_report("第二党支部", year=2026))
    fetcher.gate.set()
    services.fetchers = {"sandbox": fetcher}
    with Flawed(workers=1) as flawed:
        services.reader = flawed
        (said,) = await core.hear(update(LI, file="述职报告.docx"))
    (row,) = await core.inbox()
    assert row.incident in said
    assert "judge.py:67" in capsys.readouterr().err
