"""Who comes, goes or takes an office; and that those who decide change by two persons only. Rows on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.actions import (
    confirmations,
    evaluation,
    handovers,
    open_cards,
    rosters,
    staffing,
    stepping_down,
    successions,
)
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.evaluation.inputs import Kind
from bot.domain.people import Branch, Role
from bot.domain.refusals import CardGone, NeedsSecondPerson, RosterChangedMeanwhile
from bot.domain.staffing import ChangeKind, StaffChange
from bot.messages import Card
from bot.sample import sample_lines
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, WANG

LINES = sample_lines()
PUPPET = "o02"  # the organiser's second account
LEADERS = [line.account for line in LINES if Role.LEADER in line.roles]
Changed = Callable[[RosterLine], RosterLine]


def puppet(role: Role = Role.ORGANISER) -> RosterLine:
    return RosterLine(0, "何勤范", PUPPET, "", frozenset({role}), "B")


def changed(account: str, change: Changed) -> list[RosterLine]:
    return [change(line) if line.account == account else line for line in LINES]


def also(role: Role) -> Changed:
    return lambda line: replace(line, roles=line.roles | {role})


def listed(office: Office) -> list[tuple[str, str, frozenset[Role], Branch | None]]:
    return [
        (person.name, person.account, person.roles, person.branch)
        for person in office.roster.people
    ]


def ask_roster(office: Office, lines: Sequence[RosterLine]) -> list[str]:
    """As the handler does with a workbook of the organiser's."""
    work = office.work
    changes = rosters.preview_roster(work, office.department.id, lines)
    organiser = office.person(ORGANISER)
    return handovers.ask_roster(work, office.department, organiser, lines, changes)


def confirms(office: Office, account: str = DEAN) -> Callable[[UnitOfWork], None]:
    actor = office.person(account)
    card = next(office.last_card(leader) for leader in LEADERS if office.cards(leader))
    return lambda work: handovers.confirm_roster(work, office.department, card, actor)


CHANGES: dict[str, list[RosterLine]] = {
    "a new organiser": [*LINES, puppet()],
    "a new leader": [*LINES, puppet(Role.LEADER)],
    "a leader's account": changed(DEAN, lambda line: replace(line, account=PUPPET)),
    "a leader's name": changed(DEAN, lambda line: replace(line, name="赵建立")),
    "a leader's office": changed(
        VICE_DEAN, lambda line: replace(line, roles=frozenset({Role.MEMBER}))
    ),
    "a leader's second office": changed(VICE_DEAN, also(Role.ORGANISER)),
    "a leader leaves": [line for line in LINES if line.account != VICE_DEAN],
    "two leaders leave": [line for line in LINES if line.account not in {VICE_DEAN, "l03"}],
    "a member leads": changed(MEMBER, also(Role.LEADER)),
    "a secretary leads": changed(WANG, also(Role.LEADER)),
    "a member organises": changed(MEMBER, also(Role.ORGANISER)),
    "an organiser leads": changed(ORGANISER, also(Role.LEADER)),
    "the organiser's name": changed(ORGANISER, lambda line: replace(line, name="何勤勤")),
}


@pytest.mark.parametrize("lines", CHANGES.values(), ids=CHANGES)
def test_who_decides_changes_by_two_persons(office: Office, lines: list[RosterLine]) -> None:
    before = listed(office)
    told = ask_roster(office, lines)
    assert told
    assert listed(office) == before
    second = next(leader for leader in LEADERS if office.cards(leader))
    assert isinstance(office.refused(confirms(office, ORGANISER)), NeedsSecondPerson)
    assert listed(office) == before
    confirms(office, second)(office.work)
    assert listed(office) != before
    for leader in LEADERS:
        # Whoever was a leader before hears it, also where he is none any more.
        heard = "名单有变动" in office.told(leader)
        assert heard == any(leader == account for _, account, *_ in before)
    facts = office.trail("decider.changed")
    assert len(facts) == len(told)
    assert all(line["names"] and line["change"] for line in facts)
    assert {line["confirmed_by"] for line in facts} == {f"person:{office.person(second).id}"}


NO_DECIDERS: dict[str, list[RosterLine]] = {
    "nothing": list(LINES),
    "a new member": [*LINES, RosterLine(0, "新来样", "n01", FIRST, frozenset({Role.MEMBER}), "C")],
    "a member leaves": [line for line in LINES if line.account != MEMBER],
    "a member's account": changed(MEMBER, lambda line: replace(line, account="n02")),
    "a secretary's name": changed(LI, lambda line: replace(line, name="李思思")),
    "a leader's note": changed(VICE_DEAN, lambda line: replace(line, note="挂职")),
}


@pytest.mark.parametrize("lines", NO_DECIDERS.values(), ids=NO_DECIDERS)
def test_all_other_changes_concern_nobody_who_decides(
    office: Office, lines: list[RosterLine]
) -> None:
    assert rosters.preview_roster(office.work, office.department.id, lines).deciders == ()


def test_what_is_no_longer_what_was_shown_is_not_done(office: Office) -> None:
    ask_roster(office, CHANGES["a leader leaves"])
    member = office.person(MEMBER)
    change = StaffChange(ChangeKind.APPOINTED, member.name, member.id, "", Role.ORGANISER)
    rosters.change_staff(office.work, office.department.id, [change])
    before = listed(office)
    assert isinstance(office.refused(confirms(office)), RosterChangedMeanwhile)
    assert listed(office) == before


def test_what_is_declined_changes_nothing_and_is_told(office: Office) -> None:
    before = listed(office)
    ask_roster(office, CHANGES["a new organiser"])
    handovers.decline(office.work, office.department, office.last_card(DEAN), office.person(DEAN))
    assert listed(office) == before
    assert "没有生效" in office.told(ORGANISER)
    assert office.trail("decider.changed") == []


