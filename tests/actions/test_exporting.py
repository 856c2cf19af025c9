"""The year's artefacts as they come out of a department, and back in a year later."""

import asyncio
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from bot.actions import audit, cycles, evaluation, people, preparation
from bot.actions.exporting import adopting
from bot.actions.exporting.artefacts import artefacts
from bot.actions.exporting.starting import sealed
from bot.actions.exporting.workbook import year_workbook
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.cli import adopting as adopting_command
from bot.cli import exporting as commands
from bot.cli.failures import CommandFailed
from bot.domain.planfile import render, sample_plan
from bot.domain.rectification.items import Standing
from bot.exports.archive import MANIFEST, ArchivedFile
from bot.sample import sample_report
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, cards
from tests.meeting import graded, rate

FORMULA = '=HYPERLINK("http://x")+1'


async def files(chat: Chat) -> dict[str, bytes]:
    def look(work: UnitOfWork) -> list[ArchivedFile]:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        return list(artefacts(work, cycle))

    return {file.path: file.content for file in await chat.services.read(look)}


PAPERS = {  # of the year that is played, among others
    "示例系2026年度抓基层党建述职评议考核工作情况报告.docx",
    "1 方案和通知/工作方案要点.docx",
    "3 述职报告/第一支部王文例述职报告.docx",
    "4 测评/现场测评统计表.docx",
    "4 测评/现场测评统计表（A票）.docx",
    "4 测评/现场测评结果1.png",
    "5 评价意见/第一支部王文例综合评价意见.docx",
    "6 等次汇总表/考核等次汇总表.docx",
    "7 公示/2026年度述职报告公示.docx",
    "7 公示/第三支部张立范述职报告.docx",
    "8 整改清单/第一支部整改清单.docx",
    "本单位留存/第一支部王文例评价意见.docx",
    "本单位留存/第一支部2026年度党建工作评价依据.docx",
    "校验和数据/archive.json",
    "校验和数据/audit.json",
}


