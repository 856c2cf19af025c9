"""Opening a ballot (S28): about whom, one at a time, who comes next, what is frozen, what the group hears. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from bot.actions import rosters
from bot.actions.polls import meetings, opening, speeches
from bot.domain.plan import InputRule, Row, SubjectGroup
from bot.domain.polls.poll import PollState
from bot.domain.polls.refusals import (
    EverybodyRated,
    NoGroup,
    NoKeyPlace,
    NotASubject,
    PollAlreadyOpen,
    RoundsHeld,
    SheetsDiffer,
)
from bot.storage.keys import KeyStore
from bot.storage.polls import polls, roll
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_A,
    CLASS_B,
    CLASS_C,
    EVERYBODY,
    LINES,
    SUBJECTS,
    close,
    count,
    in_two_rounds,
    newest,
    now,
    opened,
    opens,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, WANG, ZHANG

CLOSES = timedelta(hours=1)


# -- about whom


@pytest.mark.parametrize("account", [MEMBER, DEAN, ORGANISER, GUEST])
def test_only_those_who_are_evaluated_are_rated(office: Office, account: str) -> None:
    for about in ([account], [WANG, account], [account, WANG]):
        refusal = office.refused(opens(office, *about))
        assert isinstance(refusal, NotASubject)
        assert refusal.name == office.person(account).name
    assert polls.of_cycle(office.session, office.cycle.id) == []
    assert office.in_group() == []


def test_a_department_whose_group_is_not_known_holds_no_ballot(office: Office) -> None:
    department = replace(office.department, group="")
    organiser, wang = office.person(ORGANISER), office.person(WANG)
    refusal = office.refused(
        lambda work: opening.open_poll(work, office.cycle, department, organiser, [wang])
    )
    assert isinstance(refusal, NoGroup)


def test_nothing_is_opened_whose_keys_are_not_kept(office: Office) -> None:
    """Ballots that nobody can open could never be counted."""
    office.keys = KeyStore(None)
    assert isinstance(office.refused(opens(office)), NoKeyPlace)
    assert polls.of_cycle(office.session, office.cycle.id) == []
    assert office.trail("poll.opened") == []


def with_rows_of_their_own(office: Office, *accounts: str) -> None:
    """These are in a group with rows of its own, the others in one that is rated as the plan says."""
    groups = (
        SubjectGroup("new", "新任书记", rows=(Row("政治素质"),)),
        SubjectGroup("known", "其他书记"),
    )
    office.using(lambda plan: replace(plan, subjects=groups))
    lines = list(LINES)
    for number, line in enumerate(lines):
        if line.account in accounts:
            lines[number] = replace(line, groups=("new",))
        elif line.account in SUBJECTS:
            lines[number] = replace(line, groups=("known",))
    rosters.import_roster(office.work, office.department.id, lines, actor=office.person(ORGANISER))


@pytest.mark.parametrize(
    ("about", "groups"),
    [((WANG, LI), None), ((ZHANG, "s04"), None), ((WANG, ZHANG), ("新任书记", "其他书记"))],
)
def test_one_ballot_has_one_form(
    office: Office, about: Sequence[str], groups: tuple[str, ...] | None
) -> None:
    with_rows_of_their_own(office, WANG, LI)
    if groups is None:
        poll = opened(office, *about)
        assert len(poll.subject_ids) == len(about)
        return
    refusal = office.refused(opens(office, *about))
    assert isinstance(refusal, SheetsDiffer)
    assert refusal.groups == groups


def test_whose_group_the_plan_does_not_know_any_more_is_rated_as_it_says_for_all(
    office: Office,
) -> None:
    with_rows_of_their_own(office, WANG)
    office.using(lambda plan: replace(plan, subjects=plan.subjects[:1]))
    refusal = office.refused(opens(office, WANG, LI))
    assert isinstance(refusal, SheetsDiffer)
    assert refusal.groups == ("新任书记",)


def test_the_form_has_the_rows_of_whom_it_is_about(office: Office) -> None:
    with_rows_of_their_own(office, WANG)
    assert opened(office, WANG).terms.form.rows == ("政治素质",)
    close(office)
    assert opened(office, ZHANG).terms.form.rows == ("总体评价",)


# -- one at a time


def test_nobody_votes_in_two_evaluations_at_once(office: Office) -> None:
    first = opened(office, WANG)
    for about in (WANG, LI):
        refusal = office.refused(opens(office, about))
        assert isinstance(refusal, PollAlreadyOpen)
        assert refusal.subjects == first.title
    close(office)
    # Closed is enough: the next speaker does not wait for the last votes of the one before.
    assert opened(office, LI).state is PollState.OPEN
    assert now(office, first).state is PollState.CLOSING


def test_two_ballots_of_different_classes_run_side_by_side(office: Office) -> None:
    office.using(in_two_rounds)
    first, second = opened(office), opened(office)
    assert (first.terms.round, second.terms.round) == ("leaders", "members")
    assert (first.terms.round_title, second.terms.round_title) == ("领导测评", "党员测评")
    of_first = {entry.person for entry in roll.entries(office.session, first.id)}
    of_second = {entry.person for entry in roll.entries(office.session, second.id)}
    assert of_first == {office.person(account).id for account in CLASS_A}
    assert of_second == {office.person(account).id for account in CLASS_B + CLASS_C}


@pytest.mark.parametrize(
    ("classes", "weights"),
    [
        (("A",), [Fraction(1)]),
        (("B", "C"), [Fraction(3, 5), Fraction(2, 5)]),
        (("A", "C"), [Fraction(5, 7), Fraction(2, 7)]),
        (("A", "B", "C"), [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]),
    ],
)
def test_the_weights_of_the_classes_of_one_ballot_are_shares_of_the_whole(
    office: Office, classes: tuple[str, ...], weights: list[Fraction]
) -> None:
    rule = InputRule("some", "民主测评", classes=classes)
    office.using(lambda plan: replace(plan, inputs=(*plan.inputs, rule)))
    categories = opened(office).terms.categories
    assert [category.id for category in categories] == list(classes)
    assert [category.weight for category in categories] == weights


def test_a_ballot_that_was_held_comes_again_under_its_name_alone(office: Office) -> None:
    office.using(in_two_rounds)
    leaders, _ = office.cycle.plan.rounds
    for _ in range(2):
        opened(office)
        close(office)
    refusal = office.refused(opens(office))
    assert isinstance(refusal, RoundsHeld)
    assert refusal.titles == ("领导测评", "党员测评")
    assert opened(office, round_=leaders).terms.round == "leaders"
    # About another nothing was held yet.
    close(office)
    assert opened(office, LI).terms.round == "leaders"


def test_a_ballot_that_came_to_nothing_was_not_held(office: Office) -> None:
    office.using(in_two_rounds)
    first = opened(office)
    close(office)
    assert count(office, first).state is PollState.VOID
    assert opened(office).terms.round == "leaders"


# -- who comes next


def nexts(office: Office) -> tuple[str, str]:
    person, rule = opening.next_subject(office.work, office.cycle)
    return person.account, rule.id if rule is not None else ""


def hold(office: Office, *voters: str) -> None:
    person, rule = opening.next_subject(office.work, office.cycle)
    poll = opened(office, person.account, round_=rule)
    vote(office, poll, voters, 1)
    close(office)
    count(office, poll)


def test_the_next_is_the_first_who_was_not_rated_until_all_were(office: Office) -> None:
    for account in SUBJECTS:
        assert nexts(office) == (account, "")
        hold(office, DEAN)
    assert isinstance(
        office.refused(lambda work: opening.next_subject(work, office.cycle)), EverybodyRated
    )


def test_after_a_sheet_about_all_there_is_no_next_one(office: Office) -> None:
    opens(office, *SUBJECTS)(office.work)
    assert isinstance(
        office.refused(lambda work: opening.next_subject(work, office.cycle)), EverybodyRated
    )


def test_who_was_rated_for_nothing_is_still_to_come(office: Office) -> None:
    hold(office)  # nobody voted
    assert nexts(office) == (WANG, "")
    hold(office, DEAN)
    assert nexts(office) == (LI, "")


def test_the_ballot_that_was_begun_goes_on_before_the_next_one(office: Office) -> None:
    office.using(in_two_rounds)
    _, members = office.cycle.plan.rounds
    assert nexts(office) == (WANG, "leaders")
    poll = opened(office, LI, round_=members)
    vote(office, poll, [MEMBER], 1)
    close(office)
    assert nexts(office) == (WANG, "members")
    for _ in range(len(SUBJECTS) - 1):
        hold(office, MEMBER)
    assert nexts(office) == (WANG, "leaders")


# -- what is frozen, told and kept


@pytest.mark.parametrize("turning", [False, True])
@pytest.mark.parametrize("closes", [None, CLOSES])
def test_the_group_hears_of_a_ballot_with_its_cards_and_of_a_sheet_from_whoever_calls(
    office: Office, turning: bool, closes: timedelta | None
) -> None:
    closes_at = None
    if closes is not None:
        closes_at = office.now + closes
    opened(office, *SUBJECTS, turning=turning, closes_at=closes_at)
    if turning:
        assert office.in_group() == []
        return
    told = office.in_group()
    assert "发出54份" in told[0]
    assert "无记名" in told[0]
    assert ("09:30" in told[0]) == (closes is not None)
    cards = office.cards(office.department.group)
    assert [len(card.questions) for card in cards] == [3, 3, 2]


@begins(opened)
def test_the_trail_keeps_the_hash_of_the_terms_and_no_voter(office: Office) -> None:
    poll = newest(office)
    assert office.trail("poll.opened") == [
        {"digest": poll.terms.digest, "eligible": EVERYBODY - 1},
    ]


def test_equal_ballots_have_different_hashes(office: Office) -> None:
    first = opened(office)
    close(office)
    second = opened(office)
    assert first.terms.digest != second.terms.digest
    assert replace(first.terms, salt="") == replace(second.terms, salt="")


@begins(opened)
def test_what_the_plan_says_later_does_not_touch_what_is_open(office: Office) -> None:
    poll = newest(office)
    office.using(with_ballot(minimum=9, decimals=0, secret=False, objection_days=3, words=True))
    before = now(office, poll).terms
    assert (before.minimum, before.decimals, before.secret) == (5, 2, True)
    assert (before.keep_days, before.words) == (0, False)
    close(office)
    after = opened(office).terms
    assert (after.minimum, after.decimals, after.secret) == (9, 0, False)
    assert (after.keep_days, after.words) == (3, True)


def test_whoever_was_speaking_has_done_so(office: Office) -> None:
    speeches.begin_speech(office.work, office.cycle, office.person(WANG))
    opened(office)
    hall = meetings.hall(office.work, office.cycle)
    assert hall.talk is None
    assert hall.spoken == {office.person(WANG).id}
