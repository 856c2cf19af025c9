"""What is said of what is public, who reads it, what is told at the end; and the list of results (S29). Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.actions import public_feedback
from bot.actions.polls import releasing as ballots
from bot.actions.publicity import clock, extending, feedback, reading, result_list
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import Listed, Plan, ReleaseRules
from bot.domain.plans import PublicityEndsEarlier
from bot.domain.publicity.publication import Kind
from bot.domain.publicity.refusals import FeedbackClosed, ListPublic, NoListPublic, NothingToList
from bot.domain.refusals import CardGone, NeedsSecondPerson
from bot.storage import feedback as feedback_store
from bot.storage import publicity as store
from tests.actions.begun import begins
from tests.actions.evaluating import grade, grades_alone
from tests.actions.hall import counted
from tests.actions.office import Office
from tests.actions.test_publications import LAST, published, says
from tests.cast import DEAN, FIRST, GUEST, LI, MEMBER, ORGANISER, THIRD, VICE_DEAN, WANG, ZHANG
from tests.chat import SHANGHAI


def unnamed(office: Office, text: str) -> None:
    """What the letter box keeps of it."""
    publication = feedback.open_for_feedback(office.work, office.cycle)
    branch = feedback.named_branch(office.roster, text)
    feedback_store.add_unnamed(office.session, publication.id, branch, text)


# -- how it went


def closed(office: Office) -> None:
    office.at("2026-12-09T08:00")
    assert clock.close_due(office.work) == 1


def without_grades(plan: Plan) -> Plan:
    stages = [stage for stage in plan.stages if stage.id not in ("grade", "feedback")]
    return replace(plan, stages=tuple(replace(stage, waits_for=()) for stage in stages))


@begins(published)
def test_at_the_end_the_leader_hears_how_much_was_said_and_the_others_find_it(
    office: Office,
) -> None:
    says(office, "第三支部写得实")(office.work)
    unnamed(office, "第三支部开会少")
    closed(office)
    assert "2 条" in office.told(DEAN)
    assert "1 条" in office.told(DEAN)
    assert office.told(VICE_DEAN) == ""
    assert office.told(MEMBER) == ""
    assert "公示" in office.told(ORGANISER)
    # With a grade in the plan he hears the number together with his result.
    assert office.told(ZHANG) == ""
    assert office.trail("publicity.closed") == [{}]


@pytest.mark.parametrize(("said", "told"), [("第三支部写得实", True), ("都好", False)])
def test_without_a_grade_to_come_each_secretary_hears_how_much_was_said_of_him(
    office: Office, said: str, told: bool
) -> None:
    office.using(without_grades)
    published(office)
    unnamed(office, said)
    closed(office)
    assert bool(office.told(ZHANG)) == told
    assert office.told(WANG) == ""
    assert said not in office.told(ZHANG)


@begins(published)
def test_who_has_read_all_of_it_already_is_not_told(office: Office) -> None:
    unnamed(office, "第三支部开会少")
    feedback.note_read(office.work, office.cycle, office.person(DEAN), 1)
    closed(office)
    assert office.told(DEAN) == ""


@begins(published)
def test_what_came_after_he_had_read_is_told(office: Office) -> None:
    unnamed(office, "第三支部开会少")
    feedback.note_read(office.work, office.cycle, office.person(DEAN), 1)
    unnamed(office, "第一支部写得实")
    closed(office)
    assert "2 条" in office.told(DEAN)


@begins(published)
def test_how_much_was_said_about_a_branch_its_secretary_hears(office: Office) -> None:
    for text in ("第三支部写得实", "张立范讲得好", "第一支部、第三支部都好", "都好"):
        unnamed(office, text)
    numbers = [
        public_feedback.said_about(office.work, office.cycle, office.person(account))
        for account in (ZHANG, WANG, MEMBER)
    ]
    assert numbers == [2, 0, 0]


# -- what is said


@begins(published)
@pytest.mark.parametrize(
    ("reader", "reads_"),
    [
        (None, ["第三支部写得实", "张立范同志要少开会", "都好"]),
        (DEAN, ["第三支部写得实", "张立范同志要少开会", "都好"]),
        (LI, ["第三支部写得实", "张立范同志要少开会", "都好"]),
        # Neither what is about his branch nor what names him.
        (ZHANG, ["都好"]),
    ],
)
def test_nobody_reads_what_was_said_about_himself(
    office: Office, reader: str | None, reads_: Sequence[str]
) -> None:
    for text in ("第三支部写得实", "张立范同志要少开会", "都好"):
        says(office, text)(office.work)
    person = office.person(reader) if reader else None
    pieces = feedback.readable_by(office.work, office.cycle, person)
    assert [piece.text for piece in pieces] == reads_


@begins(published)
def test_what_was_said_by_name_has_it_and_the_rest_has_neither_name_nor_time(
    office: Office,
) -> None:
    says(office, "第三支部写得实")(office.work)
    unnamed(office, "第一支部开会少")
    named, other = feedback.feedback_of(office.work, office.cycle)
    assert (named.author, named.branch, named.at) == ("杨小样", THIRD, office.now)
    assert (other.author, other.branch, other.at) == ("", FIRST, None)
    assert office.trail("feedback.given") == [{}]  # who said it, and nothing of what


@pytest.mark.parametrize("account", [MEMBER, WANG, GUEST])
def test_feedback_before_and_after_is_told_where_to_go(office: Office, account: str) -> None:
    before = office.refused(says(office, "写得实", account))
    assert isinstance(before, FeedbackClosed)
    assert before.last is None
    published(office)
    says(office, "写得实", account)(office.work)
    closed(office)
    after = office.refused(says(office, "写得实", account))
    assert isinstance(after, FeedbackClosed)
    assert (after.last, after.contact) == (LAST, office.cycle.plan.help_contact)


# -- longer than was announced


@pytest.mark.parametrize(
    ("last", "refused"),
    [(date(2026, 12, 7), True), (LAST, False), (date(2026, 12, 10), False)],
)
def test_the_window_may_end_later_and_not_earlier_than_was_promised(
    office: Office, last: date, refused: bool
) -> None:
    organiser = office.person(ORGANISER)

    def check(work: UnitOfWork) -> None:
        extending.check_last_day(work, office.cycle, last)

    check(office.work)  # nothing is public
    extending.extend(office.work, office.cycle, organiser, last)
    assert office.trail("publicity.extended") == []
    published(office)
    if refused:
        refusal = office.refused(check)
        assert isinstance(refusal, PublicityEndsEarlier)
        return
    check(office.work)
    notice = reading.open_now(office.work, office.cycle).notice
    extending.extend(office.work, office.cycle, organiser, last)
    longer = reading.open_now(office.work, office.cycle)
    assert longer.last == last
    assert (longer.notice == notice) == (last == LAST)
    end = clock.next_due(office.work, office.now)
    assert end is not None
    assert end == datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    closed_at_the_end(office, last)
    check(office.work)  # what is over promises nothing


def closed_at_the_end(office: Office, last: date) -> None:
    office.at(f"{last + timedelta(days=1)}T08:00")
    assert clock.close_due(office.work) == 1


# -- a list of results


def listing(listed: Listed, *grades: str, days: int = 3) -> Callable[[Plan], Plan]:
    rules = ReleaseRules(listed=listed, list_days=days, list_grades=grades)
    return lambda plan: replace(grades_alone(plan), release=rules)


def lists(office: Office) -> Callable[[UnitOfWork], result_list.PreparedList]:
    organiser = office.person(ORGANISER)
    return lambda work: result_list.prepare_list(work, office.cycle, office.department, organiser)


def shows_list(office: Office) -> Callable[[UnitOfWork], object]:
    card, dean = office.last_card(DEAN), office.person(DEAN)
    return lambda work: result_list.release_list(work, office.cycle, office.department, card, dean)


@pytest.mark.parametrize(
    ("grades", "listed"),
    [((), [("王文例", "较好"), ("李思样", "好")]), (("好",), [("李思样", "好")]), (("差",), None)],
)
def test_the_list_has_who_has_one_of_the_plans_grades(
    office: Office, grades: Sequence[str], listed: list[tuple[str, str]] | None
) -> None:
    office.using(listing(Listed.GRADES, *grades))
    assert isinstance(office.refused(lists(office)), NothingToList)
    grade(office)
    grade(office, LI, "好")
    if listed is None:
        assert isinstance(office.refused(lists(office)), NothingToList)
        return
    prepared = lists(office)(office.work)
    assert [(result.name, result.result) for result in prepared.results] == listed
    assert prepared.untold == tuple(name for name, _ in listed)


def test_a_list_of_scores_has_who_has_a_released_ballot(office: Office) -> None:
    office.using(listing(Listed.SCORES))
    poll = counted(office)
    assert isinstance(office.refused(lists(office)), NothingToList)
    ballots.release_one(office.work, poll.id, office.person(DEAN))
    (result,) = lists(office)(office.work).results
    assert (result.name, result.unit) == ("王文例", FIRST)
    assert any(character.isdigit() for character in result.result)


def test_a_list_is_released_by_two_read_for_its_days_and_over(office: Office) -> None:
    office.using(listing(Listed.GRADES))
    grade(office)
    lists(office)(office.work)
    assert not result_list.has_listed(office.work, office.cycle)
    card, organiser = office.last_card(DEAN), office.person(ORGANISER)
    own = office.refused(
        lambda work: result_list.release_list(
            work, office.cycle, office.department, card, organiser
        )
    )
    assert isinstance(own, NeedsSecondPerson)
    show = shows_list(office)
    show(office.work)
    assert isinstance(office.refused(show), CardGone)
    assert "王文例（第一支部）：较好" in office.in_group()[-1]
    assert office.trail("results.listed") == [{"last": "2026-12-04"}]
    assert result_list.public_list(office.work, office.cycle).last == date(2026, 12, 4)
    assert result_list.has_listed(office.work, office.cycle)
    assert isinstance(office.refused(lists(office)), ListPublic)
    says(office, "没有意见")(office.work)
    office.at("2026-12-05T00:00")
    refusal = office.refused(lambda work: result_list.public_list(work, office.cycle))
    assert isinstance(refusal, NoListPublic)
    assert isinstance(office.refused(says(office, "没有意见")), FeedbackClosed)
    office.at("2026-12-07T08:00")
    assert clock.close_due(office.work) == 1
    for leader in (DEAN, VICE_DEAN):
        assert "1 条" in office.told(leader)


def test_a_declined_list_is_not_public_and_a_new_one_replaces_the_draft(office: Office) -> None:
    office.using(listing(Listed.GRADES))
    grade(office)
    lists(office)(office.work)
    first, dean = office.last_card(DEAN), office.person(DEAN)
    grade(office, LI, "好")
    lists(office)(office.work)
    with pytest.raises(CardGone):
        office.card(first.id)
    result_list.decline_list(office.work, office.department, office.last_card(DEAN), dean)
    refusal = office.refused(lambda work: result_list.public_list(work, office.cycle))
    assert isinstance(refusal, NoListPublic)
    assert store.latest(office.session, office.cycle.id, Kind.RESULTS) is None
    assert len(lists(office)(office.work).results) == 2
