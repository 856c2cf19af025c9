"""The ballot box: what a tap, a page and a sentence are answered, and with which card; repeats; what it keeps of nobody. Rows of rules on the real database."""

import shutil
from collections.abc import Mapping, Sequence

import pytest

from bot.actions.polls import Ballots
from bot.actions.polls.cards import ballot_cards, card_id, sheet_card_id
from bot.actions.polls.turning_cards import GO
from bot.documents.reader import DocumentReader
from bot.domain.plan import Row
from bot.domain.polls.answers import NO_CHOICE
from bot.domain.polls.poll import Poll, PollState
from bot.messages import (
    Attachment,
    CardState,
    Chat,
    ChatKind,
    Click,
    ClickAnswer,
    Message,
    Sender,
    Update,
)
from tests.actions.begun import begins
from tests.actions.hall import SUBJECTS, close, newest, now, opened, sheet_opened, with_ballot
from tests.actions.office import Office
from tests.actions.test_polls.ballots import ballot, marks
from tests.cast import DEAN, GUEST, LI, MEMBER, OTHER_MEMBER, STRANGER, WANG
from tests.desk import OneTransaction, Room

OPEN, ANSWERED, CLOSED = CardState.OPEN, CardState.ANSWERED, CardState.CLOSED
ROWS = tuple(map(Row, ("总体评价", "学习", "服务", "廉洁")))


def three_on_a_sheet(office: Office) -> None:
    opened(office, *SUBJECTS[:3], turning=True)


@pytest.fixture
def box(office: Office) -> Ballots:
    """The box of the office: its transactions are taken back with it."""
    return Ballots(OneTransaction(office, Room(office), DocumentReader()))


def update(
    office: Office,
    account: str = MEMBER,
    *,
    click: Click | None = None,
    text: str = "",
    group: bool = False,
    message: str = "",
) -> Update:
    chat = Chat(ChatKind.DIRECT, account)
    if group:
        chat = Chat(ChatKind.GROUP, office.department.group)
    return Update(
        "sandbox", message or f"{click}{text}", Sender(account), chat, office.now, text, click=click
    )


async def tap(
    office: Office,
    box: Ballots,
    card: str,
    values: Mapping[str, Sequence[str]],
    account: str = MEMBER,
    *,
    message: str = "",
) -> ClickAnswer:
    click = Click(card, {question: tuple(options) for question, options in values.items()})
    return await box.by_click(update(office, account, click=click, message=message))


async def say(
    office: Office, box: Ballots, text: str, account: str = MEMBER, *, group: bool = False
) -> Message:
    return await box.overheard(update(office, account, text=text, group=group))


def first_card(poll: Poll) -> str:
    return card_id(poll.id, 0, poll.terms)


def sheet(office: Office, poll: Poll, account: str = MEMBER) -> str:
    return sheet_card_id(poll.id, office.person(account).id, poll.terms)


# -- a card


@begins(opened)
@pytest.mark.parametrize(
    ("values", "account", "refused", "state"),
    [
        ({"0": ["1"]}, MEMBER, "", ANSWERED),
        ({"0": ["4"]}, DEAN, "", ANSWERED),
        # Without its card a platform would put the refusal in its place: it stays open.
        ({}, MEMBER, "incomplete_ballot", OPEN),
        ({"0": []}, MEMBER, "incomplete_ballot", OPEN),
        ({"0": ["1", "2"]}, MEMBER, "incomplete_ballot", OPEN),
        ({"0": ["5"]}, MEMBER, "incomplete_ballot", OPEN),
        ({"0": ["0"]}, MEMBER, "incomplete_ballot", OPEN),
        ({"0": [NO_CHOICE]}, MEMBER, "incomplete_ballot", OPEN),
        ({"1": ["1"]}, MEMBER, "incomplete_ballot", OPEN),
        ({"0": ["1"]}, WANG, "recused", CLOSED),
        ({"0": ["1"]}, GUEST, "not_on_roll", CLOSED),
        ({"0": ["1"]}, STRANGER, "not_on_roster", CLOSED),
        ({"0": ["1"]}, "x-m01", "card_gone", CLOSED),
    ],
)
async def test_what_a_tap_on_a_card_is_answered(
    office: Office,
    box: Ballots,
    values: Mapping[str, Sequence[str]],
    account: str,
    refused: str,
    state: CardState,
) -> None:
    poll = newest(office)
    answer = await tap(office, box, first_card(poll), values, account)
    assert (answer.accepted, answer.refused, answer.state) == (not refused, refused, state)
    assert (answer.card is not None) == (state is not CLOSED)
    if answer.card is not None:
        assert answer.card == ballot_cards(poll.id, poll.terms)[0]


