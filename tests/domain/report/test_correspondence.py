"""Problems, causes and measures one to one (S19): which gap is a fail, which only a hint."""

from dataclasses import replace

import pytest

from bot.domain.report.correspondence import check_pairs
from bot.domain.report.findings import Finding, Level
from bot.domain.report.pairs import Pairing, Partners
from bot.domain.report.partition import Doubt, Part, Split
from bot.domain.report.passages import Passage
from tests.domain.report.parted import one_after_another, report, section, split

TEXT = "履职：开会五次\n问题：读书少。谈心少。活动少。\n因为：懒散\n措施：多读书"
PROBLEMS = tuple(Passage(words, TEXT.index(words)) for words in ("读书少", "谈心少", "活动少"))
PARTS = one_after_another(
    TEXT,
    (Part.ACHIEVEMENTS, "履职"),
    (Part.PROBLEMS, "问题"),
    (Part.CAUSES, "因为"),
    (Part.MEASURES, "措施"),
)
ABSENT = Partners((), (None, None, None), numbered=False, present=False)
NOTHING_PLANNED = split(*PARTS.sections[:3])
QUIET = TEXT.replace("因为", "那是")


def partners(*places: int | None, listed: int = 3, numbered: bool = True) -> Partners:
    passages = tuple(Passage(f"第{at}条", 0) for at in range(listed))
    return Partners(passages, places, numbered=numbered, present=True)


ALL = partners(0, 1, 2)
WHOLE = Pairing(PROBLEMS, numbered=True, causes=ALL, measures=ALL)


def found(pairing: Pairing, parts: Split = PARTS, text: str = TEXT) -> list[Finding]:
    return list(check_pairs(report(text, parts), pairing))


def codes(pairing: Pairing, parts: Split = PARTS, text: str = TEXT) -> list[tuple[Level, str]]:
    return [(finding.level, finding.code) for finding in found(pairing, parts, text)]


def test_every_problem_with_its_cause_and_measure_is_right() -> None:
    (finding,) = found(WHOLE)
    assert (finding.rule, finding.level, finding.code) == ("S19", Level.OK, "pairs_ok")
    assert finding.facts == (("problems", 3),)


@pytest.mark.parametrize(
    ("problems", "numbered", "code"),
    [
        (1, False, (Level.HINT, "problems_not_listed")),
        (1, True, (Level.OK, "pairs_ok")),
        (2, False, (Level.OK, "pairs_ok")),
    ],
)
def test_a_single_problem_without_a_number_may_be_several(
    problems: int, numbered: bool, code: tuple[Level, str]
) -> None:
    own = partners(*range(problems), listed=problems)
    assert codes(Pairing(PROBLEMS[:problems], numbered, own, own)) == [code]


CAUSES = {
    "an empty cell": (
        replace(partners(0, None, 2), in_table=True),
        Level.FAIL,
        "causes_cell_empty",
    ),
    "one fewer, numbered": (partners(0, None, 1, listed=2), Level.HINT, "causes_fewer"),
    "one fewer, in free words": (
        partners(0, None, 1, listed=2, numbered=False),
        Level.HINT,
        "partners_not_listed",
    ),
    "free text alone": (
        partners(None, None, None, listed=0),
        Level.HINT,
        "partners_not_listed",
    ),
    "as many, one unlike": (partners(0, None, 2), Level.HINT, "causes_unpaired"),
    "as many in free words": (
        partners(0, None, 2, numbered=False),
        Level.HINT,
        "causes_unpaired",
    ),
    "no part, yet a word of it": (ABSENT, Level.HINT, "causes_unpaired"),
}


@pytest.mark.parametrize(("causes", "level", "code"), CAUSES.values(), ids=CAUSES)
def test_causes_that_are_missing(causes: Partners, level: Level, code: str) -> None:
    assert codes(replace(WHOLE, causes=causes)) == [(level, code)]


def test_no_word_of_a_cause_anywhere_asks_for_them() -> None:
    assert codes(replace(WHOLE, causes=ABSENT), text=QUIET) == [(Level.HINT, "causes_absent")]


def test_problems_that_tell_their_own_cause_miss_no_list() -> None:
    own = (*PROBLEMS[:2], Passage("活动少，根子在我", TEXT.index("活动少")))
    pairing = Pairing(own, numbered=True, causes=ABSENT, measures=ALL)
    assert codes(pairing) == [(Level.OK, "pairs_ok")]


MEASURES = {
    "an empty cell": (
        replace(partners(0, None, 2), in_table=True),
        Level.FAIL,
        "measures_cell_empty",
    ),
    "one fewer, both numbered": (partners(0, None, 1, listed=2), Level.FAIL, "measures_missing"),
    "one fewer, in free words": (
        partners(0, None, 1, listed=2, numbered=False),
        Level.HINT,
        "measures_unpaired",
    ),
    "as many, one unlike": (partners(0, None, 2), Level.HINT, "measures_unpaired"),
    "free text alone": (
        partners(None, None, None, listed=0, numbered=False),
        Level.HINT,
        "partners_not_listed",
    ),
    "none, yet a part of them": (ABSENT, Level.HINT, "measures_unpaired"),
    "one more": (partners(0, 1, 2, listed=4), Level.HINT, "measures_beyond"),
}


