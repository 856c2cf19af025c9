"""What people add to a verdict, and when a report is judged anew. Rows of rules on the real database."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.actions import cycles, judging, roster_lines, rosters
from bot.actions.unit_of_work import SYSTEM
from bot.domain.judging import FindingUnknown, SectionUnknown
from bot.domain.people import Branch, Role
from bot.domain.plan import Plan, SubjectGroup
from bot.domain.planfile import sample_plan
from bot.domain.refusals import NothingHandedIn, ReportFrozen
from bot.domain.report import Part
from bot.domain.submissions import Submission
from tests.actions.acts import accept, closed, entered, hand_in, send_back
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import ORGANISER, THIRD, WANG, ZHANG
from tests.domain.report.building import manuscript

# Its causes are not numbered (a hint), and it promises nothing (S30 asks for it).
REPORT = """\
述职报告
一、履职情况
本人主持支委会12次，讲党课4次。
二、存在问题
调研不够，谈心谈话偏少。
三、原因分析
学习不深。
四、下一步措施
2027年6月前每月调研一次。"""


def reported(office: Office) -> None:
    hand_in(office, text=REPORT)


def place(office: Office) -> Branch:
    return office.branch(THIRD)


def newest(office: Office) -> Submission:
    return judging.newest(office.work, office.cycle, place(office))


def levels(submission: Submission) -> dict[str, str]:
    return {finding["rule"]: finding["level"] for finding in submission.judgement["findings"]}


def stricter(plan: Plan) -> Plan:
    return replace(plan, report=replace(plan.report, characters=10))


# -- what a section is


def correct(office: Office, number: int, part: Part) -> object:
    author = office.person(ZHANG)
    return judging.correct(office.work, office.cycle, author, place(office), number, part)


@begins(reported)
def test_corrections_are_kept_together_and_the_verdict_follows(office: Office) -> None:
    correct(office, 1, Part.LAST_YEAR)
    correct(office, 3, Part.MEASURES)
    corrected = newest(office)
    assert corrected.corrections == {"1": "last_year", "3": "measures"}
    parts = [section["part"] for section in corrected.judgement["sections"]]
    assert parts == ["other", "last_year", "problems", "measures", "measures"]
    assert office.trail("report.sections_corrected") == [
        {"number": 1, "part": "last_year"},
        {"number": 3, "part": "measures"},
    ]


@begins(reported)
def test_of_an_accepted_report_no_section_changes(office: Office) -> None:
    accept(office)
    assert isinstance(office.refused(lambda _: correct(office, 1, Part.LAST_YEAR)), ReportFrozen)
    assert newest(office).corrections == {}
    send_back(office)
    correct(office, 1, Part.LAST_YEAR)


@begins(reported)
@pytest.mark.parametrize("number", [-1, 5, 99])
def test_a_section_that_is_not_there_is_nothing(office: Office, number: int) -> None:
    refusal = office.refused(lambda _: correct(office, number, Part.CAUSES))
    assert isinstance(refusal, SectionUnknown)


# -- a changed plan


@begins(reported)
@pytest.mark.parametrize(
    ("change", "before_and_after"),
    [
        (None, []),
        (lambda plan: replace(plan, help_contact="3305"), [("revise", "revise")]),
        (stricter, [("revise", "revise")]),
    ],
)
def test_whose_outcome_stays_is_not_returned(
    office: Office,
    change: Callable[[Plan], Plan] | None,
    before_and_after: list[tuple[str, str]],
) -> None:
    if change is not None:
        office.using(change)
    assert judging.judge_again(office.work, office.cycle) == []
    lines = office.trail("report.judged_again")
    assert [(facts["before"], facts["after"]) for facts in lines] == before_and_after
    assert newest(office).plan_version == office.cycle.plan_version


@begins(reported)
def test_a_report_that_turns_is_returned_once(office: Office) -> None:
    judging.promise(office.work, office.cycle, office.person(ZHANG), place(office), "每月调研")
    assert newest(office).verdict == "pass"
    office.using(stricter)
    assert judging.judge_again(office.work, office.cycle) == [newest(office)]
    assert judging.judge_again(office.work, office.cycle) == []
    assert office.trail("report.judged_again") == [{"before": "pass", "after": "revise"}]
    assert newest(office).verdict == "revise"


# -- what is overruled


def overrule(office: Office, rule: str) -> bool:
    organiser, reason = office.person(ORGANISER), "已核实"
    return judging.overrule(office.work, office.cycle, organiser, place(office), rule, reason)


@begins(reported)
@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        (["S19"], "revise"),  # a hint, which asks for nothing
        (["S30"], "revise"),
        (["S26"], "revise"),
        (["S30", "S26"], "pass"),
        (["S26", "S19", "S30"], "pass"),
    ],
)
def test_a_report_passes_once_all_that_fails_is_overruled(
    office: Office, rules: list[str], verdict: str
) -> None:
    office.using(stricter)
    judging.judge_again(office.work, office.cycle)
    for rule in rules:
        assert overrule(office, rule)
    assert newest(office).verdict == verdict
    assert newest(office).overruled == dict.fromkeys(rules, "已核实")
    lines = office.trail("report.finding_overruled")
    assert [facts["rule"] for facts in lines] == rules


@begins(reported)
def test_a_finding_is_overruled_once(office: Office) -> None:
    assert [overrule(office, "S30"), overrule(office, "S30")] == [True, False]
    assert len(office.trail("report.finding_overruled")) == 1
    # Judged anew it stays overruled.
    office.using(lambda plan: replace(plan, help_contact="3305"))
    judging.judge_again(office.work, office.cycle)
    assert newest(office).verdict == "pass"


@begins(reported)
@pytest.mark.parametrize("rule", ["S21", "S33"])
def test_only_what_speaks_against_a_report_is_overruled(office: Office, rule: str) -> None:
    refusal = office.refused(lambda _: overrule(office, rule))
    assert refusal == FindingUnknown(rule, ("S19", "S30"))


def test_nothing_is_overruled_where_nothing_was_handed_in(office: Office) -> None:
    assert isinstance(office.refused(lambda _: overrule(office, "S30")), NothingHandedIn)


# -- a promise that is typed


def promise(office: Office, text: str = "每月讲一次党课") -> bool:
    author = office.person(ZHANG)
    item, is_new = judging.promise(office.work, office.cycle, author, place(office), text)
    assert item.problem == text
    return is_new


@begins(reported)
def test_a_promise_answers_the_question_for_it_and_no_other(office: Office) -> None:
    before = levels(newest(office))
    assert (before["S30"], newest(office).verdict) == ("fail", "revise")
    assert promise(office)
    del before["S30"]
    assert (levels(newest(office)), newest(office).verdict) == (before, "pass")
    assert len(office.trail("report.promised")) == 1


def test_a_promise_may_come_before_the_report(office: Office) -> None:
    assert [promise(office), promise(office)] == [True, False]
    assert "S30" not in levels(hand_in(office, text=REPORT).submission)


# -- earlier years


def test_a_report_is_asked_for_last_years_items_and_older_ones_that_are_open(
    office: Office,
) -> None:
    def begin(year: int) -> None:
        cycles.begin(office.work, office.department.id, sample_plan(year), actor="system")

    problems = {
        "两年前办结的": False,
        "两年前未办结的": True,
        "上年办结的": True,
        "上年未办结的": True,
        "今年的": False,
    }
    closed(office, entered(office, problem="两年前办结的"))
    entered(office, problem="两年前未办结的")
    begin(2027)
    closed(office, entered(office, problem="上年办结的"))
    entered(office, problem="上年未办结的")
    begin(2028)
    entered(office, problem="今年的")
    text = manuscript(REPORT)
    verdict = judging.examine(
        office.work, office.cycle, place(office), text, name="报告.txt"
    ).verdict
    (finding,) = [finding for finding in verdict.findings if finding.rule == "S10"]
    assert {problem: problem in finding.message for problem in problems} == problems


# -- whose rules


@pytest.mark.parametrize(("account", "level"), [(ZHANG, "fail"), (WANG, "ok")])
def test_a_report_is_judged_by_the_rules_of_its_authors_group(
    office: Office, account: str, level: str
) -> None:
    """Only the group of this one person has its own limit."""
    own = SubjectGroup("own", "第一组", office=True, characters=10)
    others = SubjectGroup("others", "其他组", office=True)
    office.using(lambda plan: replace(plan, subjects=(own, others)))
    lines = []
    for line in roster_lines.whole_lines_of(office.work, office.department.id):
        groups: tuple[str, ...] = ()
        if line.account == account:
            groups = ("own",)
        elif Role.SECRETARY in line.roles:
            groups = ("others",)
        lines.append(replace(line, groups=groups))
    rosters.import_roster(office.work, office.department.id, lines, actor=SYSTEM)
    assert levels(hand_in(office, text=REPORT).submission)["S26"] == level
