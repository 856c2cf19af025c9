"""The result of a year: who is evaluated, what a grade rests on, what he is told, reads and may object to. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from bot.actions import evaluation, rosters
from bot.actions.evaluation import conditions, opinions, rated, results
from bot.actions.polls import releasing
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.grades import State
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.refusals import HalvesEmpty, NothingTold
from bot.domain.people import Role
from bot.domain.plan import Condition, GradeCaps, InputRule, Plan
from bot.domain.polls.poll import Audience
from bot.domain.refusals import CardGone, NotAllowed, Refusal
from bot.domain.staffing import ChangeKind, StaffChange
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_A,
    MANY,
    close,
    count,
    counted,
    newest,
    opened,
    past_the_program,
    vote,
)
from tests.actions.office import Office
from tests.actions.test_entries import ask_telling, enter, grade, grades_alone, tells
from tests.cast import DEAN, FIRST, GUEST, LI, MEMBER, ORGANISER, VICE_DEAN, WANG

SUBJECTS = [f"s{number:02}" for number in range(1, 9)]


def published(office: Office, about: str = WANG, *steps: int) -> None:
    poll = counted(office, *steps or (1, 2), about=about)
    releasing.release_one(office.work, poll.id, office.person(DEAN), Audience.LEADERSHIP)


def hand_over(office: Office, former: str = WANG, new: str = MEMBER, branch: str = FIRST) -> None:
    """The branch has another secretary from now on; the one before stays as a member."""
    before, after = office.person(former), office.person(new)
    changes = [
        StaffChange(ChangeKind.DISMISSED, before.name, before.id, branch, Role.SECRETARY),
        StaffChange(ChangeKind.APPOINTED, after.name, after.id, branch, Role.SECRETARY),
    ]
    for change in changes:
        rosters.change_staff(office.work, office.department.id, [change])


# -- who is evaluated


def of_year(office: Office) -> list[str]:
    return [person.account for person in rated.of_year(office.work, office.cycle, office.roster)]


def test_who_holds_the_office_is_evaluated_in_the_order_of_the_roster(office: Office) -> None:
    assert of_year(office) == SUBJECTS
    assert rated.former(office.work, office.cycle) == ()


@pytest.mark.parametrize(
    ("account", "spoken_of", "is_rated"),
    [(WANG, False, True), (MEMBER, False, False), (DEAN, False, False), (GUEST, False, False)],
)
def test_whom_the_evaluation_is_about(
    office: Office, account: str, spoken_of: bool, is_rated: bool
) -> None:
    person = office.person(account)
    assert rated.is_rated(office.work, office.cycle, person) == is_rated
    assert bool(evaluation.inputs_of(office.work, office.cycle, person)) == spoken_of


@pytest.mark.parametrize(("rated_before", "evaluated"), [(False, MEMBER), (True, WANG)])
def test_a_branch_that_is_handed_over_has_whom_the_meeting_rated(
    office: Office, rated_before: bool, evaluated: str
) -> None:
    """Whoever comes after him has nothing on which a grade could rest."""
    if rated_before:
        counted(office)
    hand_over(office)
    assert set(of_year(office)) == {evaluated, *SUBJECTS[1:]}


@begins(opened)
def test_a_ballot_that_came_to_nothing_rates_nobody(office: Office) -> None:
    poll = newest(office)
    close(office)
    count(office, poll)
    hand_over(office)
    assert MEMBER in of_year(office)


@begins(counted)
def test_a_successor_who_was_rated_himself_stays(office: Office) -> None:
    hand_over(office)
    counted(office, about=MEMBER, voters=CLASS_A)
    assert MEMBER in of_year(office)
    assert WANG not in of_year(office)


def test_who_was_rated_elsewhere_stays_himself_where_he_goes(office: Office) -> None:
    for account in (WANG, LI):
        counted(office, about=account)
    li = office.person(LI)
    moves = StaffChange(ChangeKind.MOVES, li.name, li.id, FIRST, None)
    rosters.change_staff(office.work, office.department.id, [moves])
    hand_over(office, WANG, LI)
    assert LI in of_year(office)
    assert WANG not in of_year(office)


def test_who_was_spoken_of_stays_rated_after_he_gave_up_his_office(office: Office) -> None:
    enter(office)
    wang = office.person(WANG)
    assert rated.former(office.work, office.cycle) == ()
    hand_over(office)
    former = rated.former(office.work, office.cycle)
    assert [person.id for person in former] == [wang.id]
    assert rated.is_rated(office.work, office.cycle, office.person(WANG))


# -- the ballot as an input


@begins(counted)
def test_only_a_released_ballot_is_an_input(office: Office) -> None:
    poll = newest(office)
    assert evaluation.ballots(office.work, office.cycle) == {}
    releasing.release_one(office.work, poll.id, office.person(DEAN), Audience.LEADERSHIP)
    (ballot,) = evaluation.ballots(office.work, office.cycle)[office.person(WANG).id]
    assert (ballot.code, ballot.input, ballot.released_by) == (poll.code, "ballot", "赵建例")
    assert ballot.title == "现场测评"
    (entry,) = evaluation.inputs_of(office.work, office.cycle, office.person(WANG))
    assert (entry.kind, entry.number, entry.stands) == ("ballot", 0, True)


@begins(published)
def test_of_two_about_one_person_the_later_counts(office: Office) -> None:
    published(office)
    (ballot,) = evaluation.ballots(office.work, office.cycle)[office.person(WANG).id]
    assert ballot.code == "K2"


def test_the_plans_ballots_stand_beside_each_other_in_its_order(office: Office) -> None:
    rounds = (
        InputRule("members", "党员测评", classes=("B", "C")),
        InputRule("leaders", "领导测评", classes=("A",)),
    )
    office.using(lambda plan: replace(plan, inputs=(*plan.inputs, *rounds)))
    for rule in reversed(rounds):
        poll = opened(office, WANG, round_=rule)
        vote(office, poll, MANY[:6] if rule.id == "leaders" else MANY[6:], 1, 2)
        close(office)
        count(office, poll)
        releasing.release_one(office.work, poll.id, office.person(DEAN))
    released = evaluation.ballots(office.work, office.cycle)[office.person(WANG).id]
    assert [(ballot.input, ballot.title) for ballot in released] == [
        ("members", "党员测评"),
        ("leaders", "领导测评"),
    ]


# -- the overview


def one(office: Office, account: str = WANG) -> evaluation.Evaluated:
    (status,) = evaluation.evaluated(office.work, office.cycle, [office.person(account)])
    return status


def test_the_overview_goes_with_a_secretary_from_input_to_receipt(office: Office) -> None:
    office.using(grades_alone)
    assert [
        status.secretary for status in evaluation.overview(office.work, office.cycle, office.roster)
    ][:2] == ["王文例", "李思样"]
    assert (one(office).grade, one(office).state, one(office).complete) == ("", None, True)
    enter(office)
    assert one(office).inputs == {"everyday": 1}
    decision = evaluation.Decision(office.person(WANG), "好")
    evaluation.propose(office.work, office.cycle, office.department, office.person(DEAN), decision)
    assert (one(office).waiting, one(office).grade) == (True, "")
    card = office.last_card(ORGANISER)
    evaluation.confirm(office.work, office.department, card, office.person(ORGANISER))
    assert (one(office).state, one(office).grade) == (State.CONFIRMED, "好")
    ask_telling(office, WANG)
    tells(office)(office.work)
    assert (one(office).told_at, one(office).read_at) == (office.now, None)
    office.now += timedelta(hours=1)
    objects(office)(office.work)
    assert one(office).objected_at == office.now
    grade(office, WANG, "好", "复核后维持")
    # An objection stands until the grade is confirmed anew.
    assert one(office).objected_at is None


def test_what_is_missing_is_told_by_input(office: Office) -> None:
    enter(office)
    assert [rule.id for rule in one(office).missing] == ["fieldwork", "comment", "ballot"]
    assert not one(office).complete
    dean = office.person(DEAN)
    evaluation.correct(office.work, office.cycle, dean, 1, "")
    assert one(office).inputs == {}


# -- the sheet


def test_a_sheet_holds_what_is_known_of_one(office: Office) -> None:
    office.using(grades_alone)
    enter(office)
    published(office)
    grade(office)
    sheet = evaluation.sheet_of(office.work, office.cycle, office.person(WANG))
    assert (sheet.name, sheet.branch, sheet.year) == ("王文例", FIRST, 2026)
    assert [ballot.code for ballot in sheet.ballots] == ["K1"]
    assert [record.grade for record in sheet.history] == ["较好"]
    assert (sheet.opinion, sheet.told) == (None, None)
    assert (sheet.room.best, sheet.place) == (2, office.branch(FIRST).id)


def test_a_sheet_of_one_who_gave_up_his_office_has_no_place(office: Office) -> None:
    enter(office)
    hand_over(office)
    sheet = evaluation.sheet_of(office.work, office.cycle, office.person(WANG))
    assert sheet.place == 0
    assert len(sheet.inputs) == 1


def test_the_room_for_the_best_is_that_of_his_group(office: Office) -> None:
    office.using(lambda plan: replace(plan, caps=GradeCaps(None, None)))
    sheet = evaluation.sheet_of(office.work, office.cycle, office.person(WANG))
    assert sheet.room.best is None
    every = list(evaluation.sheets(office.work, office.cycle))
    assert len(every) == len(SUBJECTS)


# -- what is told


def objects(
    office: Office, account: str = WANG, text: str = "党课应为七次"
) -> Callable[[UnitOfWork], None]:
    actor = office.person(account)
    return lambda work: results.object_to(work, office.cycle, office.department, actor, text)


def shows(office: Office, account: str = WANG) -> Callable[[UnitOfWork], Any]:
    actor = office.person(account)
    return lambda work: results.own_result(work, office.cycle, actor)


def reads(office: Office, account: str = WANG) -> Callable[[UnitOfWork], None]:
    actor = office.person(account)
    return lambda work: results.note_read(work, office.cycle, actor)


@pytest.fixture
def told(office: Office) -> Office:
    office.using(grades_alone)
    grade(office)
    ask_telling(office, WANG)
    tells(office)(office.work)
    return office


@pytest.mark.parametrize("act", [shows, reads, objects])
@pytest.mark.parametrize(
    ("account", "refusal"),
    [(WANG, None), (LI, NothingTold), (MEMBER, NotAllowed), (DEAN, NotAllowed)],
)
def test_a_result_is_for_whom_it_was_told(
    told: Office,
    act: Callable[[Office, str], Callable[[UnitOfWork], Any]],
    account: str,
    refusal: type[Refusal] | None,
) -> None:
    if refusal is None:
        act(told, account)(told.work)
    else:
        assert isinstance(told.refused(act(told, account)), refusal)


def test_he_sees_it_again_with_a_new_button_until_he_has_read_it(told: Office) -> None:
    first = told.last_card(WANG)
    message = shows(told)(told.work)
    assert message.card is not None
    assert "较好" in message.text
    # The newest button counts.
    with pytest.raises(CardGone):
        told.card(first.id)
    receipt, wang = told.card(message.card.id), told.person(WANG)
    results.read(told.work, told.cycle, receipt, wang)
    assert shows(told)(told.work).card is None
    assert len(told.trail("result.read")) == 1


def test_that_it_was_read_may_be_said_and_once(told: Office) -> None:
    reads(told)(told.work)
    at = told.now
    told.now += timedelta(hours=1)
    reads(told)(told.work)
    assert one(told).read_at == at
    assert len(told.trail("result.read")) == 1
    receipt = [card for card in told.cards(WANG) if "阅" in str(card)]
    with pytest.raises(CardGone):
        told.card(receipt[-1].id)


def test_a_card_that_is_no_receipt_is_not_read(told: Office) -> None:
    grade(told, LI)
    ask_telling(told, LI)
    card, organiser = told.last_card(ORGANISER), told.person(ORGANISER)
    refusal = told.refused(lambda work: results.read(work, told.cycle, card, organiser))
    assert isinstance(refusal, CardGone)


def test_what_is_decided_anew_is_not_shown_before_it_is_told(told: Office) -> None:
    assert "较好" in shows(told)(told.work).text
    objects(told)(told.work)
    grade(told, WANG, "好", "复议")
    under_review = shows(told)(told.work)
    assert "好" not in under_review.text
    assert under_review.card is None
    ask_telling(told, WANG)
    tells(told)(told.work)
    assert "好" in shows(told)(told.work).text


def test_what_was_decided_of_another_is_nothing_new_of_him(told: Office) -> None:
    grade(told, LI, "好")
    assert "较好" in shows(told)(told.work).text


def test_a_change_that_was_declined_leaves_what_is_to_be_told(office: Office) -> None:
    office.using(grades_alone)
    grade(office)
    decision = evaluation.Decision(office.person(WANG), "差", "复议")
    evaluation.propose(office.work, office.cycle, office.department, office.person(DEAN), decision)
    card, organiser = office.last_card(ORGANISER), office.person(ORGANISER)
    evaluation.decline(office.work, office.department, card, organiser)
    ask_telling(office, WANG)
    tells(office)(office.work)
    assert "较好" in office.told(WANG)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [("优点：带头讲党课；不足：谈心谈话偏少", None), ("优点：带头讲党课", (Half.LACKING,))],
)
def test_an_opinion_with_both_halves_is_told_as_a_file_with_the_grade(
    office: Office, text: str, lacks: Sequence[Half] | None
) -> None:
    """S32: what was achieved and what is lacking."""
    office.using(lambda plan: replace(grades_alone(plan), stages=plan.stages))
    enter(office, text=text)
    opinions.open_(office.work, office.cycle, office.person(DEAN), office.person(WANG))
    grade(office)
    if lacks is not None:
        refusal = office.refused(lambda _work: ask_telling(office, WANG))
        assert isinstance(refusal, HalvesEmpty)
        assert refusal.halves == lacks
        return
    ask_telling(office, WANG)
    tells(office)(office.work)
    (message,) = [message for message in office.sent(WANG) if message.file is not None]
    assert message.card is not None
    # Once it was read, the file comes with what he asks for.
    reads(office)(office.work)
    assert shows(office)(office.work).file is not None
    # A later opinion is another result, and not shown before it is told.
    opinions.drop(office.work, office.cycle, office.person(DEAN), 1)
    assert shows(office)(office.work).file is None


def test_a_former_secretary_keeps_his_result_and_may_say_that_he_has_read_it(
    told: Office,
) -> None:
    hand_over(told)
    assert "较好" in shows(told)(told.work).text
    reads(told)(told.work)
    assert one(told).read_at == told.now
    objects(told)(told.work)


def test_who_objects_once_more_is_heard_once_more_by_every_leader(told: Office) -> None:
    objects(told)(told.work)
    told.now += timedelta(minutes=5)
    objects(told, text="还有一处")(told.work)
    for leader in (DEAN, VICE_DEAN):
        assert "党课应为七次" in told.told(leader)
        assert "还有一处" in told.told(leader)
    assert told.told(MEMBER) == ""
    assert len(told.trail("result.objected")) == 2


def test_declined_nobody_is_told_and_whoever_asked_hears_so(office: Office) -> None:
    office.using(grades_alone)
    grade(office)
    ask_telling(office, WANG)
    card, organiser = office.last_card(ORGANISER), office.person(ORGANISER)
    results.decline_telling(office.work, office.department, card, organiser)
    assert office.sent(WANG) == []
    assert "何勤样" in office.told(DEAN)
    ask_telling(office, WANG)


def test_a_wider_question_stays_beside_one_about_fewer(office: Office) -> None:
    """The other way round it is replaced: two cards would ask about the same person."""
    office.using(grades_alone)
    for account in (WANG, LI):
        grade(office, account)
    ask_telling(office, WANG, LI)
    wide = office.last_card(ORGANISER)
    ask_telling(office, WANG)
    assert office.card(wide.id).addressees == (office.person(ORGANISER).id,)


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
    published(office)
    grade(office)


@pytest.mark.parametrize(("statement", "faults"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_changed_past_the_program_shows(
    office: Office, statement: str, faults: Sequence[str]
) -> None:
    """S33: a grade can be held against what it rested on."""
    complete(office)
    assert breaches(office) == []
    past_the_program(office, statement)
    found = breaches(office)
    assert found == faults


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
        published(office, WANG, *steps)
    if vetoed:
        enter(office, text="受党内警告处分", kind="veto")
    remarks = conditions.remarks(office.work, office.cycle, [(wang, grade_)])
    assert [remark.condition for remark in remarks] == unmet
    assert all([person for person, _ in remark.cases] == [wang] for remark in remarks)


def test_without_conditions_nobody_is_compared(office: Office) -> None:
    wang = office.person(WANG)
    assert conditions.remarks(office.work, office.cycle, [(wang, "好")]) == ()
    assert conditions.comparisons_of_all(office.work, office.cycle) == {}
    office.using(with_conditions)
    assert set(conditions.comparisons_of_all(office.work, office.cycle)) == {
        person.id for person in office.roster.subjects
    }