@pytest.mark.parametrize(("measures", "level", "code"), MEASURES.values(), ids=MEASURES)
def test_measures_that_are_missing_or_too_many(measures: Partners, level: Level, code: str) -> None:
    assert codes(replace(WHOLE, measures=measures)) == [(level, code)]


def test_the_message_names_the_problem_that_lacks_its_measure() -> None:
    (finding,) = found(replace(WHOLE, measures=partners(0, None, 1, listed=2)))
    assert dict(finding.facts) == {"problems": 3, "partners": 2, "missing": "谈心少"}
    assert (finding.quote, finding.paragraph) == ("谈心少", 1)
    (both,) = found(replace(WHOLE, causes=partners(None, 0, None, listed=1)))
    assert both.quote == "读书少"
    assert dict(both.facts) == {"problems": 3, "partners": 1}
    (cell,) = found(replace(WHOLE, causes=replace(partners(None, 0, None), in_table=True)))
    assert dict(cell.facts) == {"missing": "读书少”“活动少"}


ONE_FEWER = replace(WHOLE, measures=partners(0, None, 1, listed=2))


@pytest.mark.parametrize("part", [Part.PROBLEMS, Part.CAUSES, Part.MEASURES])
def test_a_gap_between_numbered_lists_is_no_fail_where_a_part_is_a_guess(part: Part) -> None:
    guessed = split(
        *(replace(each, sure=each.part is not part) for each in PARTS.sections),
    )
    assert codes(ONE_FEWER, guessed) == [(Level.HINT, "measures_unpaired")]


def test_a_gap_is_no_fail_where_the_problems_have_no_numbers() -> None:
    assert codes(replace(ONE_FEWER, numbered=False)) == [(Level.HINT, "measures_unpaired")]


NO_MEASURES = replace(WHOLE, measures=ABSENT)


def test_measures_that_plainly_are_nowhere_are_a_fail() -> None:
    (finding,) = found(NO_MEASURES, NOTHING_PLANNED)
    assert (finding.level, finding.code) == (Level.FAIL, "measures_absent")
    assert dict(finding.facts) == {"problems": 3}
    assert finding.quote == "读书少"


@pytest.mark.parametrize(
    ("pairing", "parts", "text"),
    [
        (replace(NO_MEASURES, numbered=False), NOTHING_PLANNED, TEXT),
        (NO_MEASURES, replace(NOTHING_PLANNED, doubt=Doubt.NO_PARTS), TEXT),
        (NO_MEASURES, PARTS, TEXT),
        (NO_MEASURES, split(*PARTS.sections[:3], section(Part.PROMISE)), TEXT),
        (NO_MEASURES, NOTHING_PLANNED, TEXT.replace("活动少", "今后我将多办活动")),
    ],
    ids=["no numbers", "unclear", "a part of measures", "a promise", "plans among the problems"],
)
def test_measures_that_may_stand_somewhere_are_a_hint(
    pairing: Pairing, parts: Split, text: str
) -> None:
    assert [level for level, _ in codes(pairing, parts, text)] == [Level.HINT]


# Without problems

NO_PROBLEMS = Pairing((), numbered=False, causes=replace(ABSENT, places=()), measures=ABSENT)
WORK = section(Part.ACHIEVEMENTS)


@pytest.mark.parametrize(
    ("text", "parts", "level"),
    [
        ("我开会五次。", split(WORK), Level.FAIL),
        ("我开会五次，解决了学习不够的问题。", split(WORK), Level.FAIL),
        ("我开会五次。学习不够。", split(WORK), Level.HINT),
        ("我开会五次。工作还有差距。", split(WORK), Level.HINT),
        ("我开会五次。有些事没做好。", split(WORK), Level.HINT),
        ("我开会五次。", split(WORK, section(Part.PROBLEMS)), Level.HINT),
        ("我开会五次。", split(WORK, section(Part.CAUSES)), Level.HINT),
        ("我开会五次。", split(WORK, doubtful=(1,)), Level.HINT),
        ("我开会五次。", split(replace(WORK, headed=False)), Level.HINT),
        ("", split(), Level.HINT),
    ],
)
def test_problems_are_missed_only_where_they_plainly_are_nowhere(
    text: str, parts: Split, level: Level
) -> None:
    (finding,) = found(NO_PROBLEMS, parts, text)
    assert finding.level is level
    assert finding.code == {Level.FAIL: "problems_absent", Level.HINT: "problems_not_found"}[level]


def test_causes_and_measures_are_told_of_together() -> None:
    lacking = replace(WHOLE, causes=ABSENT, measures=ABSENT)
    assert [code for _, code in codes(lacking)] == ["causes_unpaired", "measures_unpaired"]
