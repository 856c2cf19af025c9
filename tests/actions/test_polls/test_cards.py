"""The cards of a ballot: which is open for whom, his own sheet, and the card that comes next. Rows of rules on the real database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.polls import cards, turning_cards
from bot.actions.polls.status import card_state, is_held, next_paper, sheet_view
from bot.domain.plan import Row
from bot.domain.polls.poll import Poll
from bot.messages import CardState, CardStyle
from tests.actions.begun import begins
from tests.actions.hall import (
    SUBJECTS,
    casts,
    close,
    end,
    newest,
    now,
    opened,
    rebind,
    sheet_opened,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_polls.ballots import ROWS
from tests.cast import DEAN, GUEST, LI, MEMBER, OTHER_MEMBER, WANG, ZHANG

OPEN, ANSWERED, CLOSED = CardState.OPEN, CardState.ANSWERED, CardState.CLOSED


def looks(office: Office, poll: Poll, account: str, page: int = 0) -> CardState:
    card = cards.card_id(poll.id, page, poll.terms)
    return card_state(office.work, card, office.person(account))


# -- a card of a ballot


@begins(opened)
@pytest.mark.parametrize(
    ("account", "before", "after"),
    [
        (MEMBER, OPEN, ANSWERED),
        (DEAN, OPEN, ANSWERED),
        (WANG, CLOSED, CLOSED),
        (GUEST, CLOSED, CLOSED),
    ],
)
def test_a_card_is_open_for_who_may_vote_on_it_and_answered_once_he_has(
    office: Office, account: str, before: CardState, after: CardState
) -> None:
    poll = newest(office)
    assert looks(office, poll, account) is before
    if before is OPEN:
        casts(office, poll, account, 1)(office.work)
    assert looks(office, poll, account) is after
    close(office)
    assert looks(office, poll, account) is CLOSED


@pytest.mark.parametrize(("after", "state"), [(59, OPEN), (60, OPEN), (61, CLOSED)])
def test_a_card_is_open_up_to_the_planned_end(office: Office, after: int, state: CardState) -> None:
    """Also before the clock has closed the ballot."""
    poll = opened(office, closes_at=office.now + timedelta(seconds=60))
    office.now += timedelta(seconds=after)
    assert looks(office, poll, MEMBER) is state


@begins(opened)
def test_a_card_is_closed_for_somebody_with_another_account(office: Office) -> None:
    poll = newest(office)
    rebind(office, MEMBER, "new")
    assert looks(office, poll, "new") is CLOSED


def test_of_several_cards_each_has_its_own_state_and_his_own_is_closed(office: Office) -> None:
    office.using(with_ballot(rows=ROWS[:2]))
    poll = opened(office, WANG, LI)
    casts(office, poll, MEMBER, {0: 1})(office.work)
    assert [looks(office, poll, MEMBER, page) for page in (0, 1)] == [ANSWERED, OPEN]
    assert [looks(office, poll, WANG, page) for page in (0, 1)] == [CLOSED, OPEN]
    assert looks(office, poll, MEMBER, 2) is CLOSED


@begins(opened)
@pytest.mark.parametrize("card", ["", "p-", "p-9-0-00000000", "p-1-0", "x-1-0-00000000", "r-1"])
def test_what_is_no_card_of_a_ballot_is_closed(office: Office, card: str) -> None:
    assert card_state(office.work, card, office.person(MEMBER)) is CLOSED
    assert sheet_view(office.work, card, office.person(MEMBER)) == (CLOSED, None)


@pytest.mark.parametrize(
    ("card", "poll", "sheet"),
    [
        ("p-7-0-0123abcd", 7, False),
        ("p-7-12-0123abcd", 7, False),
        ("p-7-s3-0123abcd", 7, True),
        ("p-7-s3-0123ABCD", None, False),
        ("p-7-0-0123abcde", None, False),
        ("q-7-0-0123abcd", None, False),
    ],
)
def test_the_id_of_a_card_names_its_ballot(card: str, poll: int | None, sheet: bool) -> None:
    assert cards.poll_of_card(card) == poll
    assert cards.is_sheet(card) == sheet
    assert (cards.parse_card_id(card) is not None) == (poll is not None and not sheet)


@pytest.mark.parametrize(
    ("about", "rows", "sizes"),
    [
        ((WANG,), ROWS[:1], [1]),
        ((WANG,), ROWS, [3, 1]),
        (SUBJECTS, ROWS[:1], [3, 3, 2]),
        ((WANG, LI), ROWS[:2], [2, 2]),
    ],
)
def test_a_form_is_cut_into_cards_that_the_platforms_hold(
    office: Office, about: Sequence[str], rows: Sequence[Row], sizes: Sequence[int]
) -> None:
    office.using(with_ballot(rows=tuple(rows)))
    poll = opened(office, *about)
    drawn = cards.ballot_cards(poll.id, poll.terms)
    assert [len(card.questions) for card in drawn] == sizes
    # The number of a card stands on it where there are several.
    numbers = list(range(1, len(sizes) + 1))
    assert [card.part for card in drawn] == (numbers if len(sizes) > 1 else [0])
    assert [cards.parse_card_id(card.id) for card in drawn] == [
        (poll.id, page) for page in range(len(sizes))
    ]


# -- his sheet


def sheet_id(office: Office, poll: Poll, account: str) -> str:
    return cards.sheet_card_id(poll.id, office.person(account).id, poll.terms)


@begins(sheet_opened)
@pytest.mark.parametrize(
    ("viewer", "state"), [(MEMBER, OPEN), (OTHER_MEMBER, CLOSED), (GUEST, CLOSED)]
)
def test_a_sheet_is_shown_to_its_own_person_alone(
    office: Office, viewer: str, state: CardState
) -> None:
    poll = newest(office)
    casts(office, poll, MEMBER, {0: 4})(office.work)
    view = sheet_view(office.work, sheet_id(office, poll, MEMBER), office.person(viewer))
    assert view[0] is state
    assert (view[1] is not None) == (state is OPEN)


@begins(sheet_opened)
def test_a_filled_sheet_is_answered_and_a_closed_one_as_it_was_sent(office: Office) -> None:
    poll = newest(office)
    member, card = office.person(MEMBER), sheet_id(office, poll, MEMBER)
    vote(office, poll, [MEMBER], 1)
    casts(office, poll, MEMBER, {7: 2})(office.work)
    state, shown = sheet_view(office.work, card, member)
    assert state is ANSWERED
    assert shown is not None
    assert [option.id for option in shown.questions[0].options] == list("01234567")
    close(office)
    assert sheet_view(office.work, card, member) == (CLOSED, None)


@begins(opened)
def test_a_ballot_that_is_no_sheet_has_none(office: Office) -> None:
    poll = newest(office)
    view = sheet_view(office.work, sheet_id(office, poll, MEMBER), office.person(MEMBER))
    assert view == (CLOSED, None)


@begins(sheet_opened)
@pytest.mark.parametrize(
    ("chosen", "label", "told"), [({}, "暂不选", False), ({0: 2}, "改为不选", True)]
)
def test_a_leaf_tells_its_voter_what_he_chose_and_what_is_kept_tells_nothing(
    office: Office, chosen: Mapping[int, int], label: str, told: bool
) -> None:
    poll = newest(office)
    member = office.person(MEMBER)
    if chosen:
        casts(office, poll, MEMBER, chosen)(office.work)
    sheet = turning_cards.sheet_of(office.work, poll, member)
    assert sheet is not None
    first = replace(sheet, ballot=replace(sheet.ballot, leaf=0))
    shown = turning_cards.face(poll.id, poll.terms, first)
    assert ("较好" in shown.text) == told
    assert shown.questions[0].options[-1].text == label
    assert shown.style is CardStyle.BUTTONS
    plain = turning_cards.plain_face(poll.id, poll.terms, first)
    assert "较好" not in plain.text
    kept = turning_cards.handed_out(office.work, poll, member)
    assert kept is not None
    assert kept.card is not None
    assert "较好" not in kept.card.text


def test_a_sheet_of_several_rows_is_a_form_and_its_overview_has_a_way_back_to_each(
    office: Office,
) -> None:
    office.using(with_ballot(rows=ROWS, words=True))
    poll = opened(office, WANG, LI, turning=True)
    sheet = turning_cards.sheet_of(office.work, poll, office.person(MEMBER))
    assert sheet is not None
    leaf = turning_cards.face(poll.id, poll.terms, sheet)
    assert (leaf.style, len(leaf.questions)) == (CardStyle.FORM, 3)
    filled = replace(
        sheet,
        ballot=replace(sheet.ballot, leaf=len(poll.terms.form.pages), choices=(1,) * 7 + (0,)),
    )
    shown = turning_cards.face(poll.id, poll.terms, filled)
    # Each has two leaves; the way back leads to the first of them.
    assert [(option.id, option.text) for option in shown.questions[0].options] == [
        ("0", "王文例"),
        ("2", "李思样"),
    ]
    assert "李思样" in shown.text
    plain = turning_cards.plain_face(poll.id, poll.terms, filled)
    assert "李思样" not in plain.text
    # Only where the plan lets something be written it is offered, and to nobody before the end.
    without = turning_cards.face(poll.id, replace(poll.terms, words=False), filled)
    assert len(without.text) < len(shown.text)


@pytest.mark.parametrize(("account", "fills"), [(MEMBER, True), (WANG, True), (GUEST, False)])
def test_who_stands_on_the_roll_fills_a_sheet_while_it_is_open(
    office: Office, account: str, fills: bool
) -> None:
    person = office.person(account)
    opened(office, ZHANG)
    assert turning_cards.open_sheet(office.work, person) is None  # a ballot by cards is no sheet
    assert turning_cards.awaits(office.work, person) is None
    close(office)
    poll = sheet_opened(office)
    assert (turning_cards.open_sheet(office.work, person) is not None) == fills
    assert (turning_cards.awaits(office.work, person) is not None) == fills
    assert turning_cards.may_fill(office.work, poll, person) == fills
    close(office)
    assert turning_cards.open_sheet(office.work, person) is None
    assert turning_cards.awaits(office.work, person) is None
    assert not turning_cards.may_fill(office.work, now(office, poll), person)


@begins(sheet_opened)
def test_without_the_keys_there_is_no_sheet(office: Office) -> None:
    poll = newest(office)
    office.keys.forget(poll.key_id)
    member = office.person(MEMBER)
    assert turning_cards.sheet_of(office.work, poll, member) is None
    assert turning_cards.handed_out(office.work, poll, member) is None
    assert turning_cards.seen_by(office.work, poll, member) == (CLOSED, None)


# -- the next card


def papers(office: Office, account: str) -> Callable[[], int | None]:
    """Asks again and again for a card; which one came last is remembered meanwhile."""
    person = office.person(account)
    brought: dict[int, str] = {}

    def bring() -> int | None:
        work = office.work
        work.papers_brought = brought
        paper = next_paper(work, office.cycle, person)
        if paper is None:
            return None
        return paper.number

    return bring


def test_the_first_that_is_not_filled_comes_and_then_one_after_the_other(office: Office) -> None:
    poll = opened(office, *SUBJECTS)
    bring = papers(office, MEMBER)
    assert [bring(), bring()] == [1, 1]
    casts(office, poll, MEMBER, dict.fromkeys(range(3), 1))(office.work)
    assert bring() == 2
    casts(office, poll, MEMBER, 1)(office.work)
    assert [bring() for _ in range(5)] == [1, 2, 3, 1, 2]


def test_a_card_tells_what_is_filled_left_and_to_be_typed(office: Office) -> None:
    poll = opened(office, *SUBJECTS)
    casts(office, poll, WANG, {3: 1, 4: 1, 5: 1})(office.work)
    paper = next_paper(office.work, office.cycle, office.person(WANG))
    assert paper is not None
    assert (paper.filled, paper.left, paper.items) == ((2,), (1, 3), 7)
    assert paper.steps == ("好", "较好", "一般", "差")


@pytest.mark.parametrize(("account", "brought"), [(WANG, None), (GUEST, None), (MEMBER, 1)])
def test_a_card_is_brought_to_whoever_has_a_vote_while_the_ballot_runs(
    office: Office, account: str, brought: int | None
) -> None:
    person = office.person(account)
    assert not is_held(office.work, office.cycle, person)
    assert papers(office, account)() is None
    poll = opened(office)
    assert is_held(office.work, office.cycle, person)
    assert papers(office, account)() == brought
    end(office, poll)
    assert papers(office, account)() is None
    assert not is_held(office.work, office.cycle, person)
