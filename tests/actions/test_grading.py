"""Setting a grade: what it needs, what replaces what, who confirms, what the caps say. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bot.actions import evaluation, people, rosters
from bot.actions.evaluation import Decision, Proposal
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.grades import State
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.refusals import (
    GradeUnknown,
    InputsMissing,
    MeetingAhead,
    NotRated,
    ReasonNeeded,
    SameGrade,
)
from bot.domain.open_cards import OpenCard
from bot.domain.plan import GradeCaps, Plan
from bot.domain.refusals import CardGone, NeedsSecondPerson, Refusal
from bot.domain.staffing import ChangeKind, StaffChange
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRecord
from tests.actions.begun import office_after
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, VICE_DEAN, WANG, ZHANG

WRITTEN = (Kind.EVERYDAY, Kind.FIELDWORK, Kind.COMMENT)
SUBJECTS = tuple(f"s{number:02}" for number in range(1, 9))


def written_alone(plan: Plan) -> Plan:
    """Grades that rest on what was written; the ballot may be missing."""
    inputs = tuple(replace(rule, required=not rule.is_ballot) for rule in plan.inputs)
    return replace(plan, inputs=inputs)


def enter(office: Office, account: str, *kinds: Kind) -> None:
    dean = office.person(DEAN)
    for kind in kinds:
        entry = NewEntry(kind, office.person(account), "优点：带头讲党课", dean)
        evaluation.add(office.work, office.cycle, dean, entry)


def propose(
    office: Office,
    account: str = WANG,
    grade: str = "好",
    reason: str = "",
    day: date | None = None,
    *,
    by: str = DEAN,
) -> Callable[[UnitOfWork], Proposal]:
    decision = Decision(office.person(account), grade, reason, day)
    actor = office.person(by)
    return lambda work: evaluation.propose(work, office.cycle, office.department, actor, decision)


def confirm(office: Office, *, by: str = ORGANISER) -> list[tuple[str, str]]:
    card = office.last_card(by)
    return evaluation.confirm(office.work, office.department, card, office.person(by))


def confirms(office: Office, card: OpenCard, account: str) -> Callable[[UnitOfWork], object]:
    person = office.person(account)
    return lambda work: evaluation.confirm(work, office.department, card, person)


def history(office: Office, account: str = WANG) -> list[GradeRecord]:
    person = office.person(account)
    records = store.grades(office.session, office.cycle.id)
    return [record for record in records if record.person_id == person.id]


def all_rated(office: Office) -> None:
    """Everybody has what a grade needs under this plan."""
    office.using(written_alone)
    for account in SUBJECTS:
        enter(office, account, *WRITTEN)


rated = office_after(all_rated)


# -- what it needs


@pytest.mark.parametrize(
    "present",
    [
        (),
        (Kind.EVERYDAY,),
        (Kind.FIELDWORK,),
        (Kind.COMMENT,),
        (Kind.EVERYDAY, Kind.FIELDWORK),
        (Kind.EVERYDAY, Kind.COMMENT),
        (Kind.FIELDWORK, Kind.COMMENT),
    ],
)
def test_no_grade_while_an_input_is_missing(office: Office, present: Sequence[Kind]) -> None:
    office.using(written_alone)
    enter(office, WANG, *present)
    refusal = office.refused(propose(office))
    assert isinstance(refusal, InputsMissing)
    assert [rule.id for rule in refusal.missing] == [
        kind for kind in WRITTEN if kind not in present
    ]
    assert refusal.number == len(WRITTEN)
    assert refusal.leaders[0] == "赵建例"
    assert refusal.organisers == ("何勤样",)
    assert history(office) == []


def test_under_the_plan_of_2022_the_ballot_is_the_fourth(office: Office) -> None:
    enter(office, WANG, *WRITTEN)
    refusal = office.refused(propose(office))
    assert isinstance(refusal, InputsMissing)
    assert [rule.id for rule in refusal.missing] == [Kind.BALLOT]
    assert refusal.number == 4


def test_an_entry_that_was_corrected_to_nothing_does_not_count(office: Office) -> None:
    office.using(written_alone)
    enter(office, WANG, *WRITTEN)
    dean = office.person(DEAN)
    evaluation.correct(office.work, office.cycle, dean, 3, "  ")
    refusal = office.refused(propose(office))
    assert isinstance(refusal, InputsMissing)
    assert [rule.id for rule in refusal.missing] == [Kind.COMMENT]


@pytest.mark.parametrize(
    ("account", "grade", "day", "refusal"),
    [
        (MEMBER, "好", None, NotRated),
        (DEAN, "好", None, NotRated),
        (ORGANISER, "好", None, NotRated),
        (GUEST, "好", None, NotRated),
        (WANG, "优秀", None, GradeUnknown),
        (WANG, "", None, GradeUnknown),
        (WANG, "很好", None, GradeUnknown),
        (WANG, "好", date(2026, 12, 2), MeetingAhead),
        (WANG, "好", date(2027, 1, 1), MeetingAhead),
    ],
)
def test_what_is_no_decision_is_refused(
    rated: Office, account: str, grade: str, day: date | None, refusal: type[Refusal]
) -> None:
    assert isinstance(rated.refused(propose(rated, account, grade, day=day)), refusal)
    assert history(rated, account) == []
    assert rated.cards(ORGANISER) == []


@pytest.mark.parametrize("grade", ["好", "较好", "一般", "差"])
@pytest.mark.parametrize("day", [None, date(2026, 12, 1), date(2026, 11, 30)])
def test_every_grade_of_the_plan_waits_for_a_second_person(
    rated: Office, grade: str, day: date | None
) -> None:
    proposal = propose(rated, grade=grade, day=day)(rated.work)
    ((person, noted),) = proposal.grades
    assert (person.account, noted.grade, noted.state) == (WANG, grade, State.PROPOSED)
    # Where no day is named the day of entry stands for it, and is told apart.
    assert noted.committee_day == (day or date(2026, 12, 1))
    assert noted.day_said == (day is not None)
    assert noted.set_by == "赵建例"
    assert grade in rated.cards(ORGANISER)[-1].text
    assert confirm(rated) == [("王文例", grade)]
    (record,) = history(rated)
    assert (record.state, record.grade) == (State.CONFIRMED, grade)
    assert "何勤样" in rated.told(DEAN)


def test_a_scale_of_grades_apart_from_the_ballots_is_the_one_that_counts(rated: Office) -> None:
    rated.using(lambda plan: replace(plan, grades=("先进", "达标", "不达标")))
    assert isinstance(rated.refused(propose(rated, grade="好")), GradeUnknown)
    propose(rated, grade="达标")(rated.work)
    assert confirm(rated) == [("王文例", "达标")]


# -- what replaces what


@pytest.mark.parametrize(
    ("before", "then", "reason", "refusal"),
    [
        ("好", "好", "", SameGrade),
        ("好", "好", "复议", SameGrade),
        ("好", "较好", "", ReasonNeeded),
        ("差", "好", "", ReasonNeeded),
        ("好", "较好", "党委会复议", None),
        ("差", "好", "党委会复议", None),
    ],
)
def test_a_confirmed_grade_changes_for_a_reason(
    rated: Office, before: str, then: str, reason: str, refusal: type[Refusal] | None
) -> None:
    propose(rated, grade=before)(rated.work)
    confirm(rated)
    again = propose(rated, grade=then, reason=reason)
    if refusal is not None:
        assert isinstance(rated.refused(again), refusal)
        assert [record.grade for record in history(rated)] == [before]
        return
    again(rated.work)
    # Until the second person has answered, what was confirmed stands.
    assert [record.state for record in history(rated)] == [State.CONFIRMED, State.PROPOSED]
    confirm(rated)
    assert [(record.number, record.grade, record.reason) for record in history(rated)] == [
        (1, before, ""),
        (2, then, reason),
    ]


@pytest.mark.parametrize("then", ["好", "较好", "一般", "差"])
def test_an_unconfirmed_grade_is_replaced_without_a_reason(rated: Office, then: str) -> None:
    propose(rated, grade="较好")(rated.work)
    first = rated.last_card(ORGANISER)
    propose(rated, grade=then)(rated.work)
    assert [record.state for record in history(rated)] == [State.WITHDRAWN, State.PROPOSED]
    with pytest.raises(CardGone):
        rated.card(first.id)
    assert confirm(rated) == [("王文例", then)]


def test_declining_leaves_what_was_confirmed(rated: Office) -> None:
    propose(rated, grade="较好")(rated.work)
    confirm(rated)
    propose(rated, grade="差", reason="复议")(rated.work)
    card, organiser = rated.last_card(ORGANISER), rated.person(ORGANISER)
    evaluation.decline(rated.work, rated.department, card, organiser)
    assert [record.state for record in history(rated)] == [State.CONFIRMED, State.DECLINED]
    # Of an unconfirmed change nothing is left: the same grade again needs a reason, and one apart.
    assert isinstance(rated.refused(propose(rated, grade="较好", reason="再议")), SameGrade)
    propose(rated, grade="差", reason="再议")(rated.work)
    assert confirm(rated) == [("王文例", "差")]


# -- who confirms


@pytest.mark.parametrize(
    ("asker", "first"), [(DEAN, ORGANISER), (ORGANISER, DEAN), (VICE_DEAN, ORGANISER)]
)
def test_somebody_else_confirms(rated: Office, asker: str, first: str) -> None:
    propose(rated, by=asker)(rated.work)
    card = rated.last_card(first)
    assert isinstance(rated.refused(confirms(rated, card, asker)), NeedsSecondPerson)
    assert confirm(rated, by=first) == [("王文例", "好")]
    (record,) = history(rated)
    assert (record.set_by, record.decided_by) == (rated.person(asker).id, rated.person(first).id)


def test_a_card_is_confirmed_once(rated: Office) -> None:
    propose(rated)(rated.work)
    again = confirms(rated, rated.last_card(ORGANISER), ORGANISER)
    again(rated.work)
    assert isinstance(rated.refused(again), CardGone)
    assert len(history(rated)) == 1


def test_single_decisions_behind_an_unanswered_card_are_gathered_on_the_next(rated: Office) -> None:
    for account in (WANG, LI, ZHANG):
        propose(rated, account, "较好")(rated.work)
    assert len(rated.cards(ORGANISER)) == 1
    assert confirm(rated) == [("王文例", "较好")]
    assert len(rated.cards(ORGANISER)) == 2
    assert confirm(rated) == [("李思样", "较好"), ("张立范", "较好")]


# -- many at once


def decisions(office: Office, **grades: str) -> list[Decision]:
    return [Decision(office.person(account), grade) for account, grade in grades.items()]


def test_many_are_noted_together_or_not_at_all(rated: Office) -> None:
    wanted = [*decisions(rated, s01="好", s02="较好"), Decision(rated.person(MEMBER), "好")]
    dean = rated.person(DEAN)

    def note(work: UnitOfWork, said: Sequence[Decision] = wanted) -> Proposal:
        return evaluation.propose_all(work, rated.cycle, rated.department, dean, said)

    assert isinstance(rated.refused(note), NotRated)
    assert store.grades(rated.session, rated.cycle.id) == []
    note(rated.work, wanted[:2])
    assert confirm(rated) == [("王文例", "好"), ("李思样", "较好")]


def test_a_preview_keeps_nothing_and_names_who_is_left(office: Office) -> None:
    office.using(written_alone)
    enter(office, WANG, *WRITTEN)
    enter(office, LI, Kind.COMMENT)
    wanted = decisions(office, s01="较好", s02="较好", s03="较好")
    shown = evaluation.preview(office.work, office.cycle, office.person(DEAN), wanted)
    assert [person.account for person, _ in shown.grades] == [WANG]
    assert [(person.account, type(why)) for person, why in shown.left] == [
        (LI, InputsMissing),
        (ZHANG, InputsMissing),
    ]
    assert store.grades(office.session, office.cycle.id) == []
    assert office.cards(ORGANISER) == []


def test_a_preview_of_nobody_is_the_first_refusal(office: Office) -> None:
    dean, wanted = office.person(DEAN), decisions(office, s01="较好", s02="较好")
    refusal = office.refused(lambda work: evaluation.preview(work, office.cycle, dean, wanted))
    assert isinstance(refusal, InputsMissing)
    assert refusal.name == "王文例"


# -- caps warn and forbid nothing


@pytest.mark.parametrize(
    ("best", "caps", "told"),
    [
        # A third of eight is two, rounded down; at least 15 % below the best are two, rounded up.
        (0, GradeCaps(), []),
        (2, GradeCaps(), []),
        (3, GradeCaps(), [("max_best", 2, 3)]),
        (6, GradeCaps(), [("max_best", 2, 6)]),
        (7, GradeCaps(), [("max_best", 2, 7), ("min_below_best", 6, 7)]),
        (8, GradeCaps(), [("max_best", 2, 8), ("min_below_best", 6, 8)]),
        (8, GradeCaps(None, None), []),
        (4, GradeCaps(Fraction(1, 2), None), []),
        (5, GradeCaps(Fraction(1, 2), None), [("max_best", 4, 5)]),
        (7, GradeCaps(None, Fraction(1, 8)), []),
        (8, GradeCaps(None, Fraction(1, 8)), [("min_below_best", 7, 8)]),
        (1, GradeCaps(Fraction(0), None), [("max_best", 0, 1)]),
    ],
)
def test_caps_are_told_for_all_that_would_stand(
    rated: Office, best: int, caps: GradeCaps, told: list[tuple[str, int, int]]
) -> None:
    rated.using(lambda plan: replace(plan, caps=caps))
    wanted = [
        Decision(rated.person(account), "好" if number < best else "较好")
        for number, account in enumerate(SUBJECTS)
    ]
    dean = rated.person(DEAN)
    proposal = evaluation.propose_all(rated.work, rated.cycle, rated.department, dean, wanted)
    assert [(each.cap, each.most, each.have) for each in proposal.warnings] == told
    assert len(confirm(rated)) == len(SUBJECTS)


def test_caps_count_what_stands_and_what_waits_and_not_what_was_replaced(rated: Office) -> None:
    for account in (WANG, LI):
        propose(rated, account, "好")(rated.work)
        confirm(rated)
    third = propose(rated, ZHANG, "好")(rated.work)
    assert [warning.have for warning in third.warnings] == [3]
    instead = propose(rated, ZHANG, "较好")(rated.work)
    assert instead.warnings == ()


# -- what it rested on


def test_a_grade_keeps_the_hashes_of_what_it_rested_on(rated: Office) -> None:
    dean = rated.person(DEAN)
    evaluation.correct(rated.work, rated.cycle, dean, 1, "优点：换了说法")
    propose(rated)(rated.work)
    (record,) = history(rated)
    own = [
        entry
        for entry in evaluation.inputs_of(rated.work, rated.cycle, rated.person(WANG))
        if entry.stands
    ]
    assert [entry["number"] for entry in record.basis["inputs"]] == [entry.number for entry in own]
    assert 1 not in {entry["number"] for entry in record.basis["inputs"]}
    assert record.basis["ballot"] is None
    assert record.basis["plan_version"] == rated.cycle.plan_version
    assert "优点" not in str(record.basis)


def test_who_gave_his_office_up_after_he_was_spoken_of_is_still_graded(rated: Office) -> None:
    wang = rated.person(WANG)
    change = StaffChange(ChangeKind.LEAVES, wang.name, wang.id, "", None)
    rosters.change_staff(rated.work, rated.department.id, [change])
    left = people.by_id(rated.work, wang.id)
    assert left is not None
    decision = Decision(left, "较好")
    evaluation.propose(rated.work, rated.cycle, rated.department, rated.person(DEAN), decision)
    assert confirm(rated) == [("王文例", "较好")]
