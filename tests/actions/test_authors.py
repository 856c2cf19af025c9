"""Whose a report is once offices have changed hands, and who hears that its verdict turned. Rows of rules on the real database."""

from dataclasses import replace

import pytest

from bot.actions import roster_lines, rosters, submissions
from bot.actions.unit_of_work import SYSTEM
from bot.documents.roster import RosterLine
from bot.domain.plan import SubjectGroup
from bot.domain.submissions import Submission
from tests.actions.acts import hand_in, leaves
from tests.actions.begun import begins
from tests.actions.evaluating import hand_over
from tests.actions.hall import past_the_program
from tests.actions.office import Office
from tests.cast import LI, SECOND, THIRD, ZHANG

SUCCESSOR = "m11"  # a member of 第三支部
COUNCIL = "支委会"


def succeeded(office: Office) -> None:
    """A report was handed in, and then another became secretary."""
    hand_in(office)
    hand_over(office, ZHANG, SUCCESSOR, THIRD)


def of_a_body(office: Office) -> None:
    """A report of a body, for which a secretary hands in."""
    group = SubjectGroup("council", "班子", bodies=True)
    office.using(lambda plan: replace(plan, subjects=(group,)))
    body = RosterLine(
        0,
        COUNCIL,
        branch=THIRD,
        groups=("council",),
        is_body=True,
        responsible=office.person(ZHANG).name,
    )
    lines = (*roster_lines.whole_lines_of(office.work, office.department.id), body)
    rosters.import_roster(office.work, office.department.id, lines, actor=SYSTEM)
    hand_in(office, COUNCIL)


def report(office: Office, place: str = THIRD) -> Submission:
    submission = submissions.newest(office.work, office.cycle, office.branch(place))
    assert submission is not None
    return submission


def author(office: Office, place: str = THIRD) -> str:
    return submissions.author(
        office.work, office.roster, office.branch(place), report(office, place)
    )


@pytest.mark.parametrize("office", [hand_in, succeeded], indirect=True)
def test_a_report_stays_his_who_handed_it_in(office: Office) -> None:
    assert author(office) == office.person(ZHANG).name
    assert submissions.is_own(report(office), office.person(ZHANG))
    assert not submissions.is_own(report(office), office.person(SUCCESSOR))


@begins(of_a_body)
def test_a_report_for_a_body_is_the_bodys(office: Office) -> None:
    body = office.roster.subject_of(office.branch(COUNCIL))
    assert body is not None
    assert author(office, COUNCIL) == body.name == COUNCIL
    assert report(office, COUNCIL).person == office.person(ZHANG).id
    assert submissions.is_own(report(office, COUNCIL), body)
    assert not submissions.is_own(report(office, COUNCIL), office.person(LI))


@begins(succeeded)
@pytest.mark.parametrize(("account", "place"), [(ZHANG, THIRD), (LI, SECOND), (SUCCESSOR, None)])
def test_a_place_is_found_by_what_was_handed_in_there(
    office: Office, account: str, place: str | None
) -> None:
    hand_in(office, SECOND)
    person = office.person(account)
    found = submissions.place_reported_on(office.work, office.cycle, office.roster, person)
    assert (found and found.name) == place


# -- whose verdict turned


def tell(office: Office, submission: Submission) -> int:
    return submissions.tell_changed(office.work, office.cycle, [submission])


@begins(succeeded)
def test_the_author_hears_once_for_each_plan_that_his_verdict_turned(office: Office) -> None:
    turned = report(office)
    assert tell(office, turned) == 1
    office.at("2026-12-01T10:00")
    tell(office, turned)
    assert office.told(ZHANG).count("按新方案重新检查了") == 1
    tell(office, replace(turned, plan_version=turned.plan_version + 1))
    assert office.told(ZHANG).count("按新方案重新检查了") == 2
    assert office.sent(SUCCESSOR) == []


@begins(succeeded)
def test_who_cannot_be_told_is_not_counted(office: Office) -> None:
    turned = report(office)
    past_the_program(office, f"UPDATE person SET account = NULL WHERE account = '{ZHANG}'")
    assert tell(office, turned) == 0


@begins(succeeded)
def test_nobody_hears_for_an_author_who_has_left(office: Office) -> None:
    turned = report(office)
    leaves(office, ZHANG)
    assert tell(office, turned) == 0
    assert office.sent(SUCCESSOR) == []


def test_where_nothing_turned_nobody_hears(office: Office) -> None:
    assert submissions.tell_changed(office.work, office.cycle, []) == 0
