import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.manuscript import Manuscript, Paragraph, Place, Reservation
from bot.domain.report import (
    Finding,
    Level,
    Outcome,
    Part,
    Verdict,
    as_json,
    receipt_lines,
    section_lines,
)
from bot.domain.report.judge import judge
from bot.domain.report.wording import MESSAGES
from tests.domain.report.building import CHAPTERS, RULES, SAMPLES, built, manuscript, sample
from tests.domain.report.test_sections import CORRECTIONS, MANUSCRIPTS

THIRD = Fraction(1, 3)  # of the report, at most, may speak of achievements

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "ref"
CLEAN = [
    "numbered",
    "combined",
    "cover_letter_and_contents",
    "no_headings",
    "one_paragraph_problems",
    "unnumbered",
]


def of_rule(verdict: Verdict, rule: str) -> Finding:
    (finding,) = [finding for finding in verdict.findings if finding.rule == rule]
    return finding


def long_text(characters: int) -> Manuscript:
    """A report without parts of exactly so many characters."""
    return manuscript("述职报告\n" + "党" * (characters - 4))


@pytest.mark.parametrize("name", CLEAN)
def test_good_reports_pass(name: str) -> None:
    verdict = judge(sample(name), RULES, year=2022)
    assert verdict.of(Level.FAIL) == ()
    assert verdict.outcome is Outcome.PASS
    assert verdict.achievement_share is not None
    assert verdict.achievement_share < THIRD


@pytest.mark.parametrize(
    ("name", "rule", "code"),
    [
        ("too_many_achievements", "S21", "share_over"),
        ("missing_measure", "S19", "measures_missing"),
    ],
)
def test_reports_to_revise(name: str, rule: str, code: str) -> None:
    verdict = judge(sample(name), RULES, year=2022)
    assert [(finding.rule, finding.code) for finding in verdict.of(Level.FAIL)] == [(rule, code)]
    assert verdict.outcome is Outcome.REVISE


@pytest.mark.parametrize(
    ("characters", "level"),
    [
        (3000, Level.OK),
        (3430, Level.OK),
        (3431, Level.HINT),
        (3500, Level.HINT),
        (3570, Level.HINT),
        (3571, Level.FAIL),
        (9000, Level.FAIL),
    ],
)
def test_length_is_refused_only_where_no_program_could_count_less(
    characters: int, level: Level
) -> None:
    verdict = judge(long_text(characters), RULES)
    assert verdict.characters.word == characters
    assert of_rule(verdict, "S26").level is level
    assert str(characters) in of_rule(verdict, "S26").message


def test_too_much_work_done_under_slogans_is_told_and_refuses_nothing() -> None:
    verdict = judge(sample("slogans"), RULES, year=2022)
    assert verdict.outcome is Outcome.PASS
    assert (of_rule(verdict, "S21").level, of_rule(verdict, "S21").code) == (
        Level.HINT,
        "share_over_unnamed",
    )


def test_automatic_numbers_and_text_boxes_alone_refuse_nothing() -> None:
    body = Paragraph("述职报告\n" + "党" * 3398)
    numbers = tuple(
        Paragraph(f"（{numeral}）党", number=f"（{numeral}）")
        for numeral in "一二三四五六七八九十" * 4
    )
    box = Paragraph("党" * 200, place=Place.TEXT_BOX)
    assert (
        of_rule(judge(Manuscript("docx", (body, *numbers, box)), RULES), "S26").level is Level.HINT
    )
    assert (
        of_rule(
            judge(Manuscript("docx", (body, replace(box, place=Place.TABLE))), RULES), "S26"
        ).level
        is Level.FAIL
    )


@pytest.mark.parametrize(
    ("limit", "level"),
    [
        (Fraction(30, 100), Level.OK),
        (Fraction(275, 1000), Level.HINT),
        (Fraction(27, 100), Level.HINT),
        (Fraction(25, 100), Level.FAIL),
        (Fraction(1), Level.OK),
    ],
)
def test_share_against_the_limit(limit: Fraction, level: Level) -> None:
    verdict = judge(sample("numbered"), replace(RULES, max_achievements=limit))
    assert verdict.achievement_share == Fraction(252, 922)
    assert of_rule(verdict, "S21").level is level


def test_shortening_by_what_the_message_says_is_enough() -> None:
    verdict = judge(sample("too_many_achievements"), RULES)
    excess = int(dict(of_rule(verdict, "S21").facts)["excess"])
    sizes = verdict.shares
    assert Fraction(sizes.achievements - excess, sizes.total - excess) <= THIRD
    assert Fraction(sizes.achievements - excess + 1, sizes.total - excess + 1) > THIRD


@pytest.mark.parametrize(
    ("limit", "level"),
    [(Fraction(1, 4), Level.OK), (Fraction(3, 10), Level.HINT), (Fraction(1, 2), Level.FAIL)],
)
def test_least_share_of_problems_and_causes(limit: Fraction, level: Level) -> None:
    rules = replace(RULES, min_problems_and_causes=limit)
    findings = {
        finding.code: finding.level for finding in judge(sample("numbered"), rules).findings
    }
    assert [found for code, found in findings.items() if code.startswith("problems_share")] == [
        level
    ]


