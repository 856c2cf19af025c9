"""The receipt in the chat, the sections for correction, and the fields of `check --json`."""

from dataclasses import replace

import pytest

from bot.domain.manuscript import Reservation
from bot.domain.report.counting import Characters
from bot.domain.report.findings import Finding, Level
from bot.domain.report.partition import Doubt, Part
from bot.domain.report.passages import Pair, Passage
from bot.domain.report.receipt import as_json, receipt_lines, section_lines
from bot.domain.report.verdict import Verdict
from bot.domain.report.wording import BLANK_PAGES, RESERVATIONS
from tests.domain.report.parted import section, split

PARTS = split(
    section(Part.BASICS, 10, number=0, title="述职报告"),
    section(Part.ACHIEVEMENTS, 30, number=1, title="履职情况"),
    section(Part.PROBLEMS, 60, number=2, title="问题及原因", also=(Part.CAUSES,), sure=False),
)
CLEAN = Verdict(Characters(100, 90), PARTS, (), ())
OK = Finding.of("S30", Level.OK, "promise_ok")
FAIL = Finding.of("S30", Level.FAIL, "promise_missing")
HINT = Finding.of("S19", Level.HINT, "problems_not_listed")
NO_PROBLEMS = Finding.of("S19", Level.HINT, "problems_not_found")
NO_CAUSES = Finding.of("S19", Level.HINT, "causes_absent")
NO_REPORT = Finding.of("S17", Level.HINT, "another_file")

COUNT = "字数 100（按 Word 的字数统计），其中汉字 90"
SHARE = "讲成绩 30／100 字，占 30.0%"


def receipt(*findings: Finding) -> tuple[str, ...]:
    return receipt_lines(replace(CLEAN, findings=findings))


def test_a_clean_report_hears_three_lines() -> None:
    assert receipt(OK) == (COUNT, SHARE, "检查的各项都符合要求")


@pytest.mark.parametrize(
    ("findings", "behind"),
    [
        ((HINT,), ("检查的各项都符合要求", "提示 1 条，供修改时参考")),
        ((HINT, HINT), ("检查的各项都符合要求", "提示 2 条，供修改时参考")),
        ((NO_CAUSES,), (NO_CAUSES.message, "其余检查的各项都符合要求")),
        ((NO_PROBLEMS,), (NO_PROBLEMS.message, "其余检查的各项都符合要求")),
        (
            (NO_CAUSES, HINT),
            (NO_CAUSES.message, "其余检查的各项都符合要求", "提示 1 条，供修改时参考"),
        ),
        ((FAIL,), (f"请修改：{FAIL.message}",)),
        ((FAIL, HINT), (f"请修改：{FAIL.message}", "提示 1 条，供修改时参考")),
        ((FAIL, FAIL), (f"请修改：{FAIL.message}",) * 2),
        ((FAIL, FAIL, NO_CAUSES), (*(f"请修改：{FAIL.message}",) * 2, NO_CAUSES.message)),
        ((FAIL,) * 3, (*(f"请修改：{FAIL.message}",) * 2, "另有 1 处请修改")),
        ((FAIL,) * 5, (*(f"请修改：{FAIL.message}",) * 2, "另有 3 处请修改")),
        (
            (*(FAIL,) * 3, NO_CAUSES),
            (
                *(f"请修改：{FAIL.message}",) * 2,
                "另有 1 处请修改",
                "提示 1 条，供修改时参考",
            ),
        ),
        ((NO_REPORT,), (NO_REPORT.message,)),
        ((NO_REPORT, HINT), (NO_REPORT.message, "提示 1 条，供修改时参考")),
    ],
)
def test_what_a_receipt_says_behind_count_and_share(
    findings: tuple[Finding, ...], behind: tuple[str, ...]
) -> None:
    lines = receipt(*findings)
    assert lines == (COUNT, SHARE, *behind)
    assert len(lines) <= 6


def test_no_share_is_told_where_it_is_unclear_or_nobody_asks() -> None:
    unclear = replace(CLEAN, split=replace(PARTS, doubt=Doubt.NO_PARTS))
    assert receipt_lines(unclear)[1:] == (
        "分段还拿不准，讲成绩的篇幅没有判断",
        "其余检查的各项都符合要求",
    )
    for verdict in (CLEAN, unclear):
        assert len(receipt_lines(replace(verdict, measured=False))) == 2


def test_automatic_numbers_are_said_to_be_counted() -> None:
    count = receipt_lines(replace(CLEAN, numbered=True))[0]
    assert count == "字数 100（按 Word 的字数统计，含自动编号），其中汉字 90"


@pytest.mark.parametrize("reservation", Reservation)
def test_everything_that_was_left_out_of_the_file_is_said(reservation: Reservation) -> None:
    verdict = replace(CLEAN, reservations=frozenset({reservation}))
    assert receipt_lines(verdict)[0] == f"{COUNT}；{RESERVATIONS[reservation]}"


@pytest.mark.parametrize(
    ("pages", "named", "more"),
    [
        ((3,), "3", ""),
        ((1, 2, 3, 4, 5), "1、2、3、4、5", ""),
        ((1, 2, 3, 4, 5, 6), "1、2、3、4、5", "等"),
    ],
)
def test_pages_without_text_are_named_up_to_five(
    pages: tuple[int, ...], named: str, more: str
) -> None:
    clause = BLANK_PAGES.format(pages=named, more=more)
    assert receipt_lines(replace(CLEAN, blank_pages=pages))[0] == f"{COUNT}；{clause}"


def test_sections_are_listed_by_the_number_that_corrects_them() -> None:
    assert section_lines(CLEAN) == (
        "第1部分｜工作成效｜履职情况｜30 字",
        "第2部分｜问题、原因｜问题及原因｜60 字（拿不准）",
    )


def test_json_tells_the_whole_verdict() -> None:
    pair = Pair(Passage("学习不够。读得少。", 40), None, Passage("每月学习。", 80))
    finding = Finding("S19", Level.HINT, "no_facts", quote="学习", paragraph=2)
    data = as_json(replace(CLEAN, pairs=(pair,), findings=(finding, FAIL)))
    assert data == {
        "characters": {"word": 100, "han": 90},
        "sections": [
            {"part": "basics", "title": "述职报告", "characters": 10},
            {"part": "achievements", "title": "履职情况", "characters": 30},
            {"part": "problems", "title": "问题及原因", "characters": 60},
        ],
        "achievement_share": 0.3,
        "pairs": [{"problem": "学习不够", "cause": None, "measure": "每月学习"}],
        "findings": [
            {"rule": "S19", "level": "hint", "message": finding.message, "quote": "学习"},
            {"rule": "S30", "level": "fail", "message": FAIL.message, "quote": ""},
        ],
        "verdict": "revise",
    }


def test_json_rounds_a_share_to_four_digits() -> None:
    third = replace(CLEAN, split=split(section(Part.ACHIEVEMENTS, 1), section(Part.PROBLEMS, 2)))
    assert as_json(third)["achievement_share"] == 0.3333
