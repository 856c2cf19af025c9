"""What is handed in beside the report, and what people add to a verdict. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.actions import judging, materials, submissions
from bot.actions.files import Incoming
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.judging import FindingUnknown, SectionUnknown
from bot.domain.materials import NewMaterial
from bot.domain.plan import Material
from bot.domain.refusals import NothingHandedIn, ReportFrozen
from bot.domain.report import Part
from tests.actions.acts import accept, hand_in, send_back
from tests.actions.begun import begins, office_after
from tests.actions.office import Office
from tests.cast import ORGANISER, SECOND, THIRD, ZHANG

SLIDES = Material("slides", "汇报课件", ("pptx", "pdf"))
CHECK = Material("check", "自评表", ("docx", "txt"))
EXTRA = Material("extra", "照片", ("zip",), required=False)
SAYING = "述职报告\n一、主要成绩\n做了工作\n二、存在问题\n调研不够\n三、整改措施\n每月调研一次"


def said_what_is_lacking(office: Office) -> None:
    hand_in(office, text=SAYING)


def materials_wanted(office: Office) -> None:
    """The plan asks for slides and a form, and takes pictures."""
    office.using(lambda plan: replace(plan, materials=(SLIDES, CHECK, EXTRA)))


wanted = office_after(materials_wanted)


def bring(
    office: Office, material: Material = SLIDES, content: str = "课件", *, place: str = THIRD
) -> tuple[NewMaterial, bool]:
    work = office.work
    file = Incoming(work.files.put(content.encode()), f"{content}.pptx", len(content))
    zhang, branch = office.person(ZHANG), office.branch(place)
    return materials.hand_in(work, office.cycle, zhang, branch, material, file, None, cause="m")


# -- versions and days


def test_each_material_counts_its_own_versions(wanted: Office) -> None:
    brought = [
        bring(wanted, material, text)
        for material, text in ((SLIDES, "甲"), (SLIDES, "乙"), (CHECK, "甲"), (SLIDES, "乙"))
    ]
    assert [(new.material, new.version, is_new) for new, is_new in brought] == [
        ("slides", 1, True),
        ("slides", 2, True),
        ("check", 1, True),
        ("slides", 2, False),  # the same file again
    ]
    assert len(wanted.trail("material.handed_in")) == 3


@pytest.mark.parametrize(
    ("moment", "extended", "late"),
    [
        ("2026-12-11T11:59", None, False),
        ("2026-12-11T12:00", None, True),
        ("2026-12-16T11:59", date(2026, 12, 15), False),
        ("2026-12-16T12:00", date(2026, 12, 15), True),
    ],
)
def test_a_material_is_as_late_as_a_report_would_be(
    wanted: Office, moment: str, extended: date | None, late: bool
) -> None:
    if extended is not None:
        organiser, third = wanted.person(ORGANISER), wanted.branch(THIRD)
        submissions.extend(wanted.work, wanted.cycle, organiser, third, extended)
    wanted.at(moment)
    assert bring(wanted)[0].late == late


# -- what is missing


@pytest.mark.parametrize(
    ("brought", "missing"),
    [
        ((), ["slides", "check"]),
        ((SLIDES,), ["check"]),
        ((SLIDES, CHECK), []),
        # Who brings what is not required owes the rest all the same.
        ((EXTRA,), ["slides", "check"]),
    ],
)
def test_what_is_required_is_missing_until_it_is_there(
    wanted: Office, brought: Sequence[Material], missing: Sequence[str]
) -> None:
    for material in brought:
        bring(wanted, material)
    absent = materials.missing(wanted.work, wanted.cycle, wanted.roster)
    third = absent.get(wanted.branch(THIRD).id, ())
    assert [material.id for material in third] == list(missing)
    assert [material.id for material in absent[wanted.branch(SECOND).id]] == ["slides", "check"]


def test_the_report_stands_before_what_is_beside_it(wanted: Office) -> None:
    third = wanted.branch(THIRD)

    def outstanding() -> Sequence[str]:
        return materials.outstanding(wanted.work, wanted.cycle, wanted.roster, third)[-2:]

    assert list(outstanding()) == ["汇报课件", "自评表"]
    bring(wanted, SLIDES)
    bring(wanted, CHECK)
    assert len(outstanding()) == 1  # the report
    hand_in(wanted)
    assert list(outstanding()) == []


# -- which of them a file is


@pytest.mark.parametrize(
    ("name", "readable", "possible"),
    [
        ("课件.pptx", False, ["slides"]),
        ("课件.PDF", True, ["", "slides"]),
        ("表.docx", True, ["", "check"]),
        ("表.docx", False, ["check"]),
        ("照片.zip", False, ["extra"]),
        ("声音.mp3", False, []),
        ("报告.doc", True, [""]),
    ],
)
def test_a_file_may_be_what_its_name_allows(
    wanted: Office, name: str, readable: bool, possible: Sequence[str]
) -> None:
    third = wanted.branch(THIRD)
    choices = materials.choices(wanted.cycle, wanted.roster, [third], name, readable=readable)
    assert [choice.material.id if choice.material else "" for choice in choices] == list(possible)


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        # The title decides, where it is written; what can be nothing else is that.
        ("表.docx", "自评表", "check"),
        ("表.docx", "", None),
        ("课件.pptx", "", "slides"),
        ("自评表.docx", "自评表.docx", "check"),
    ],
)
def test_what_is_plain_is_taken_and_the_rest_is_asked(
    wanted: Office, name: str, said: str, meant: str | None
) -> None:
    third, readable = wanted.branch(THIRD), name.endswith("docx")
    possible = materials.choices(wanted.cycle, wanted.roster, [third], name, readable=readable)
    choice = materials.meant(wanted.work, wanted.cycle, possible, said, None)
    assert (choice.material.id if choice and choice.material else None) == meant


# -- what people add to a verdict


def overrules(office: Office, rule: str, reason: str = "已核实") -> Callable[[UnitOfWork], bool]:
    organiser, third = office.person(ORGANISER), office.branch(THIRD)
    return lambda work: judging.overrule(work, office.cycle, organiser, third, rule, reason)


def failing(office: Office) -> list[str]:
    newest = judging.newest(office.work, office.cycle, office.branch(THIRD))
    findings = newest.judgement["findings"]
    return sorted({finding["rule"] for finding in findings if finding["level"] == "fail"})


def test_a_verdict_turns_when_nothing_that_fails_is_left(office: Office) -> None:
    assert isinstance(office.refused(overrules(office, "S5")), NothingHandedIn)
    assert hand_in(office, text=SAYING).submission.verdict == "revise"
    rules = failing(office)
    assert rules
    for number, rule in enumerate(rules, start=1):
        assert overrules(office, rule)(office.work)
        verdict = judging.newest(office.work, office.cycle, office.branch(THIRD)).verdict
        assert verdict == ("pass" if number == len(rules) else "revise")
    # Once more is no second decision.
    assert not overrules(office, rules[0])(office.work)
    assert len(office.trail("report.finding_overruled")) == len(rules)


@begins(said_what_is_lacking)
def test_only_what_was_found_is_overruled(office: Office) -> None:
    """Not a sentence of the plan that its report keeps."""
    refusal = office.refused(overrules(office, "S4"))
    assert isinstance(refusal, FindingUnknown)
    assert set(failing(office)) <= set(refusal.standing)


def corrects(
    office: Office, number: int, part: Part = Part.PROBLEMS
) -> Callable[[UnitOfWork], object]:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    return lambda work: judging.correct(work, office.cycle, zhang, third, number, part)


@begins(said_what_is_lacking)
@pytest.mark.parametrize(
    ("number", "known"), [(-1, False), (1, True), (3, True), (4, False), (99, False)]
)
def test_the_author_says_what_a_section_is(office: Office, number: int, known: bool) -> None:
    if not known:
        assert isinstance(office.refused(corrects(office, number)), SectionUnknown)
        return
    corrects(office, number)(office.work)
    newest = judging.newest(office.work, office.cycle, office.branch(THIRD))
    assert newest.corrections == {str(number): Part.PROBLEMS.value}


@begins(said_what_is_lacking)
def test_of_an_accepted_report_no_section_changes(office: Office) -> None:
    accept(office)
    assert isinstance(office.refused(corrects(office, 1)), ReportFrozen)
    send_back(office)
    corrects(office, 1)(office.work)


@begins(said_what_is_lacking)
def test_a_typed_promise_counts_as_one_in_the_report(office: Office) -> None:
    third, zhang = office.branch(THIRD), office.person(ZHANG)
    newest = judging.newest(office.work, office.cycle, third)
    wanted = [
        finding["rule"] for finding in newest.judgement["findings"] if finding["level"] != "ok"
    ]
    item, is_new = judging.promise(office.work, office.cycle, zhang, third, "每月走访宿舍")
    assert (item.problem, is_new) == ("每月走访宿舍", True)
    after = judging.newest(office.work, office.cycle, third)
    still = [finding["rule"] for finding in after.judgement["findings"] if finding["level"] != "ok"]
    assert still == [rule for rule in wanted if rule != judging.PROMISE_RULE]
    _, again = judging.promise(office.work, office.cycle, zhang, third, "每月走访宿舍")
    assert not again


@begins(said_what_is_lacking)
def test_a_changed_plan_judges_anew_and_tells_whose_outcome_turned(office: Office) -> None:
    assert judging.judge_again(office.work, office.cycle) == []
    office.using(lambda plan: replace(plan, title="另一个题目"))
    assert judging.judge_again(office.work, office.cycle) == []
    newest = judging.newest(office.work, office.cycle, office.branch(THIRD))
    assert newest.plan_version == office.cycle.plan_version
    assert len(office.trail("report.judged_again")) == 1