def test_an_unclear_split_gives_no_share_and_says_why() -> None:
    chapters = [
        replace(chapter, title=title)
        for chapter, title in zip(CHAPTERS, ("铸魂", "自省", "溯源", "再启", "践诺"), strict=True)
    ]
    verdict = judge(manuscript(built(chapters).replace("针对以上问题，我将", "")), RULES)
    assert verdict.achievement_share is None
    assert of_rule(verdict, "S21").level is Level.HINT
    assert "不作判断" in of_rule(verdict, "S21").message
    assert as_json(verdict)["achievement_share"] is None


def test_a_correction_changes_the_verdict() -> None:
    text = sample("too_many_achievements")
    assert judge(text, RULES).outcome is Outcome.REVISE
    corrected = judge(text, RULES, corrections={1: Part.LAST_YEAR, 3: Part.ACHIEVEMENTS})
    assert corrected.achievement_share == Fraction(22, 489)
    assert corrected.outcome is Outcome.PASS


def test_quotes_stand_in_the_paragraph_that_is_named() -> None:
    for path in SAMPLES.glob("*.txt"):
        text = sample(path.stem)
        for finding in judge(text, RULES).findings:
            if finding.quote:
                assert finding.quote.rstrip("…") in text.paragraphs[finding.paragraph].text


def test_what_is_no_report_is_said_in_one_sentence() -> None:
    verdict = judge(manuscript("春游通知\n请大家周六八点集合。"), RULES)
    assert [(finding.level, finding.code) for finding in verdict.findings] == [
        (Level.OK, "length_ok"),
        (Level.HINT, "another_file"),
    ]


def test_json_has_the_fields_of_the_contract() -> None:
    data = json.loads(
        json.dumps(as_json(judge(sample("missing_measure"), RULES)), ensure_ascii=False)
    )
    assert list(data) == [
        "characters",
        "sections",
        "achievement_share",
        "pairs",
        "findings",
        "verdict",
    ]
    assert data["characters"] == {"word": 419, "han": 364}
    assert data["sections"][1] == {
        "part": "achievements",
        "title": "履职尽责情况",
        "characters": 62,
    }
    assert data["achievement_share"] == pytest.approx(62 / 419, abs=1e-4)
    assert data["pairs"][3] == {
        "problem": "青年教师入党引导不够",
        "cause": "工作主动性不强，我没有把引导工作列入计划",
        "measure": None,
    }
    assert {finding["level"] for finding in data["findings"]} <= {"ok", "hint", "fail"}
    assert all(
        set(finding) == {"rule", "level", "message", "quote"} for finding in data["findings"]
    )
    assert data["verdict"] == "revise"


def test_receipt_names_count_share_and_what_to_revise() -> None:
    lines = receipt_lines(judge(sample("missing_measure"), RULES))
    assert lines[0] == "字数 419（按 Word 的字数统计），其中汉字 364"
    assert lines[1] == "讲成绩 62／419 字，占 14.8%"
    assert lines[2].startswith("请修改：问题列了 4 条，措施列了 3 条")
    numbered = Manuscript("docx", (Paragraph("一、述职", number="一、"),))
    assert "含自动编号" in receipt_lines(judge(numbered, RULES))[0]


def test_sections_are_shown_for_correction() -> None:
    assert (
        section_lines(judge(sample("combined"), RULES))[1]
        == "第2部分｜问题｜存在的问题及原因：存在的问题｜114 字"
    )


def test_messages_are_one_courteous_line() -> None:
    for code, message in MESSAGES.items():
        assert message.endswith(("。", "”")), code
        assert "\n" not in message
        assert not {"必须", "不合格", "批评", "错误", "严重", "得分", "排名"} & {
            message[at : at + 2] for at in range(len(message))
        }
        assert all(name for _, name, _, _ in Formatter().parse(message) if name is not None)


@settings(max_examples=200)
@given(MANUSCRIPTS, CORRECTIONS, st.lists(st.text(max_size=20), max_size=3))
def test_never_raises_on_any_text(
    text: Manuscript, corrections: dict[int, Part], last_year: list[str]
) -> None:
    verdict = judge(text, RULES, year=2022, corrections=corrections, last_year=last_year)
    assert verdict.outcome is (Outcome.REVISE if verdict.of(Level.FAIL) else Outcome.PASS)
    assert 3 <= len(receipt_lines(verdict)) <= 6
    assert all("\n" not in finding.message + finding.quote for finding in verdict.findings)
    json.dumps(as_json(verdict))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus beside the project is missing")
def test_real_documents_are_read_without_a_refusal_that_needs_a_report() -> None:
    for path in CORPUS.glob("*.txt"):
        verdict = judge(
            manuscript(path.read_text(encoding="utf-8", errors="replace")), RULES, year=2022
        )
        assert {finding.code for finding in verdict.of(Level.FAIL)} <= {
            "length_over",
            "promise_missing",
        }, path.name


def test_the_receipt_says_what_was_left_out_of_the_file() -> None:
    told = replace(
        sample("numbered"),
        reservations=frozenset({Reservation.HIDDEN_TEXT, Reservation.TABLE_OF_CONTENTS}),
    )
    assert receipt_lines(judge(told, RULES))[0].endswith("；隐藏文字没有计入；目录没有计入")
    everything = receipt_lines(judge(replace(told, reservations=frozenset(Reservation)), RULES))[0]
    assert everything.count("；") == len(Reservation)


def test_what_is_no_report_is_said_instead_of_praised() -> None:
    lines = receipt_lines(judge(manuscript("购物清单：苹果三斤，牛奶两盒，面包一袋。"), RULES))
    assert lines[-1] == MESSAGES["another_file"]
    assert not any("都符合要求" in line or "提示" in line for line in lines)
