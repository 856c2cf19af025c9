"""Whether grades are in order: what was changed past the program, and what the plan asks of a grade. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.actions import evaluation
from bot.actions.evaluation import conditions
from bot.domain.evaluation.inputs import Kind
from bot.domain.plan import Condition, InputRule, Plan
from tests.actions.begun import begins
from tests.actions.evaluating import ballot_released, enter, grade, grades_alone
from tests.actions.hall import past_the_program
from tests.actions.office import Office
from tests.cast import WANG

# -- whether grades are in order


def breaches(office: Office) -> list[str]:
    return [line.partition("：")[2] for line in evaluation.breaches(office.work, office.department)]


TAMPERED = {
    "a text was changed": (
        "UPDATE evaluation_input SET text = '缺点' WHERE number = 1",
        ["第 1 条依据丢失或被改动过"],
    ),
    "nobody confirmed it": (
        "UPDATE grade SET decided_by = set_by",
        ["没有复核人确认"],
    ),
    "a grade that there is not": (
        "UPDATE grade SET grade = '优秀'",
        ["不在方案的等次里"],
    ),
    "the counts were changed": (
        "UPDATE poll SET groups = replace(groups, '[[3,3,0,0]]', '[[4,2,0,0]]')",
        ["测评的 counts 重算后不一致"],
    ),
    "the turnout was changed": (
        "UPDATE poll SET voted = voted + 1",
        ["测评的 voted 重算后不一致"],
    ),
    "another result stands there": (
        "UPDATE poll SET groups_digest = 'x'",
        ["测评的 digest 重算后不一致"],
    ),
    "the counts are gone": ("UPDATE poll SET groups = NULL", ["测评结果丢失"]),
}


def complete(office: Office) -> None:
    for kind in (Kind.EVERYDAY, Kind.FIELDWORK, Kind.COMMENT):
        enter(office, kind=kind)
    ballot_released(office)
    grade(office)


@begins(complete)
@pytest.mark.parametrize(("statement", "faults"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_changed_past_the_program_shows(
    office: Office, statement: str, faults: Sequence[str]
) -> None:
    """S33: a grade can be held against what it rested on."""
    assert breaches(office) == []
    past_the_program(office, statement)
    assert breaches(office) == faults


def test_a_grade_without_all_inputs_of_the_plan_is_not_in_order(office: Office) -> None:
    office.using(grades_alone)
    grade(office)
    assert breaches(office) == []
    office.using(
        lambda plan: replace(
            plan, inputs=tuple(replace(rule, required=True) for rule in plan.inputs)
        )
    )
    assert breaches(office) == ["依据不全"]


# -- conditions of grades


VOTES = Condition("votes", "测评好率不低于2/3", least_votes=Fraction(2, 3))
VETO = Condition("veto", "没有一票否决情形", grades=("好", "较好"), without="veto")


def with_conditions(plan: Plan) -> Plan:
    veto = InputRule("veto", "一票否决情形", ("组织员",), required=False)
    return replace(grades_alone(plan), conditions=(VOTES, VETO), inputs=(*plan.inputs, veto))


@pytest.mark.parametrize(
    ("grade_", "steps", "vetoed", "unmet"),
    [
        ("好", (1, 1, 2), False, []),
        ("好", (1, 2), False, [VOTES]),
        ("好", (1, 1, 2), True, [VETO]),
        ("好", (1, 2), True, [VOTES, VETO]),
        ("较好", (1, 2), False, []),
        ("较好", (1, 2), True, [VETO]),
        ("一般", (1, 2), True, []),
        ("好", None, False, [VOTES]),  # without a ballot it cannot be told
    ],
)
def test_who_does_not_meet_a_condition_of_his_grade_is_told_and_may_have_it(
    office: Office,
    grade_: str,
    steps: tuple[int, ...] | None,
    vetoed: bool,
    unmet: Sequence[Condition],
) -> None:
    office.using(with_conditions)
    wang = office.person(WANG)
    if steps is not None:
        ballot_released(office, WANG, *steps)
    if vetoed:
        enter(office, text="受党内警告处分", kind="veto")
    remarks = conditions.remarks(office.work, office.cycle, [(wang, grade_)])
    assert [remark.condition for remark in remarks] == unmet
    assert all([person for person, _ in remark.cases] == [wang] for remark in remarks)


def test_under_a_plan_without_conditions_nobody_is_compared(office: Office) -> None:
    wang = office.person(WANG)
    assert conditions.remarks(office.work, office.cycle, [(wang, "好")]) == ()
    assert conditions.comparisons_of_all(office.work, office.cycle) == {}
    office.using(with_conditions)
    assert set(conditions.comparisons_of_all(office.work, office.cycle)) == {
        person.id for person in office.roster.subjects
    }
