"""A sheet's card is as certain and as secret as every ballot: repeats, restarts, late taps, the close, the cells."""

import asyncio
import random

from sqlalchemy import text as sql

from bot.actions.polls.cards import sheet_card_id
from bot.actions.polls.turning_cards import GO, sheet_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.answers import NO_CHOICE
from bot.domain.polls.sheet import Sheet
from bot.messages import CardState, Click, ClickAnswer
from bot.storage.polls import polls as store
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation

SECRETARIES = tuple(f"s{number:02}" for number in range(1, 9))
STEPS = ("好", "较好", "一般", "差")
VOTER = MEMBERS[0]
LEAST = 5


async def opened(station: PollingStation) -> int:
    return (await station.open(*SECRETARIES, turning=True)).id


async def card_of(station: PollingStation, poll_id: int, account: str) -> str:
    person = await station.person(account)
    poll = await station.services.read(lambda work: store.get(work.session, poll_id))
    return sheet_card_id(poll_id, person.id, poll.terms)


async def tap(
    station: PollingStation,
    card_id: str,
    account: str,
    question: str,
    option: str,
    *,
    message: str = "",
) -> ClickAnswer:
    click = Click(card_id, {question: (option,)})
    return await station.ballots.by_click(station.update(account, click=click, message=message))


async def sheet(station: PollingStation, poll_id: int, account: str) -> Sheet:
    person = await station.person(account)

    def look(work: UnitOfWork) -> Sheet:
        found = sheet_of(work, store.get(work.session, poll_id), person)
        assert found is not None
        return found

    return await station.services.read(look)


async def test_every_tap_is_there_after_a_restart_and_counts_once_however_often_it_comes(
    station: PollingStation,
) -> None:
    poll_id = await opened(station)
    card_id = await card_of(station, poll_id, VOTER)
    taken = station
    for number in range(8):
        taken = station.restarted()  # the one before was killed: nothing but the files is left
        option = NO_CHOICE if number == 2 else "2"
        answers = [
            await tap(taken, card_id, VOTER, str(number), option, message=f"tap{number}")
            for _ in range(5)
        ]
        assert all(answer == answers[0] for answer in answers)
        assert answers[0].accepted
        assert answers[0].state is CardState.OPEN
        taken.services.database.stop()
    filled = await sheet(station, poll_id, VOTER)
    assert (filled.leaf, filled.ballot.choices) == (None, (2, 2, 0, 2, 2, 2, 2, 2))
    late = await tap(station, card_id, VOTER, "7", "1", message="tap7")  # a repeat, not a change
    assert late.accepted
    assert (await sheet(station, poll_id, VOTER)).ballot.choices[7] == 2


async def test_going_back_is_no_vote_and_a_late_tap_is_refused(station: PollingStation) -> None:
    poll_id = await opened(station)
    card_id = await card_of(station, poll_id, VOTER)
    assert (await tap(station, card_id, VOTER, GO, "4")).accepted
    assert (await station.status()).voted == 0
    assert (await sheet(station, poll_id, VOTER)).leaf == 4
    assert (await tap(station, card_id, VOTER, "4", "1")).accepted
    assert (await station.status()).voted == 1
    for question, option in (("4", "9"), ("99", "1"), (GO, "99")):
        refused = await tap(station, card_id, VOTER, question, option)
        assert (refused.accepted, refused.refused) == (False, "incomplete_ballot")
    await station.close()
    station.clock.moment = station.clock.moment.replace(year=2027)
    late = await tap(station, card_id, VOTER, "5", "1")
    assert (late.accepted, late.refused, late.state) == (False, "poll_closed", CardState.CLOSED)


async def test_a_card_in_other_hands_fills_the_sheet_of_whoever_taps(
    station: PollingStation,
) -> None:
    poll_id = await opened(station)
    card_id = await card_of(station, poll_id, VOTER)
    answer = await tap(station, card_id, MEMBERS[1], "0", "4")
    assert answer.card is not None
    assert answer.card.id == await card_of(station, poll_id, MEMBERS[1])
    assert (await sheet(station, poll_id, VOTER)).ballot.blank
    outsider = await tap(station, card_id, "g01", "0", "4")
    assert (outsider.accepted, outsider.refused) == (False, "not_on_roll")


async def test_the_close_against_five_hundred_taps(station: PollingStation) -> None:
    poll_id = await opened(station)
    cards = {voter: await card_of(station, poll_id, voter) for voter in MEMBERS[:32]}
    rng = random.Random(7)
    chosen: dict[tuple[str, int], int] = {}

    async def vote(number: int) -> None:
        voter, row = MEMBERS[number % 32], number // 32 % 8
        step = rng.randint(1, 4)
        answer = await tap(station, cards[voter], voter, str(row), str(step), message=f"n{number}")
        if answer.accepted:
            chosen[voter, row] = step

    await asyncio.gather(*(vote(number) for number in range(100)))
    await asyncio.gather(*(vote(number) for number in range(100, 380)), station.close())
    await asyncio.gather(*(vote(number) for number in range(380, 500)))
    await station.pass_time()
    await station.release()
    status = await station.status()
    assert status.released is not None
    for row, name in enumerate(status.subjects):
        expected = [
            sum(step == number for (_, at), step in chosen.items() if at == row)
            for number in range(1, 5)
        ]
        told = status.released["C"].get(name)
        if 0 < sum(expected) < LEAST:
            assert told is None  # so few of them answered that they would be known
        else:
            assert told == dict(zip(STEPS, expected, strict=True))


async def test_cells_and_marks_keep_their_sizes_and_nothing_else_changes(
    station: PollingStation,
) -> None:
    """A choice, a passing over and a going back are one statement with parameters of one size."""
    poll_id = await opened(station)
    if not station.services.database.is_sqlite:
        return
    tables = {"poll_cell", "poll_roll", "sqlite_sequence"}

    def sizes(work: UnitOfWork) -> set[tuple[int, int]]:
        rows = work.session.execute(
            sql("SELECT length(sealed), (SELECT max(length(marks)) FROM poll_roll) FROM poll_cell")
        )
        return {(int(cell), int(mark)) for cell, mark in rows}

    def others(work: UnitOfWork) -> dict[str, list[object]]:
        names = work.session.execute(sql("SELECT name FROM sqlite_master WHERE type = 'table'"))
        kept = [name for (name,) in names if name not in tables]
        return {
            name: list(work.session.execute(sql(f'SELECT * FROM "{name}"')).all()) for name in kept
        }

    before = await station.services.read(sizes)
    elsewhere = await station.services.read(others)
    assert len(before) == 1
    card_id = await card_of(station, poll_id, VOTER)
    for question, option in (("0", "1"), ("1", "4"), ("2", NO_CHOICE), (GO, "0"), ("0", "3")):
        await tap(station, card_id, VOTER, question, option)
        assert await station.services.read(sizes) == before
    assert await station.services.read(others) == elsewhere


async def test_answers_to_a_tap_tell_no_choice(station: PollingStation) -> None:
    poll_id = await opened(station)
    told = set()
    for number, option in enumerate(("1", "2", "3", "4", NO_CHOICE)):
        voter = MEMBERS[number]
        answer = await tap(station, await card_of(station, poll_id, voter), voter, "0", option)
        assert answer.card is not None
        told.add((answer.notice, answer.card.text, answer.card.questions))
    assert len(told) == 1
