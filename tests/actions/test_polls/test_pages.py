"""A sheet on a page: its link, the device it belongs to, what is shown and sent back. Rows of rules on the real database."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.actions.polls import links, page_sheets, presence
from bot.actions.polls.page_sheets import PageSheet
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.poll import Poll, PollState, VoidReason
from bot.domain.polls.refusals import (
    LinkElsewhere,
    LinkEnded,
    LinkUnknown,
    NotPresent,
    PageStale,
    PollClosed,
    PollLost,
    UnclearPage,
)
from bot.messages import Link, Message
from bot.storage.polls import polls as store
from tests.actions.begun import begins
from tests.actions.hall import MANY, casts, close, count, newest, opened, rebind, sheet_opened, vote
from tests.actions.office import Office
from tests.actions.test_polls.phones import ADDRESS, paged
from tests.cast import GUEST, LI, MEMBER, ORGANISER, OTHER_MEMBER, WANG


def link(office: Office, poll: Poll, account: str = MEMBER) -> Link | None:
    return links.sheet_link(paged(office), poll.id, office.person(account))


def address(office: Office, poll: Poll, account: str = MEMBER) -> str:
    """The last part of the address that his link has when it goes out."""
    sent = links.addressed(paged(office), Message(link=link(office, poll, account)))
    assert sent.link is not None
    head, _, last = sent.link.url.rpartition("/")
    assert head == f"{ADDRESS}/sheet"
    return last


def looks(office: Office, at: str, device: str = "phone") -> PageSheet:
    return page_sheets.look(office.work, at, device)


# -- a link


@begins(opened)
@pytest.mark.parametrize(
    ("account", "has_one"), [(MEMBER, True), (LI, True), (WANG, False), (GUEST, False)]
)
def test_who_has_a_vote_has_a_link_while_the_ballot_runs(
    office: Office, account: str, has_one: bool
) -> None:
    poll = newest(office)
    assert (link(office, poll, account) is not None) == has_one
    assert links.sheet_link(office.work, poll.id, office.person(account)) is None  # no address
    close(office)
    assert (link(office, poll, account) is not None) == has_one  # what is under way may arrive
    count(office, poll)
    assert link(office, poll, account) is None
    assert links.sheet_link(paged(office), poll.id + 1, office.person(account)) is None


@begins(opened)
def test_what_waits_to_be_sent_holds_the_links_name_and_no_address(office: Office) -> None:
    poll = newest(office)
    named = link(office, poll)
    assert named is not None
    assert named.url == f"sheet:{poll.id}/{office.person(MEMBER).id}"
    assert named == link(office, poll)
    assert address(office, poll) == address(office, poll)
    assert address(office, poll) != address(office, poll, OTHER_MEMBER)


@pytest.mark.parametrize(
    "message", [Message(text="好的"), Message(link=Link("名单", "https://a.cn/b"))]
)
def test_what_bears_no_link_to_a_sheet_goes_out_as_it_is(office: Office, message: Message) -> None:
    assert links.addressed(paged(office), message) == message


@begins(opened)
def test_a_link_of_a_ballot_that_has_ended_meanwhile_falls_away(office: Office) -> None:
    poll = newest(office)
    waiting = Message(text="测评表", link=link(office, poll))
    assert links.addressed(office.work, waiting).link is None  # the program has no address now
    vote(office, poll, MANY, 1)
    close(office)
    assert links.addressed(paged(office), waiting).link is not None
    count(office, poll)
    assert links.addressed(paged(office), waiting) == Message(text="测评表")


@begins(opened)
def test_without_the_keys_there_is_no_address(office: Office) -> None:
    poll = newest(office)
    waiting = Message(link=link(office, poll))
    office.keys.forget(poll.key_id)
    assert links.addressed(paged(office), waiting).link is None


@begins(opened)
def test_with_another_account_than_at_the_opening_he_has_no_link(office: Office) -> None:
    poll = newest(office)
    rebind(office, MEMBER, "new")
    assert link(office, poll, "new") is None


@pytest.mark.parametrize(
    ("text", "poll"),
    [
        ("7-" + "a" * 38, 7),
        ("7-" + "a" * 37, None),
        ("7-" + "a" * 39, None),
        ("a-" + "a" * 38, None),
        ("", None),
        ("7", None),
    ],
)
def test_an_address_names_its_ballot(text: str, poll: int | None) -> None:
    assert links.poll_of(text) == poll


# -- the page


@begins(sheet_opened)
def test_a_page_shows_its_own_persons_sheet(office: Office) -> None:
    poll = newest(office)
    casts(office, poll, MEMBER, {0: 4})(office.work)
    page = looks(office, address(office, poll))
    assert (page.account, page.bound) == (MEMBER, False)
    assert page.sheet.ballot.choices[0] == 4
    assert len(page.sheet.items) == 8
    assert len(looks(office, address(office, poll, WANG)).sheet.items) == 7


@begins(opened)
@pytest.mark.parametrize("change", ["", "nothing", "another ballot", "one letter"])
def test_an_address_that_nobody_was_given_opens_nothing(office: Office, change: str) -> None:
    poll = newest(office)
    text = address(office, poll)
    if change == "another ballot":
        text = f"{poll.id + 1}{text[1:]}"
    elif change == "one letter":
        text = text[:-2] + "AB"[text[-2] == "A"] + text[-1]
    else:
        text = change
    refusal = office.refused(lambda work: page_sheets.look(work, text, "phone"))
    assert isinstance(refusal, LinkUnknown)


@begins(opened)
def test_a_page_belongs_to_the_device_that_took_it(office: Office) -> None:
    poll = newest(office)
    at = address(office, poll)
    page = looks(office, at)
    page_sheets.take(office.work, page, "phone")
    assert looks(office, at).bound
    for act in (
        lambda work: page_sheets.look(work, at, "other"),
        lambda work: page_sheets.take(work, page, "other"),
    ):
        assert isinstance(office.refused(act), LinkElsewhere)


@begins(opened)
def test_who_asks_for_a_new_link_ends_the_one_before(office: Office) -> None:
    poll = newest(office)
    first = address(office, poll)
    page_sheets.take(office.work, looks(office, first), "phone")
    newer = first
    for number in (2, 3):
        links.end_link(paged(office), poll.id, office.person(MEMBER))
        newer = address(office, poll)
        refusal = office.refused(lambda work: page_sheets.look(work, first, "phone"))
        assert isinstance(refusal, LinkEnded)
        assert looks(office, newer, "other").ticket.number == number
    # Whoever has none ends nothing.
    links.end_link(office.work, poll.id, office.person(MEMBER))
    assert address(office, poll) == newer


@begins(opened)
@pytest.mark.parametrize(
    ("taken", "device", "changed", "refusal"),
    [
        (True, "phone", False, None),
        (True, "phone", True, PageStale),
        (True, "other", False, LinkElsewhere),
        (False, "phone", False, LinkElsewhere),
    ],
)
def test_what_is_sent_back_is_of_this_page_and_this_device(
    office: Office, taken: bool, device: str, changed: bool, refusal: type[Exception] | None
) -> None:
    poll = newest(office)
    at = address(office, poll)
    page = looks(office, at)
    if taken:
        page_sheets.take(office.work, page, "phone")
    proof = page.proof
    if changed:
        proof = proof[::-1]

    def answer(work: UnitOfWork) -> PageSheet:
        return page_sheets.answered(work, at, device, proof)

    if refusal is None:
        assert answer(office.work).account == MEMBER
    else:
        assert isinstance(office.refused(answer), refusal)


@pytest.mark.parametrize(
    ("fields", "choices"),
    [
        ({}, {0: 0, 1: 0}),
        ({"row-0": "1", "row-1": "4"}, {0: 1, 1: 4}),
        ({"row-0": "", "row-1": "none"}, {0: 0, 1: 0}),
        ({"row-1": "2", "row-9": "1", "proof": "x"}, {0: 0, 1: 2}),
        ({"row-0": "5"}, None),
        ({"row-0": "好"}, None),
        ({"row-0": "0"}, None),
    ],
)
def test_a_form_says_every_row_that_the_page_shows(
    office: Office, fields: Mapping[str, str], choices: Mapping[int, int] | None
) -> None:
    """A row that was emptied takes the earlier choice back."""
    poll = opened(office, WANG, LI)
    page = looks(office, address(office, poll))
    if choices is None:
        refusal = office.refused(lambda _work: page_sheets.chosen(page, fields))
        assert isinstance(refusal, UnclearPage)
    else:
        assert page_sheets.chosen(page, fields) == choices


@pytest.mark.parametrize(("after", "open_"), [(59, True), (60, True), (61, False)])
def test_a_page_is_closed_at_the_planned_end(office: Office, after: int, open_: bool) -> None:
    poll = opened(office, closes_at=office.now + timedelta(seconds=60))
    at = address(office, poll)
    office.now += timedelta(seconds=after)
    if open_:
        assert looks(office, at).closes_at is not None
    else:
        refusal = office.refused(lambda work: page_sheets.look(work, at, "phone"))
        assert isinstance(refusal, PollClosed)


@begins(opened)
def test_a_page_of_a_ballot_that_is_over_says_what_became_of_it(office: Office) -> None:
    poll = newest(office)
    at = address(office, poll)

    def look(work: UnitOfWork) -> PageSheet:
        return page_sheets.look(work, at, "phone")

    vote(office, poll, MANY, 1)
    close(office)
    assert isinstance(office.refused(look), PollClosed)
    count(office, poll)
    office.keys.forget(poll.key_id)  # destroyed, and yet nothing was lost
    assert isinstance(office.refused(look), PollClosed)
    store.move(
        office.session,
        poll.id,
        before=PollState.COUNTED,
        after=PollState.VOID,
        withheld=VoidReason.WITHDRAWN,
    )
    refusal = office.refused(look)
    assert isinstance(refusal, PollLost)
    assert refusal.reason == VoidReason.WITHDRAWN


@begins(opened)
def test_a_page_whose_keys_are_lost_says_so(office: Office) -> None:
    poll = newest(office)
    at = address(office, poll)
    office.keys.forget(poll.key_id)
    refusal = office.refused(lambda work: page_sheets.look(work, at, "phone"))
    assert isinstance(refusal, PollLost)
    assert refusal.reason == VoidReason.KEYS_LOST


def test_a_page_of_somebody_who_is_not_there_says_so(office: Office) -> None:
    organiser, li = office.person(ORGANISER), office.person(LI)
    presence.open_attendance(office.work, office.cycle, office.department, organiser)
    presence.sign_in(office.work, office.cycle, office.department, li, actor=li)
    poll = opened(office)
    at = address(office, poll)
    refusal = office.refused(lambda work: page_sheets.look(work, at, "phone"))
    assert isinstance(refusal, NotPresent)