def test_whom_somebody_put_on_the_roster_is_no_second_person_to_him(office: Office) -> None:
    ask_roster(office, CHANGES["a new leader"])
    confirms(office)(office.work)
    ask_roster(office, [*CHANGES["a new leader"][:-1]])
    newcomer = office.person(PUPPET)
    organiser = office.person(ORGANISER)
    asked = confirmations.confirmers(office.work, office.department, organiser)
    assert newcomer not in asked
    assert office.person(DEAN) in asked


# -- by a sentence


def staff(
    office: Office, kind: ChangeKind, account: str, branch: str = "", role: Role | None = None
) -> StaffChange:
    person = office.person(account)
    return StaffChange(kind, person.name, person.id, branch, role)


def asks(office: Office, *changes: StaffChange) -> Card | None:
    organiser = office.person(ORGANISER)
    return staffing.ask(office.work, office.department, organiser, changes).card


def carry_out(office: Office, card: Card) -> Callable[[UnitOfWork], None]:
    organiser, asked = office.person(ORGANISER), office.card(card.id)
    return lambda work: staffing.carry_out(work, office.department, asked, organiser)


JOINS, LEAVES, MOVES = ChangeKind.JOINS, ChangeKind.LEAVES, ChangeKind.MOVES
APPOINTED, DISMISSED = ChangeKind.APPOINTED, ChangeKind.DISMISSED
Sentence = Callable[[Office], StaffChange]
SENTENCES: dict[str, tuple[Sentence, bool]] = {
    "a member leaves": (lambda office: staff(office, LEAVES, MEMBER), False),
    "a member moves": (lambda office: staff(office, MOVES, MEMBER, THIRD), False),
    "a member joins": (lambda _: StaffChange(JOINS, "张三", None, SECOND, Role.MEMBER), False),
    "a secretary leaves": (lambda office: staff(office, LEAVES, WANG), False),
    "a secretary follows": (
        lambda office: staff(office, APPOINTED, MEMBER, FIRST, Role.SECRETARY),
        False,
    ),
    "a leader leaves": (lambda office: staff(office, LEAVES, VICE_DEAN), True),
    "a member organises": (
        lambda office: staff(office, APPOINTED, MEMBER, "", Role.ORGANISER),
        True,
    ),
    "an organiser goes": (
        lambda office: staff(office, DISMISSED, ORGANISER, "", Role.ORGANISER),
        True,
    ),
}


@pytest.mark.parametrize(("sentence", "by_two"), SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_is_shown_first_and_by_two_where_it_is_about_who_decides(
    office: Office, sentence: Sentence, by_two: bool
) -> None:
    before = listed(office)
    card = asks(office, sentence(office))
    assert listed(office) == before
    assert (card is None) == by_two
    if card is None:
        dean, asked = office.person(DEAN), office.last_card(DEAN)
        staffing.confirm(office.work, office.department, asked, dean)
        assert "名单有变动" in office.told(DEAN)
    else:
        assert office.cards(DEAN) == []
        carry_out(office, card)(office.work)
    assert listed(office) != before


def test_what_does_not_fit_the_roster_any_more_is_not_done(office: Office) -> None:
    card = asks(office, staff(office, MOVES, MEMBER, THIRD))
    assert card is not None
    rosters.change_staff(office.work, office.department.id, [staff(office, LEAVES, MEMBER)])
    assert isinstance(office.refused(carry_out(office, card)), RosterChangedMeanwhile)


def test_who_was_spoken_of_is_named_before_he_leaves(office: Office) -> None:
    card = asks(office, staff(office, LEAVES, WANG))
    dean = office.person(DEAN)
    entry = NewEntry(Kind.EVERYDAY, office.person(WANG), "优点：带头讲党课", dean)
    evaluation.add(office.work, office.cycle, dean, entry)
    again = asks(office, staff(office, LEAVES, WANG))
    assert card is not None
    assert again is not None
    # His grade has to come before: the card says more than it did before anybody had spoken of him.
    assert len(again.text) > len(card.text)


def change_and_follow(office: Office, change: StaffChange) -> None:
    before = office.roster
    rosters.change_staff(office.work, office.department.id, [change])
    successions.follow(office.work, office.department, before, office.roster)


def test_what_waits_for_a_former_leader_is_asked_of_the_others(office: Office) -> None:
    ask_roster(office, CHANGES["a member organises"])
    asked = office.last_card(DEAN)
    change = staff(office, LEAVES, DEAN)
    change_and_follow(office, change)
    assert office.person(VICE_DEAN).id in office.card(asked.id).addressees
    assert office.cards(VICE_DEAN)


def test_who_leaves_loses_what_waited_for_him_alone(office: Office) -> None:
    card = asks(office, staff(office, MOVES, MEMBER, THIRD))
    assert card is not None
    change_and_follow(office, staff(office, LEAVES, ORGANISER))
    with pytest.raises(CardGone):
        open_cards.find(office.work, card.id)


# -- somebody says that he goes


def test_who_steps_down_is_told_to_the_organiser_once_and_waits(office: Office) -> None:
    wang = office.person(WANG)
    said = [
        stepping_down.announce(office.work, office.department, wang, words)
        for words in ("我换届了", "真的换届了")
    ]
    assert said == [True, False]
    assert "王文例" in office.told(ORGANISER)
    (waiting,) = stepping_down.waiting(office.work, office.roster)
    assert (waiting.person.account, waiting.words) == (WANG, "我换届了")
    # Nothing has changed by it.
    assert office.roster.is_subject(wang)
