"""Who is evaluated in a year, and what is known of him: his ballots, the overview, his sheet. Rows of rules on the real database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import evaluation, rosters
from bot.actions.evaluation import rated
from bot.actions.polls import releasing
from bot.domain.evaluation.grades import State
from bot.domain.plan import GradeCaps, InputRule
from bot.domain.polls.poll import Audience
from bot.domain.staffing import ChangeKind, StaffChange
from tests.actions.begun import begins
from tests.actions.evaluating import (
    ask_telling,
    ballot_released,
    enter,
    grade,
    grades_alone,
    hand_over,
    objects,
    status_of,
    tells,
)
from tests.actions.hall import CLASS_A, MANY, SUBJECTS, close, count, counted, newest, opened, vote
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, GUEST, LI, MEMBER, ORGANISER, WANG

# -- who is evaluated


def of_year(office: Office) -> tuple[str, ...]:
    evaluated = rated.of_year(office.work, office.cycle, office.roster)
    return tuple(person.account for person in evaluated)


def test_who_holds_the_office_is_evaluated_in_the_order_of_the_roster(office: Office) -> None:
    assert of_year(office) == SUBJECTS
    assert rated.former(office.work, office.cycle) == ()


@pytest.mark.parametrize(
    ("account", "is_rated"), [(WANG, True), (MEMBER, False), (DEAN, False), (GUEST, False)]
)
def test_nobody_else_is_rated(office: Office, account: str, is_rated: bool) -> None:
    assert rated.is_rated(office.work, office.cycle, office.person(account)) == is_rated


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


@begins(ballot_released)
def test_of_two_ballots_about_one_person_the_later_counts(office: Office) -> None:
    ballot_released(office)
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


def test_the_overview_goes_with_a_secretary_from_input_to_receipt(office: Office) -> None:
    office.using(grades_alone)
    assert [
        status.secretary for status in evaluation.overview(office.work, office.cycle, office.roster)
    ][:2] == ["王文例", "李思样"]
    assert (status_of(office).grade, status_of(office).state, status_of(office).complete) == (
        "",
        None,
        True,
    )
    enter(office)
    assert status_of(office).inputs == {"everyday": 1}
    decision = evaluation.Decision(office.person(WANG), "好")
    evaluation.propose(office.work, office.cycle, office.department, office.person(DEAN), decision)
    assert (status_of(office).waiting, status_of(office).grade) == (True, "")
    card = office.last_card(ORGANISER)
    evaluation.confirm(office.work, office.department, card, office.person(ORGANISER))
    assert (status_of(office).state, status_of(office).grade) == (State.CONFIRMED, "好")
    ask_telling(office, WANG)
    tells(office)(office.work)
    assert (status_of(office).told_at, status_of(office).read_at) == (office.now, None)
    office.now += timedelta(hours=1)
    objects(office)(office.work)
    assert status_of(office).objected_at == office.now
    grade(office, WANG, "好", "复核后维持")
    # An objection stands until the grade is confirmed anew.
    assert status_of(office).objected_at is None


def test_what_is_missing_is_told_by_input(office: Office) -> None:
    enter(office)
    assert [rule.id for rule in status_of(office).missing] == ["fieldwork", "comment", "ballot"]
    assert not status_of(office).complete
    dean = office.person(DEAN)
    evaluation.correct(office.work, office.cycle, dean, 1, "")
    assert status_of(office).inputs == {}


# -- the sheet


def test_a_sheet_holds_what_is_known_of_one(office: Office) -> None:
    office.using(grades_alone)
    enter(office)
    ballot_released(office)
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


def test_without_caps_there_is_room_for_all_and_everybody_has_a_sheet(office: Office) -> None:
    office.using(lambda plan: replace(plan, caps=GradeCaps(None, None)))
    sheet = evaluation.sheet_of(office.work, office.cycle, office.person(WANG))
    assert sheet.room.best is None
    sheets = list(evaluation.sheets(office.work, office.cycle))
    assert len(sheets) == len(SUBJECTS)
