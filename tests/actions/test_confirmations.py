"""Confirming by a second person: who is asked first, who then, and what is decided. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.actions import confirmations, digests, open_cards, rosters
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import CardText
from bot.domain.people import Person
from bot.domain.refusals import CardGone, NeedsSecondPerson, NobodyElse
from bot.domain.staffing import ChangeKind, StaffChange
from bot.sample import sample_lines
from bot.storage.outbox import OutboxRow
from bot.texts import reminders as reminder_texts
from tests.actions.office import Office
from tests.actions.second_persons import ANY, LEADERS, ask, decides, says_no, shown
from tests.cast import DEAN, MEMBER, ORGANISER, VICE_DEAN, WANG
from tests.chat import SHANGHAI

SECOND_PERSONS = (*LEADERS, ORGANISER)


def asked_now(office: Office, card_id: str) -> list[str]:
    ids = office.card(card_id).addressees
    return [person.account for person in office.roster.people if person.id in ids]


def leave(office: Office, *accounts: str) -> None:
    persons = [office.person(account) for account in accounts]
    changes = [
        StaffChange(ChangeKind.LEAVES, person.name, person.id, "", None) for person in persons
    ]
    rosters.change_staff(office.work, office.department.id, changes)


# -- who is asked


@pytest.mark.parametrize(
    ("by", "about", "first", "others"),
    [
        (ORGANISER, (), DEAN, LEADERS),
        # A leader asks the organiser, who has the minutes.
        (DEAN, (), ORGANISER, (*LEADERS[1:], ORGANISER)),
        (VICE_DEAN, (), ORGANISER, (DEAN, *LEADERS[2:], ORGANISER)),
        # Whoever it is about is not asked.
        (ORGANISER, (DEAN,), VICE_DEAN, LEADERS[1:]),
        (DEAN, (ORGANISER,), VICE_DEAN, LEADERS[1:]),
        (ORGANISER, (WANG,), DEAN, LEADERS),
    ],
)
def test_who_is_asked_first_and_who_could_be(
    office: Office, by: str, about: Sequence[str], first: str, others: Sequence[str]
) -> None:
    card = ask(office, by=by, about=about)
    assert asked_now(office, card) == [first]
    assert [account for account in SECOND_PERSONS if office.cards(account)] == [first]
    persons = [office.person(account) for account in about]
    could = confirmations.confirmers(office.work, office.department, office.person(by), persons)
    assert {person.account for person in could} == set(others)
    assert confirmations.whose_case(office.work, office.card(card)) == tuple(persons)


def test_the_answer_names_whom_it_was_sent_to(office: Office) -> None:
    work = office.work
    organiser = office.person(ORGANISER)
    confirmations.ask_others(work, office.department, organiser, ANY, {}, CardText("一", "？"))
    assert work.asked == [office.person(DEAN).title]


def test_where_nobody_else_could_confirm_nothing_is_asked(office: Office) -> None:
    refusal = office.refused(lambda _: ask(office, about=LEADERS))
    assert isinstance(refusal, NobodyElse)
    leave(office, *LEADERS)
    assert isinstance(office.refused(lambda _: ask(office)), NobodyElse)


def test_what_a_card_does_not_hold_is_told_before_it(office: Office) -> None:
    ask(office, "请确认", before=("第一页", "第二页"))
    messages = office.sent(DEAN)
    assert [message.text for message in messages[:2]] == ["第一页", "第二页"]
    assert messages[2].card is not None
    assert messages[2].card.title == "请确认"
    assert [account for account in (VICE_DEAN, ORGANISER, MEMBER) if office.sent(account)] == []


def test_a_question_comes_with_what_waits_for_him_today(office: Office) -> None:
    digests.tell(office.work, office.department, office.person(DEAN), Part("a", "一句话"))
    card = ask(office)
    assert office.would_hear(DEAN) == "一句话"
    decides(office, card)
    assert office.needless(DEAN) == [reminder_texts.SETTLED]


# -- deciding


@pytest.mark.parametrize("accepted", [True, False])
def test_the_first_decides_and_nobody_after_him(office: Office, accepted: bool) -> None:
    card = office.card(ask(office))
    person, second = office.person(DEAN), office.person(VICE_DEAN)

    def decide(who: Person) -> Callable[[UnitOfWork], None]:
        return lambda work: confirmations.decide(work, card, who, accepted=accepted)

    refusal = office.refused(decide(office.person(ORGANISER)))
    assert isinstance(refusal, NeedsSecondPerson)
    decide(person)(office.work)
    for late in (person, second):
        assert isinstance(office.refused(decide(late)), CardGone)


def test_whoever_asked_hears_the_outcome_once(office: Office) -> None:
    card = office.card(ask(office))
    for text in ("已经办好。", "已经办好。"):
        confirmations.tell_asker(office.work, office.department, card, text)
    assert office.told(ORGANISER).count("已经办好。") == 1
    confirmations.tell_asker(office.work, office.department, card, "第二步", of="step")
    assert "第二步" in office.told(ORGANISER)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, "已发到系群"),
        (date(2026, 12, 1), "已发到系群"),
        (date(2026, 12, 7), "12月7日（周一）发到系群"),
    ],
)
def test_whoever_asked_hears_when_it_stands_in_the_group(
    office: Office, on: date | None, words: str
) -> None:
    card, dean = office.card(ask(office)), office.person(DEAN)
    confirmations.tell_posted(office.work, office.department, card, dean, on=on)
    assert f"赵建例已确认，{words}" in office.told(ORGANISER)


def test_a_card_that_was_decided_cannot_be_withdrawn_and_nothing_happens(office: Office) -> None:
    card = ask(office)
    organiser = office.person(ORGANISER)
    confirmations.withdraw(office.work, card, organiser)
    assert open_cards.is_settled(office.work, card)
    confirmations.withdraw(office.work, card, organiser)
    confirmations.withdraw(office.work, "r-unknown", organiser)


def test_who_could_confirm_then_may_not_today(office: Office) -> None:
    card = office.card(ask(office))
    dean = office.person(DEAN)
    confirmations.check_second(office.work, office.department, card, dean)
    lines = [
        replace(line, name="赵建范") if line.account == DEAN else line for line in sample_lines()
    ]
    rosters.import_roster(office.work, office.department.id, lines, actor=office.person(ORGANISER))
    dean = office.person(DEAN)
    refusal = office.refused(
        lambda work: confirmations.check_second(work, office.department, card, dean)
    )
    assert isinstance(refusal, NeedsSecondPerson)
    # A roster that the administrator imports vouches for everybody in it.
    rosters.import_roster(office.work, office.department.id, lines, actor=rosters.ADMINISTRATOR)
    confirmations.check_second(office.work, office.department, card, dean)


# -- the others are asked


@pytest.mark.parametrize(
    ("asked", "hours", "passes_on"),
    [
        ("2026-12-01T09:00", 24, "2026-12-02T09:00"),
        ("2026-12-01T19:00", 2, "2026-12-02T08:00"),  # at a working hour
        ("2026-12-04T10:00", 24, "2026-12-07T08:00"),  # over the weekend
        ("2026-12-04T10:00", 72, "2026-12-07T10:00"),
    ],
)
def test_after_the_plans_hours_the_others_are_asked_as_well(
    office: Office, asked: str, hours: int, passes_on: str
) -> None:
    office.using(lambda plan: replace(plan, rights=replace(plan.rights, confirmation_hours=hours)))
    office.at(asked)
    card = ask(office)
    office.at(passes_on)
    moment = office.now
    office.now -= timedelta(minutes=1)
    assert confirmations.next_due(office.work, office.now) == moment
    assert confirmations.pass_on_due(office.work) == 0
    office.now = moment
    assert confirmations.pass_on_due(office.work) == 1
    assert confirmations.pass_on_due(office.work) == 0
    assert asked_now(office, card) == list(LEADERS)
    assert shown(office, DEAN) == ["一"]  # he has it already
    for other in LEADERS[1:]:
        assert "赵建例确认，还没有答复" in office.cards(other)[-1].text
    decides(office, card, VICE_DEAN)


def test_two_that_are_passed_on_at_one_moment_come_on_two_days(office: Office) -> None:
    for kind in ("one", "other"):
        ask(office, kind, kind)
    office.at("2026-12-02T09:00")
    assert confirmations.pass_on_due(office.work) == 2
    rows = office.session.exec(select(OutboxRow).where(OutboxRow.chat_id == VICE_DEAN)).all()
    assert sorted(row.due_at.astimezone(SHANGHAI).day for row in rows) == [2, 3]


def test_what_is_answered_in_time_is_passed_on_to_nobody(office: Office) -> None:
    decides(office, ask(office))
    assert confirmations.next_due(office.work, office.now) is None
    office.at("2026-12-08T09:00")
    assert confirmations.pass_on_due(office.work) == 0


def test_a_single_second_person_has_nobody_to_pass_it_on_to(office: Office) -> None:
    leave(office, *LEADERS[1:])
    card = ask(office)
    assert office.card(card).pass_on_at is None
    office.at("2026-12-08T09:00")
    assert confirmations.pass_on_due(office.work) == 0


def test_who_has_left_meanwhile_is_not_asked_any_more(office: Office) -> None:
    card = ask(office)
    leave(office, DEAN, VICE_DEAN)
    office.at("2026-12-02T09:00")
    confirmations.pass_on_due(office.work)
    assert asked_now(office, card) == list(LEADERS[2:])


def test_a_no_asks_the_others_and_whoever_asked_hears_it(office: Office) -> None:
    card = ask(office)
    assert says_no(office, card) == list(LEADERS[1:])
    assert asked_now(office, card) == list(LEADERS[1:])
    assert "赵建例" in office.told(ORGANISER)
    assert "没有确认" in office.cards(VICE_DEAN)[-1].text
    # One after the other says no; the last of them has nobody behind him.
    for account in LEADERS[1:-1]:
        assert says_no(office, card, account)
    assert says_no(office, card, LEADERS[-1]) == []
    assert asked_now(office, card) == [LEADERS[-1]]


def test_what_all_decline_closes_and_whoever_asked_hears_it(office: Office) -> None:
    card, dean = office.card(ask(office)), office.person(DEAN)
    confirmations.decline(office.work, office.department, card, dean, "没有发布。")
    assert "没有发布。" in office.told(ORGANISER)
    assert open_cards.is_settled(office.work, card.id)