@begins(opened)
@pytest.mark.parametrize(
    "card", ["p-", "p-1-9-{salt}", "p-1-0-00000000", "p-7-0-{salt}", "p-1-s9-{salt}"]
)
async def test_a_card_that_no_ballot_has_is_gone(office: Office, box: Ballots, card: str) -> None:
    poll = newest(office)
    assert box.owns(card)
    name = card.format(salt=poll.terms.salt[:8])
    answer = await tap(office, box, name, {"0": ["1"]})
    assert (answer.accepted, answer.refused, answer.state) == (False, "card_gone", CLOSED)
    assert marks(office, poll, MEMBER) == "0"


async def test_what_is_left_and_left_out_is_said(office: Office, box: Ballots) -> None:
    office.using(with_ballot(rows=ROWS[:2], best_at_most=1))
    poll = opened(office, WANG, LI)
    other = await tap(office, box, first_card(poll), {"0": ["1"], "1": ["2"]})
    assert "还有 1 张没填" in other.notice
    assert (
        "还有 1 张"
        not in (
            await tap(office, box, card_id(poll.id, 1, poll.terms), {"2": ["2"], "3": ["2"]})
        ).notice
    )
    beyond = await tap(
        office, box, card_id(poll.id, 1, poll.terms), {"2": ["1"], "3": ["3"]}, message="again"
    )
    assert "1" in beyond.notice
    assert ballot(office, poll, MEMBER).choices == (1, 2, 2, 3)


@begins(opened)
async def test_a_repeat_hears_the_same_also_after_the_cells_are_gone(
    office: Office, box: Ballots
) -> None:
    poll = newest(office)
    first = await tap(office, box, first_card(poll), {"0": ["1"]}, message="same")
    await tap(office, box, first_card(poll), {"0": ["3"]}, message="other")
    assert office.keys.directory is not None
    shutil.rmtree(office.keys.directory)
    assert await tap(office, box, first_card(poll), {"0": ["1"]}, message="same") == first


@begins(opened)
async def test_lost_keys_are_told_to_everybody_at_the_first_vote(
    office: Office, box: Ballots
) -> None:
    poll = newest(office)
    assert office.keys.directory is not None
    shutil.rmtree(office.keys.directory)
    answer = await tap(office, box, first_card(poll), {"0": ["1"]})
    assert (answer.refused, answer.state) == ("poll_void", CLOSED)
    assert now(office, poll).state is PollState.VOID
    assert "作废" in office.in_group()[-1]


# -- a sheet


@begins(three_on_a_sheet)
@pytest.mark.parametrize(
    ("values", "refused", "stands"),
    [
        ({"0": ["2"]}, "", (2, 0, 0)),
        # From a page, all of it at once; and a row that is left out.
        ({"0": ["2"], "1": ["1"], "2": [NO_CHOICE]}, "", (2, 1, 0)),
        ({}, "incomplete_ballot", (0, 0, 0)),
        ({"0": ["9"]}, "incomplete_ballot", (0, 0, 0)),
        ({"0": ["1", "2"]}, "incomplete_ballot", (0, 0, 0)),
        ({"9": ["1"]}, "incomplete_ballot", (0, 0, 0)),
        ({"0": ["1"], "9": ["1"]}, "incomplete_ballot", (0, 0, 0)),
        ({GO: ["2"]}, "", (0, 0, 0)),
        ({GO: ["3"]}, "incomplete_ballot", (0, 0, 0)),
        ({GO: ["0", "1"]}, "incomplete_ballot", (0, 0, 0)),
        ({GO: ["x"]}, "incomplete_ballot", (0, 0, 0)),
    ],
)
async def test_what_a_tap_on_a_sheet_is_answered(
    office: Office,
    box: Ballots,
    values: Mapping[str, Sequence[str]],
    refused: str,
    stands: Sequence[int],
) -> None:
    poll = newest(office)
    answer = await tap(office, box, sheet(office, poll), values)
    assert (answer.accepted, answer.refused, answer.state) == (not refused, refused, OPEN)
    assert ballot(office, poll, MEMBER).choices == stands
    # The card that comes back shows where the sheet is now.
    assert answer.card is not None
    assert answer.card.id == sheet(office, poll)


