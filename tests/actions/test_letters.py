"""Anonymous words (S29): who may write when, to what they belong, how many a day; nothing tells who it was. Rows of rules on the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.actions.polls import sheet_words
from bot.actions.publicity import Letters, feedback
from bot.documents.reader import DocumentReader
from bot.domain.publicity import DAILY
from bot.messages import Attachment, Chat, ChatKind, Click, Message, Sender, Update
from bot.storage import audit
from tests.actions.begun import begins
from tests.actions.hall import SUBJECTS, close, opened, with_ballot
from tests.actions.office import SAMPLE, Office
from tests.actions.test_public_words import closed
from tests.actions.test_publications import published
from tests.cast import DEAN, FIRST, GUEST, MEMBER, ORGANISER, OTHER_MEMBER, STRANGER, WANG
from tests.desk import OneTransaction, Room

SAID = "匿名反馈 第一支部开会少"


@pytest.fixture
def letters(office: Office) -> Letters:
    """The letter box of the office: its transactions are taken back with it."""
    return Letters(OneTransaction(office, Room(office), DocumentReader()))


def update(
    office: Office, text: str, account: str = MEMBER, *, group: bool = False, message: str = ""
) -> Update:
    chat = Chat(ChatKind.DIRECT, account)
    if group:
        chat = Chat(ChatKind.GROUP, office.department.group)
    return Update("sandbox", message or text, Sender(account), chat, office.now, text)


def kept(office: Office) -> list[str]:
    pieces = feedback.readable_by(office.work, office.cycle, None)
    return sorted(piece.text for piece in pieces)


# -- who may write, and when


def nothing_public(_office: Office) -> None:
    """Neither reports nor a sheet."""


def public(office: Office) -> None:
    published(office, FIRST)


def over(office: Office) -> None:
    public(office)
    closed(office)


def sheet_with_words(office: Office) -> None:
    office.using(with_ballot(words=True))
    opened(office, *SUBJECTS, turning=True)


def sheet_without_words(office: Office) -> None:
    opened(office, *SUBJECTS, turning=True)


@pytest.mark.parametrize(
    ("office", "account", "text", "group", "refused"),
    [
        (public, MEMBER, SAID, False, ""),
        (public, GUEST, SAID, False, ""),
        (public, WANG, SAID, False, ""),
        (public, STRANGER, SAID, False, "not_on_roster"),
        (public, "x-m01", SAID, False, "feedback_closed"),
        # In the group everybody has read who wrote it.
        (public, MEMBER, SAID, True, "feedback_privately"),
        (public, STRANGER, SAID, True, "not_on_roster"),
        (public, MEMBER, "匿名反馈", False, "missing_argument"),
        (nothing_public, MEMBER, SAID, False, "feedback_closed"),
        (over, MEMBER, SAID, False, "feedback_closed"),
        (sheet_with_words, MEMBER, SAID, False, ""),
        (sheet_with_words, MEMBER, "匿名反馈", False, "missing_argument"),
        (sheet_with_words, GUEST, SAID, False, "feedback_closed"),
        (sheet_without_words, MEMBER, SAID, False, "feedback_closed"),
    ],
    indirect=["office"],
)
async def test_who_may_write_without_a_name(
    office: Office,
    letters: Letters,
    account: str,
    text: str,
    group: bool,
    refused: str,
) -> None:
    answer = await letters.take(update(office, text, account, group=group))
    assert answer.refused == refused
    close_if_open(office)
    assert kept(office) == ([] if refused else ["第一支部开会少"])


def close_if_open(office: Office) -> None:
    """What is written on a sheet is read once its ballot has ended."""
    if office.trail("poll.opened"):
        assert kept(office) == []
        close(office)


@begins(public)
async def test_what_is_not_plainly_without_a_name_has_to_be_said_again(
    office: Office, letters: Letters
) -> None:
    """It was understood only after it had come in: nothing of it is kept."""
    answer = await letters.take(update(office, "第一支部匿名开会少"))
    assert answer.refused == "feedback_unclear"
    assert kept(office) == []


@pytest.mark.parametrize(
    ("text", "is_letter"),
    [(SAID, True), ("反馈 写得实", False), ("匿名反馈", True), ("今天开会吗", False)],
)
def test_a_letter_is_what_asks_to_stay_unnamed(
    office: Office, letters: Letters, text: str, is_letter: bool
) -> None:
    plain = update(office, text)
    assert letters.is_letter(plain) == is_letter
    tapped = Update(
        "sandbox", "1", Sender(MEMBER), plain.chat, office.now, text, click=Click("p-1", {})
    )
    with_file = Update(
        "sandbox", "1", Sender(MEMBER), plain.chat, office.now, text, Attachment("x")
    )
    assert not letters.is_letter(tapped)
    assert not letters.is_letter(with_file)


# -- once, and a measure a day


@begins(public)
async def test_a_repeat_hears_the_same_and_is_kept_once(office: Office, letters: Letters) -> None:
    first = await letters.take(update(office, SAID, message="same"))
    assert await letters.take(update(office, SAID, message="same")) == first
    assert kept(office) == ["第一支部开会少"]
    # The same number of another person is another message; the same words are kept once.
    for text in (SAID, "匿名反馈 第一支部记录不全"):
        other = update(office, text, OTHER_MEMBER, message=f"same{len(text)}")
        assert (await letters.take(other)).refused == ""
    assert kept(office) == ["第一支部开会少", "第一支部记录不全"]


async def test_a_day_has_its_measure_and_what_was_not_kept_takes_nothing_of_it(
    office: Office, letters: Letters
) -> None:
    async def say(number: int, text: str = "", account: str = MEMBER) -> Message:
        words = text or f"{SAID}{number}"
        return await letters.take(update(office, words, account, message=f"m{number}"))

    public(office)
    assert (await say(0, "匿名反馈")).refused == "missing_argument"
    answers = [await say(number) for number in range(1, DAILY + 2)]
    assert [answer.refused for answer in answers] == ["", "", "", "feedback_too_often"]
    assert (await say(9, account=OTHER_MEMBER)).refused == ""
    assert len(kept(office)) == DAILY + 1
    office.now += timedelta(days=1)
    assert (await say(10)).refused == ""


@begins(sheet_with_words)
async def test_what_is_written_on_the_page_of_a_sheet_goes_the_same_way(
    office: Office, letters: Letters
) -> None:
    assert (await letters.take_from_page(MEMBER, "第一支部开会少")).refused == ""
    assert (await letters.take_from_page(MEMBER, "")).refused == "missing_argument"
    assert (await letters.take_from_page(STRANGER, "开会少")).refused == "not_on_roster"
    close(office)
    (piece,) = sheet_words.written(office.work, office.cycle)
    assert (piece.text, piece.branch) == ("第一支部开会少", office.branch(FIRST).id)
    assert (piece.person, piece.at) == (None, None)


# -- where it stays


@pytest.mark.parametrize("reach", [public, sheet_with_words])
async def test_nothing_tells_who_wrote(
    office: Office, letters: Letters, reach: Callable[[Office], None]
) -> None:
    reach(office)
    # What was done before is sealed with the first transaction of the box.
    await letters.take(update(office, "匿名反馈 第一支部记录不全"))
    end = audit.head(office.session, SAMPLE)
    sent = {account: len(office.sent(account)) for account in (MEMBER, DEAN, ORGANISER)}
    answer = await letters.take(update(office, SAID))
    assert "没有记录是谁写的" in answer.text
    assert "开会少" not in answer.text
    assert audit.head(office.session, SAMPLE) == end
    assert {account: len(office.sent(account)) for account in sent} == sent
    assert all(
        (piece.author, piece.at) == ("", None)
        for piece in feedback.readable_by(office.work, office.cycle, None)
    )


@begins(sheet_with_words)
async def test_a_secretary_does_not_read_what_was_written_of_him_on_a_sheet(
    office: Office, letters: Letters
) -> None:
    await letters.take(update(office, SAID))
    close(office)
    read_by = {
        account: len(feedback.readable_by(office.work, office.cycle, office.person(account)))
        for account in (DEAN, WANG)
    }
    assert read_by == {DEAN: 1, WANG: 0}
