"""Making reports and a list of results public (S29): two persons, a window of workdays, corrections, what is said and who reads it. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.actions import rosters
from bot.actions.publicity import (
    clock,
    corrections,
    feedback,
    reading,
    releasing,
)
from bot.actions.publicity.releasing import Preparation
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Role
from bot.domain.publicity.publication import State
from bot.domain.publicity.refusals import (
    AlreadyPublic,
    CorrectionNeedsNew,
    FeedbackClosed,
    NoPublicReport,
    NothingToPublish,
    NotPublic,
)
from bot.domain.refusals import CardGone, NeedsSecondPerson, Refusal
from bot.domain.staffing import ChangeKind, StaffChange
from bot.storage import publicity as store
from tests.actions.acts import accept, hand_in, send_back
from tests.actions.begun import begins
from tests.actions.hall import LINES, counted
from tests.actions.office import Office
from tests.cast import (
    DEAN,
    FIRST,
    MEMBER,
    ORGANISER,
    SECOND,
    THIRD,
    VICE_DEAN,
    ZHANG,
)
from tests.chat import SHANGHAI

LAST = date(2026, 12, 8)  # five workdays after Tuesday, 1 December
OTHER_TEXT = "述职报告\n一、存在问题\n谈心谈话不够"


def prepares(office: Office, *, by: str = ORGANISER) -> Callable[[UnitOfWork], Preparation]:
    actor = office.person(by)
    return lambda work: releasing.prepare(work, office.cycle, office.department, actor)


def releases(office: Office, *, by: str = DEAN) -> Callable[[UnitOfWork], object]:
    card, actor = office.last_card(by), office.person(by)
    return lambda work: releasing.release(work, office.cycle, office.department, card, actor)


def published(office: Office, *branches: str) -> None:
    for branch in branches or (FIRST, THIRD):
        hand_in(office, branch)
    prepares(office)(office.work)
    releases(office)(office.work)


def reads(office: Office, branch: str | None = None) -> Callable[[UnitOfWork], object]:
    place = office.branch(branch) if branch else None
    return lambda work: reading.public_file(work, office.cycle, place)


def says(office: Office, text: str, account: str = MEMBER) -> Callable[[UnitOfWork], None]:
    actor = office.person(account)
    return lambda work: feedback.give(work, office.cycle, actor, text)


def state(office: Office) -> str:
    return reading.status(office.work, office.cycle).state


# -- what can be shown


def nothing(_office: Office) -> None:
    """Nobody has handed in."""


def handed_in(office: Office) -> None:
    hand_in(office, THIRD)


def accepted(office: Office) -> None:
    hand_in(office, THIRD)
    accept(office, THIRD)


def sent_back(office: Office) -> None:
    hand_in(office, THIRD)
    send_back(office, branch=THIRD)


def handed_in_again(office: Office) -> None:
    sent_back(office)
    hand_in(office, THIRD, OTHER_TEXT)


def without_secretary(office: Office) -> None:
    hand_in(office, THIRD)
    zhang = office.person(ZHANG)
    gone = StaffChange(ChangeKind.DISMISSED, zhang.name, zhang.id, THIRD, Role.SECRETARY)
    rosters.change_staff(office.work, office.department.id, [gone])


@pytest.mark.parametrize(
    ("reach", "shown", "still_open"),
    [
        (nothing, False, ()),
        (handed_in, True, (THIRD,)),
        (accepted, True, ()),
        (sent_back, False, ()),
        (handed_in_again, True, (THIRD,)),
        (without_secretary, False, ()),
    ],
)
def test_the_newest_report_is_shown_unless_it_was_sent_back(
    office: Office, reach: Callable[[Office], None], shown: bool, still_open: Sequence[str]
) -> None:
    reach(office)
    if not shown:
        assert isinstance(office.refused(prepares(office)), NothingToPublish)
        assert state(office) == "none"
        assert office.cards(DEAN) == []
        return
    preparation = prepares(office)(office.work)
    (report,) = preparation.reports
    assert (report.branch, report.secretary) == (THIRD, "张立范")
    assert preparation.open == still_open
    assert THIRD not in preparation.without
    assert len(preparation.without) == 7
    assert not preparation.rated


def test_whoever_prepares_hears_that_people_were_rated_already(office: Office) -> None:
    hand_in(office)
    counted(office)
    assert prepares(office)(office.work).rated


# -- two persons


def test_somebody_else_releases_it_and_once(office: Office) -> None:
    hand_in(office)
    prepares(office)(office.work)
    assert state(office) == State.PROPOSED
    assert isinstance(office.refused(reads(office)), NotPublic)
    card, organiser = office.last_card(DEAN), office.person(ORGANISER)
    own = office.refused(
        lambda work: releasing.release(work, office.cycle, office.department, card, organiser)
    )
    assert isinstance(own, NeedsSecondPerson)
    confirm = releases(office)
    confirm(office.work)
    assert isinstance(office.refused(confirm), CardGone)
    assert state(office) == State.OPEN
    (told,) = office.in_group()
    assert "1 份" in told
    assert "12月8日" in told
    assert "赵建例" in office.told(ORGANISER)
    assert office.trail("publicity.opened") == [{"last": LAST.isoformat()}]
    refusal = office.refused(prepares(office))
    assert isinstance(refusal, AlreadyPublic)
    assert refusal.last == LAST


def test_declined_nothing_is_public_and_it_can_be_asked_again(office: Office) -> None:
    hand_in(office)
    prepares(office)(office.work)
    card, dean = office.last_card(DEAN), office.person(DEAN)
    releasing.decline(office.work, office.department, card, dean)
    assert state(office) == "none"
    assert "赵建例" in office.told(ORGANISER)
    assert office.in_group() == []
    prepares(office)(office.work)
    releases(office)(office.work)
    assert state(office) == State.OPEN


def test_a_new_draft_takes_the_place_of_the_one_that_waits(office: Office) -> None:
    hand_in(office)
    prepares(office)(office.work)
    first = office.last_card(DEAN)
    hand_in(office, FIRST)
    prepares(office)(office.work)
    with pytest.raises(CardGone):
        office.card(first.id)
    releases(office)(office.work)
    assert reading.status(office.work, office.cycle).reports == 2


def test_what_is_handed_in_later_is_not_shown(office: Office) -> None:
    """What the second person has seen is frozen."""
    hand_in(office)
    prepares(office)(office.work)
    hand_in(office, THIRD, OTHER_TEXT)
    hand_in(office, FIRST)
    releases(office)(office.work)
    publication = reading.open_now(office.work, office.cycle)
    assert [(report.branch, report.version) for report in publication.reports] == [(THIRD, 1)]


@pytest.mark.parametrize(
    ("released_on", "days", "last"),
    [
        ("2026-12-01T08:30", 5, date(2026, 12, 8)),
        ("2026-12-04T17:00", 5, date(2026, 12, 11)),  # a Friday
        ("2026-12-05T10:00", 3, date(2026, 12, 9)),  # a Saturday
        ("2026-12-30T08:30", 3, date(2027, 1, 5)),  # over New Year's Day
    ],
)
def test_the_days_count_from_the_release_however_long_the_card_has_waited(
    office: Office, released_on: str, days: int, last: date
) -> None:
    office.using(lambda plan: replace(plan, publicity_days=days))
    hand_in(office)
    prepares(office)(office.work)
    office.at(released_on)
    releases(office)(office.work)
    assert reading.status(office.work, office.cycle).last == last
    assert "公示" in office.in_group()[-1]


# -- reading


@pytest.mark.parametrize(
    ("branch", "refusal"), [(None, None), (THIRD, None), (FIRST, None), (SECOND, NoPublicReport)]
)
def test_everybody_reads_the_notice_and_the_reports_while_they_are_public(
    office: Office, branch: str | None, refusal: type[Refusal] | None
) -> None:
    assert isinstance(office.refused(reads(office, branch)), NotPublic)
    published(office)
    if refusal is not None:
        assert isinstance(office.refused(reads(office, branch)), refusal)
    else:
        reads(office, branch)(office.work)
    office.at("2026-12-09T00:00")
    assert isinstance(office.refused(reads(office, branch)), NotPublic)


@begins(published)
@pytest.mark.parametrize(
    ("moment", "public"), [("2026-12-08T23:59", True), ("2026-12-09T00:00", False)]
)
def test_the_end_is_a_moment_and_not_a_beat_of_the_clock(
    office: Office, moment: str, public: bool
) -> None:
    office.at(moment)
    if public:
        assert reading.open_now(office.work, office.cycle).last == LAST
        says(office, "写得实")(office.work)
    else:
        assert isinstance(office.refused(reads(office)), NotPublic)
        assert isinstance(office.refused(says(office, "写得实")), FeedbackClosed)
    assert clock.close_due(office.work) == (not public)
    assert clock.close_due(office.work) == 0
    assert state(office) == (State.OPEN if public else State.CLOSED)


def test_the_clock_knows_the_next_end(office: Office) -> None:
    assert clock.next_due(office.work, office.now) is None
    published(office)
    end = clock.next_due(office.work, office.now)
    assert end is not None
    assert end == datetime(2026, 12, 9, tzinfo=SHANGHAI)
    assert clock.next_due(office.work, end) is None


# -- corrections


def asks_correction(
    office: Office, branch: str = THIRD, *, by: str = ORGANISER
) -> Callable[[UnitOfWork], object]:
    actor, place = office.person(by), office.branch(branch)
    return lambda work: corrections.ask_correction(
        work, office.cycle, office.department, actor, place, "附件传错"
    )


def corrects(office: Office, *, by: str = DEAN) -> Callable[[UnitOfWork], None]:
    card, actor = office.last_card(by), office.person(by)
    return lambda work: corrections.carry_out(work, office.cycle, office.department, card, actor)


@pytest.mark.parametrize(
    ("branch", "anew", "refusal"),
    [
        (THIRD, True, None),
        (THIRD, False, CorrectionNeedsNew),
        (SECOND, False, NoPublicReport),
        (SECOND, True, NoPublicReport),  # nothing of it is public
    ],
)
def test_what_is_public_gives_way_to_a_newer_report(
    office: Office, branch: str, anew: bool, refusal: type[Refusal] | None
) -> None:
    assert isinstance(office.refused(asks_correction(office, branch)), NotPublic)
    published(office)
    if anew:
        hand_in(office, branch, OTHER_TEXT)
    if refusal is not None:
        assert isinstance(office.refused(asks_correction(office, branch)), refusal)
        return
    asks_correction(office, branch)(office.work)
    shown = reading.open_now(office.work, office.cycle).report_of(office.branch(branch))
    assert shown is not None
    assert shown.version == 1


@begins(published)
def test_a_correction_is_made_by_two_and_tells_what_was_before(office: Office) -> None:
    hand_in(office, THIRD, OTHER_TEXT)
    asks_correction(office)(office.work)
    card, organiser = office.last_card(DEAN), office.person(ORGANISER)
    own = office.refused(
        lambda work: corrections.carry_out(work, office.cycle, office.department, card, organiser)
    )
    assert isinstance(own, NeedsSecondPerson)
    confirm = corrects(office)
    confirm(office.work)
    assert isinstance(office.refused(confirm), CardGone)
    correction = store.correction(office.session, card.subject["correction"])
    assert correction is not None
    assert not correction.is_open
    shown = reading.open_now(office.work, office.cycle).report_of(office.branch(THIRD))
    assert shown is not None
    assert shown.version == 2
    told = office.in_group()[-1]
    for words in (THIRD, "附件传错"):
        assert words in told
    assert office.trail("publicity.corrected") == [{"before": 1, "after": 2}]
    assert isinstance(office.refused(asks_correction(office)), CorrectionNeedsNew)


@begins(published)
def test_a_declined_correction_leaves_what_is_public(office: Office) -> None:
    hand_in(office, THIRD, OTHER_TEXT)
    asks_correction(office)(office.work)
    card, dean = office.last_card(DEAN), office.person(DEAN)
    corrections.decline_correction(office.work, office.department, card, dean)
    shown = reading.open_now(office.work, office.cycle).report_of(office.branch(THIRD))
    assert shown is not None
    assert shown.version == 1
    assert office.trail("publicity.corrected") == []
    correction = store.correction(office.session, card.subject["correction"])
    assert correction is not None
    assert not correction.is_open
    asks_correction(office)(office.work)
    corrects(office)(office.work)


@begins(published)
def test_a_correction_after_the_end_is_not_made(office: Office) -> None:
    hand_in(office, THIRD, OTHER_TEXT)
    asks_correction(office)(office.work)
    office.at("2026-12-09T08:00")
    assert isinstance(office.refused(corrects(office)), NotPublic)


def test_whom_a_report_is_of_does_not_confirm_its_correction(office: Office) -> None:
    """S29: a secretary who leads as well is not asked about his own."""
    lines = [
        replace(line, roles=line.roles | {Role.LEADER}) if line.account == ZHANG else line
        for line in LINES
        if line.account == ZHANG or Role.LEADER not in line.roles
    ]
    leader = [line for line in LINES if line.account == VICE_DEAN]
    rosters.import_roster(office.work, office.department.id, [*lines, *leader], actor="system")
    hand_in(office, THIRD)
    prepares(office)(office.work)
    releases(office, by=asked_first(office))(office.work)
    hand_in(office, THIRD, OTHER_TEXT)
    before = len(office.cards(ZHANG))
    asks_correction(office)(office.work)
    assert len(office.cards(ZHANG)) == before
    corrects(office, by=VICE_DEAN)(office.work)


def asked_first(office: Office) -> str:
    return next(account for account in (ZHANG, VICE_DEAN) if office.cards(account))