@begins(three_on_a_sheet)
async def test_nobody_goes_back_to_a_leaf_about_himself(office: Office, box: Ballots) -> None:
    poll = newest(office)
    answer = await tap(office, box, sheet(office, poll, WANG), {GO: ["0"]}, WANG)
    assert answer.refused == "incomplete_ballot"
    assert (await tap(office, box, sheet(office, poll, WANG), {GO: ["1"]}, WANG)).accepted


@begins(sheet_opened)
async def test_a_sheet_in_other_hands_is_that_of_whoever_taps(office: Office, box: Ballots) -> None:
    poll = newest(office)
    answer = await tap(office, box, sheet(office, poll), {"0": ["4"]}, OTHER_MEMBER)
    assert answer.card is not None
    assert answer.card.id == sheet(office, poll, OTHER_MEMBER)
    assert ballot(office, poll, MEMBER).blank


@begins(opened)
async def test_a_ballot_by_cards_takes_no_sheet(office: Office, box: Ballots) -> None:
    poll = newest(office)
    assert (await tap(office, box, sheet(office, poll), {"0": ["1"]})).refused == "card_gone"


# -- a page


async def test_a_whole_sheet_replaces_what_was_there_and_the_first_may_come_again(
    office: Office, box: Ballots
) -> None:
    poll = opened(office, WANG, LI)
    for choices in ({0: 1, 1: 2}, {0: 3, 1: 0}, {0: 1, 1: 2}):
        assert (await box.by_page(MEMBER, poll.id, choices)).accepted
        assert ballot(office, poll, MEMBER).choices == tuple(choices.values())
    assert (await box.by_page(GUEST, poll.id, {0: 1})).refused == "not_on_roll"


# -- in words


@pytest.mark.parametrize(
    ("text", "sheet_opens", "group", "refused", "brings"),
    [
        ("都较好", True, False, "", False),
        # What may be a choice is not kept; his sheet comes with the answer, blank.
        ("还行吧", True, False, "perhaps_vote", True),
        ("还行吧", False, False, "perhaps_vote", False),
        ("都较好", True, True, "vote_privately", False),
        ("王文例较好", False, False, "", False),
    ],
)
async def test_what_is_said_in_free_words_is_answered(
    office: Office,
    box: Ballots,
    text: str,
    sheet_opens: bool,
    group: bool,
    refused: str,
    brings: bool,
) -> None:
    opened(office, *(SUBJECTS if sheet_opens else (WANG,)), turning=sheet_opens)
    answer = await say(office, box, text, group=group)
    assert answer.refused == refused
    assert (answer.card is not None) == brings
    assert text not in answer.text


@begins(opened)
async def test_a_typed_vote_is_answered_without_its_step(office: Office, box: Ballots) -> None:
    poll = newest(office)
    typed = update(office, text="测评 较好")
    assert box.is_ballot(typed)
    answer = await box.by_text(typed)
    assert (answer.text, answer.refused) == ("已收到，截止前可修改。", "")
    assert ballot(office, poll, MEMBER).choices == (2,)
    close(office)


@pytest.mark.parametrize(
    ("text", "is_ballot"),
    [("测评 好", True), ("投票 好", True), ("测评结果", False), ("你好", False)],
)
def test_what_begins_as_a_vote_goes_to_the_box(
    office: Office, box: Ballots, text: str, is_ballot: bool
) -> None:
    assert box.is_ballot(update(office, text=text)) == is_ballot
    chat = Chat(ChatKind.DIRECT, MEMBER)
    with_file = Update("sandbox", "1", Sender(MEMBER), chat, office.now, text, Attachment("upload"))
    assert not box.is_ballot(with_file)
    assert not box.owns("r-1")