async def a_year(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await chat.send(ZHANG, "报告.docx", sample_report(THIRD, year=2026))
    (card,) = cards(await chat.say(WANG, "对应"))
    await chat.click(WANG, card, choice="对应无误")
    await chat.say(ORGANISER, "公示")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    await chat.say(MEMBER, f"反馈 {FORMULA}")
    await chat.say(MEMBER, "匿名反馈 第三支部开会少")
    await graded(chat)
    await chat.say(DEAN, "意见 王文例")


async def test_the_year_goes_out_complete_and_comes_back_as_the_next_ones_start(
    chat: Chat, tmp_path: Path
) -> None:
    await a_year(chat)
    made = await files(chat)
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(made["本单位留存/示例系2026年度述职评议考核汇总.xlsx"])
    book = load_workbook(path)
    assert book.sheetnames == [
        "总览",
        "四项依据",
        "现场测评",
        "等次记录",
        "公示",
        "公示反馈",
        "整改台账",
        "整改过程",
    ]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {
        "s",
        "n",
        "d",
    }  # no formula
    cells = {name: [[cell.value for cell in row] for row in book[name]] for name in book.sheetnames}
    first = next(row for row in cells["总览"] if row[0] == "第一支部")
    assert (first[1], first[4], first[5], first[6]) == ("王文例", "20／53", 93.19, "较好")
    assert first[12] == "0／6"
    assert ["K1", "第一支部", "王文例", "总体评价", "A", 0.5, 6, 95, 93.19, 4, 2, 0, 0] in cells[
        "现场测评"
    ]
    assert [FORMULA, "杨小样"] in [row[1:3] for row in cells["公示反馈"]]
    assert ["第三支部", "第三支部开会少", "匿名", None] in cells["公示反馈"]
    assert all("方案第1版" in "".join(str(row[0]) for row in rows) for rows in cells.values())
    assert set(made) >= PAPERS
    assert sum(path.endswith("考核等次表.docx") for path in made) == 8
    # Nobody was told of a meeting, so there are no papers of one.
    assert not [path for path in made if path.startswith("2 ")]
    await read_in(chat, made["校验和数据/archive.json"])


async def read_in(chat: Chat, archive: bytes) -> None:
    """Into another department whose branches bear the same names, as the year before its own."""
    earlier = archive.replace(b'"year": 2026', b'"year": 2025').replace(
        b"year = 2026", b"year = 2025"
    )
    with pytest.raises(adopting.ArchiveUnusable, match="2026 年度以前"):
        await chat.services.write(lambda work: adopting.adopt(work, "second", archive))
    for is_new in (True, False):
        adopted = await chat.services.write(
            lambda work: adopting.adopt(work, "second", dated(earlier), other_unit=True)
        )
        assert (adopted.year, adopted.items, adopted.is_new) == (2025, 6, is_new)

    def prepared(work: UnitOfWork) -> list[str]:
        cycle = cycles.current(work, "second")
        assert cycle is not None
        branch = people.roster(work, "second").branches[0]
        return [item.problem for item in preparation.sheet(work, cycle, branch).last_year]

    assert len(await chat.services.read(prepared)) == 6

    def standings(work: UnitOfWork) -> list[Standing]:
        found = ledger.of_department(work, "second", archived=True)
        return [
            item.standing(work.today, sample_plan(2026).rectification, work.zone) for item in found
        ]

    def breaches(work: UnitOfWork) -> list[str]:
        return list(audit.breaches(work, people.department(work, "second")))

    told = await chat.services.read(standings)
    assert told[:3] == [Standing.HELD, Standing.CLOSED, Standing.OPEN]
    assert (
        await chat.services.read(breaches) == []
    )  # who looked at what was closed then is in that year's archive


def dated(archive: bytes) -> bytes:
    """The plan's days belong to its year; of the items one was closed meanwhile, and one of these found to hold."""
    plain = json.loads(archive.replace(b"2026-", b"2025-"))
    for item in plain["items"][:2]:
        item["closed_at"] = "2025-12-20T09:00:00+08:00"
    seen = {"at": "2025-12-20T09:00:00+08:00", "by": "何勤样", "seen": "到支部看了谈话记录"}
    plain["items"][0]["revisit"] = seen
    return sealed(plain)


async def test_a_ballot_that_is_not_released_is_nowhere_in_it(chat: Chat) -> None:
    await rate(chat, "张立范", steps=("差",))
    await chat.say(ORGANISER, "开始测评 李思样")
    await chat.click(MEMBER, cards(await chat.hears(MEMBER))[-1], **{"0": "差"})

    def look(work: UnitOfWork) -> bytes:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        assert evaluation.ballots(work, cycle) == {}
        sheets = list(evaluation.sheets(work, cycle))
        return year_workbook(work, cycle, people.roster(work, "sample"), sheets)

    book = load_workbook(io.BytesIO(await chat.services.read(look)))
    shown = [
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    ]
    assert not {"K1", "K2"} & set(shown)
    assert "差" not in shown
    assert "现场测评" not in book.sheetnames


async def test_the_command_writes_a_folder_with_a_manifest_and_spares_others(
    chat: Chat, data: Path, tmp_path: Path
) -> None:
    assert "second" in [one.id for one in await chat.services.read(people.departments)]
    ran = await run(data, "export", str(tmp_path / "out"), "--department", "second")
    assert (ran.exit_code, "已写入" in ran.output) == (0, True)
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert "校验和数据/archive.json" in manifest
    assert all((tmp_path / "out" / path).is_file() for path in manifest)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("x")
    refused = await run(data, "export", str(tmp_path / "other"), "--department", "second")
    assert isinstance(refused.exception, CommandFailed)
    adopted = await run(data, "adopt", str(tmp_path / "out"), "--department", "second")
    assert "2026 年度" in str(adopted.exception)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"format": 1, "year": 2025}',
        b'{"format": 9, "year": 2025}',
    ],
)
async def test_what_is_no_archive_is_refused_and_leaves_nothing(chat: Chat, content: bytes) -> None:
    with pytest.raises(adopting.ArchiveUnusable):
        await chat.services.write(lambda work: adopting.adopt(work, "sample", content))
    assert len(await chat.services.read(lambda work: cycles.every(work, "sample"))) == 1


async def run(data: Path, command: str, *arguments: str) -> Result:
    """A command of the program, beside the running one, on a data directory."""
    found = {"export": commands.export, "adopt": adopting_command.adopt}[command]
    return await asyncio.to_thread(
        lambda: CliRunner(env={"SHUZHI_DATA_DIR": str(data)}).invoke(found, list(arguments))
    )


async def test_the_workbook_counts_the_inputs_that_the_plan_asks_for(
    chat: Chat, tmp_path: Path
) -> None:
    plan = sample_plan(2026)
    two = replace(plan, inputs=plan.inputs[:2])
    (card,) = cards(await chat.send(ORGANISER, "plan.toml", render(two).encode()))
    await chat.click(ORGANISER, card, choice="确认")
    await chat.say(DEAN, "平时 王文例 作风扎实")
    made = await files(chat)
    path = tmp_path / "汇总.xlsx"
    (name,) = [name for name in made if name.endswith("汇总.xlsx")]
    path.write_bytes(made[name])
    assert "两项依据" in load_workbook(path).sheetnames
