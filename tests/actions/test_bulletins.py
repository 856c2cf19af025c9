"""The bulletin from its draft to the group: what it tells, of which time, and by whom. Rows of rules on the real database (S36)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.actions import bulletins, rosters
from bot.actions.bulletins import Bulletin
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import OpenCard
from bot.domain.people import Role
from bot.domain.plan import SchoolHolidays
from bot.domain.rectification.bulletins import Section
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import NoDraft, NoItems, NothingToReport
from bot.domain.refusals import CardGone, NeedsSecondPerson
from bot.domain.staffing import ChangeKind, StaffChange
from bot.texts import bulletins as texts
from tests.actions.acts import closed, entered, newest_item, progressed
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.actions.quarters import (
    APRIL,
    FAR,
    FEBRUARY,
    JANUARY,
    draft,
    following,
    reported_in_february,
    told_period,
    words,
)
from tests.cast import DEAN, ORGANISER, VICE_DEAN, ZHANG
from tests.papers import text_of


def section(bulletin: Bulletin, which: Section) -> str:
    return dict(bulletin.sections)[texts.SECTIONS[which]]


def asks(office: Office, by: str = ORGANISER) -> Callable[[UnitOfWork], None]:
    person = office.person(by)
    return lambda work: bulletins.ask_release(work, office.cycle, office.department, person)


def confirms(office: Office, card: OpenCard, by: str = DEAN) -> Callable[[UnitOfWork], date]:
    person = office.person(by)
    return lambda work: bulletins.release(work, office.cycle, office.department, card, person)


def edits(
    office: Office, text: str = "总体平稳", which: Section = Section.PROBLEMS, by: str = ORGANISER
) -> Callable[[UnitOfWork], None]:
    person = office.person(by)
    return lambda work: bulletins.edit(work, office.cycle, person, which, text)


def drafted(office: Office) -> None:
    reported_in_february(office)
    draft(office)


@pytest.fixture
def item(office: Office) -> Item:
    return newest_item(office)


# -- of which time it tells


def test_without_a_ledger_there_is_nothing_to_draft(office: Office) -> None:
    assert isinstance(office.refused(lambda _: draft(office)), NoItems)


def test_where_nobody_has_said_a_word_there_is_no_bulletin(office: Office) -> None:
    office.at(JANUARY)
    item = entered(office, due=FAR)
    progressed(office, item, "")  # a tap alone is no news
    office.at(APRIL)
    refusal = office.refused(lambda _: draft(office))
    assert isinstance(refusal, NothingToReport)
    assert refusal.since == date(2027, 1, 1)
    assert "从1月1日起还没有人报告进展" in texts.REFUSALS[NothingToReport](refusal)
    assert office.trail("bulletin.drafted") == []


@pytest.mark.parametrize(
    ("rhythm", "reported", "asked", "period"),
    [
        ("quarterly", "2027-02-10T10:00", "2027-04-02T10:00", "2027-Q1"),
        ("quarterly", "2027-02-10T10:00", "2027-06-30T10:00", "2027-Q1"),
        # Nothing in the last one: the running one alone has something to tell.
        ("quarterly", "2027-02-10T10:00", "2027-03-02T10:00", "2027-Q1"),
        ("quarterly", "2027-02-10T10:00", "2027-07-01T10:00", None),
        ("monthly", "2027-02-10T10:00", "2027-03-02T10:00", "2027-02"),
        ("monthly", "2027-02-10T10:00", "2027-02-12T10:00", "2027-02"),
        ("monthly", "2027-02-10T10:00", "2027-04-02T10:00", None),
    ],
)
def test_it_tells_of_the_period_that_ended_last_and_else_of_the_running_one(
    office: Office, rhythm: str, reported: str, asked: str, period: str | None
) -> None:
    office.using(following(bulletin=rhythm))
    office.at(JANUARY)
    item = entered(office, due=FAR)
    office.at(reported)
    progressed(office, item)
    office.at(asked)
    if period is None:
        assert isinstance(office.refused(lambda _: told_period(office)), NothingToReport)
    else:
        assert told_period(office).name == period


@begins(drafted)
def test_a_period_that_has_its_bulletin_is_told_though_the_running_one_has_news(
    office: Office, item: Item
) -> None:
    progressed(office, item, "又谈了两人")
    assert told_period(office).name == "2027-Q1"


# -- its draft


@begins(reported_in_february)
def test_drafted_again_it_has_todays_figures_and_one_line_in_the_trail(
    office: Office, item: Item
) -> None:
    first = draft(office)
    closed(office, item)
    again = draft(office, DEAN)
    assert "已核验销号0条" in section(first, Section.OVERALL)
    assert "已核验销号1条" in section(again, Section.OVERALL)
    assert again.chart.sha256 != first.chart.sha256
    assert len(office.trail("bulletin.drafted")) == 1


@begins(drafted)
def test_what_a_person_wrote_stays_and_the_rest_is_renewed(office: Office, item: Item) -> None:
    edits(office)(office.work)
    closed(office, item)
    again = draft(office)
    assert section(again, Section.PROBLEMS) == "总体平稳"
    assert "已核验销号1条" in section(again, Section.OVERALL)
    assert office.trail("bulletin.edited") == [{"section": Section.PROBLEMS}]


@begins(reported_in_february)
@pytest.mark.parametrize("act", [edits, asks])
def test_without_a_draft_nothing_is_edited_or_released(
    office: Office, item: Item, act: Callable[[Office], Callable[[UnitOfWork], None]]
) -> None:
    assert isinstance(office.refused(act(office)), NoDraft)


@begins(reported_in_february)
def test_its_picture_and_its_paper_bear_its_name(office: Office, item: Item) -> None:
    bulletin = draft(office)
    paper = bulletins.paper(office.work, office.cycle, bulletin)
    assert paper.name == "2027年第一季度整改情况通报（草稿）.docx"
    told = text_of(office.work.files.path(paper.sha256).read_bytes())
    assert "各支部" in told
    assert "2027年4月2日" in told
    assert (bulletin.chart.name, bulletin.chart.picture) == ("2027年第一季度整改情况.png", True)
    content = office.work.files.path(bulletin.chart.sha256).read_bytes()
    assert (content[:4], len(content)) == (b"\x89PNG", bulletin.chart.size)


# -- its release


@begins(reported_in_february)
@pytest.mark.parametrize(("by", "asked"), [(ORGANISER, DEAN), (DEAN, ORGANISER)])
def test_a_second_person_is_shown_what_would_be_said(
    office: Office, item: Item, by: str, asked: str
) -> None:
    bulletin = draft(office)
    asks(office, by)(office.work)
    (card,) = office.cards(asked)
    assert words(bulletin) in card.text
    assert office.person(by).name in card.text
    assert office.in_group() == []


@begins(reported_in_february)
def test_what_somebody_is_asked_to_confirm_stays_as_he_was_shown_it(
    office: Office, item: Item
) -> None:
    shown = draft(office)
    asks(office)(office.work)
    closed(office, item)
    assert words(draft(office)) == words(shown)


@begins(drafted)
@pytest.mark.parametrize("act", [edits, asks])
def test_a_card_that_shows_an_earlier_text_is_withdrawn(
    office: Office, item: Item, act: Callable[[Office], Callable[[UnitOfWork], None]]
) -> None:
    asks(office)(office.work)
    card = office.last_card(DEAN)
    act(office)(office.work)
    assert isinstance(office.refused(confirms(office, card)), CardGone)
    assert office.in_group() == []


@begins(reported_in_february)
def test_it_is_said_once_in_the_group_with_its_picture(office: Office, item: Item) -> None:
    bulletin = draft(office)
    asks(office)(office.work)
    card = office.last_card(DEAN)
    assert isinstance(office.refused(confirms(office, card, ORGANISER)), NeedsSecondPerson)
    assert confirms(office, card)(office.work) == office.now.date()
    assert office.in_group() == [words(bulletin)]
    (message,) = office.sent(office.department.group)
    assert message.file is not None
    assert message.file.sha256 == bulletin.chart.sha256
    assert isinstance(office.refused(confirms(office, card, VICE_DEAN)), CardGone)
    assert "赵建例" in office.told(ORGANISER)
    assert len(office.trail("bulletin.released")) == 1
    assert len(office.in_group()) == 1


@begins(reported_in_february)
def test_a_released_one_stays_as_it_was_said(office: Office, item: Item) -> None:
    bulletin = draft(office)
    asks(office)(office.work)
    confirms(office, office.last_card(DEAN))(office.work)
    closed(office, item)
    again = draft(office)
    assert (bulletin.released, again.released) == (False, True)
    assert words(again) == words(bulletin)
    for act in (edits(office), asks(office)):
        assert isinstance(office.refused(act), NoDraft)


@begins(reported_in_february)
@pytest.mark.parametrize(
    ("holidays", "now", "day"),
    [
        ((), "2027-04-02T10:00", date(2027, 4, 2)),
        # In the evening and on Saturday it waits for working hours; the fifth is a holiday.
        ((), "2027-04-02T20:00", date(2027, 4, 6)),
        ((), "2027-04-10T11:00", date(2027, 4, 12)),
        ((SchoolHolidays((4, 1), (4, 11)),), "2027-04-02T10:00", date(2027, 4, 12)),
    ],
)
def test_the_group_hears_it_on_a_day_of_work_in_term(
    office: Office, item: Item, holidays: tuple[SchoolHolidays, ...], now: str, day: date
) -> None:
    office.using(lambda plan: replace(plan, school_holidays=holidays))
    office.at(now)
    draft(office)
    asks(office)(office.work)
    assert confirms(office, office.last_card(DEAN))(office.work) == day
    later = f"{day.month}月{day.day}日"
    assert (later in office.told(ORGANISER)) == (day != office.now.date())


@begins(drafted)
def test_what_is_declined_is_not_said_and_whoever_asked_hears_it(
    office: Office, item: Item
) -> None:
    asks(office)(office.work)
    card, dean = office.last_card(DEAN), office.person(DEAN)
    bulletins.decline(office.work, office.department, card, dean)
    assert "没有发布" in office.told(ORGANISER)
    assert office.in_group() == []
    assert isinstance(office.refused(confirms(office, card, VICE_DEAN)), CardGone)
    # It is still a draft: asked for again it can be confirmed.
    asks(office)(office.work)
    confirms(office, office.last_card(DEAN))(office.work)
    assert len(office.in_group()) == 1


# -- the organisers are told that there is something to report


READY = "整改通报的草稿可以看了"


def reminded(office: Office, account: str = ORGANISER) -> int:
    return office.told(account).count(READY)


@pytest.mark.parametrize(
    ("rhythm", "moment", "period"),
    [
        # Told with the month's question, at nine on the first workday.
        ("quarterly", "2027-04-01T08:59", None),
        ("quarterly", "2027-04-01T09:00", "2027年第一季度"),
        # Caught up while it helps; a week before the next question it does not.
        ("quarterly", "2027-04-20T10:00", "2027年第一季度"),
        ("quarterly", "2027-04-29T10:00", None),
        # Only in the month that follows the period.
        ("quarterly", "2027-05-06T10:00", None),
        ("quarterly", "2027-07-01T10:00", None),
        ("monthly", "2027-03-01T09:00", "2027年2月"),
        ("monthly", "2027-04-01T09:00", None),
    ],
)
def test_the_organiser_hears_in_the_month_after_a_period_that_has_something_to_tell(
    office: Office, rhythm: str, moment: str, period: str | None
) -> None:
    office.using(following(bulletin=rhythm))
    office.at(JANUARY)
    item = entered(office, due=FAR)
    office.at(FEBRUARY)
    progressed(office, item)
    office.at(moment)
    assert bulletins.remind_due(office.work) == int(period is not None)
    assert bulletins.remind_due(office.work) == 0
    if period is None:
        assert reminded(office) == 0
    else:
        assert f"{period}{READY}" in office.told(ORGANISER)


@begins(reported_in_february)
def test_every_organiser_hears_it_once_and_nobody_else(office: Office, item: Item) -> None:
    member = office.person("m02")
    appoint = StaffChange(ChangeKind.APPOINTED, member.name, member.id, "", Role.ORGANISER)
    office.at("2027-04-01T09:00")
    assert bulletins.remind_due(office.work) == 1
    rosters.change_staff(office.work, office.department.id, [appoint])
    assert bulletins.remind_due(office.work) == 1
    assert bulletins.remind_due(office.work) == 0
    assert [reminded(office, who) for who in (ORGANISER, "m02", DEAN, ZHANG)] == [1, 1, 0, 0]
