"""An acknowledged vote counts exactly once, whatever is repeated, reordered, late, parallel or started twice."""

import asyncio
import random
from datetime import timedelta

from bot.actions import polls
from bot.domain.polls.refusals import NothingOpen
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation

STEPS = ("好", "较好", "一般", "差")


async def counts(station: PollingStation) -> dict[str, int]:
    """Counts per step over all categories, after release."""
    released = (await station.status()).released
    assert released is not None
    return {step: sum(rows["总体评价"][step] for rows in released.values()) for step in STEPS}


async def test_repeats_change_nothing_and_are_answered_alike(station: PollingStation) -> None:
    await station.open()
    answers = [await station.click("m02", 1, message="same") for _ in range(5)]
    assert all(answer == answers[0] for answer in answers)
    await station.click("m02", 3)
    other = station.restarted()
    assert await other.click("m02", 1, message="same") == answers[0]
    for member in MEMBERS[1:8]:
        await station.click(member, 2)
    await station.close()
    third = station.restarted()  # which knows of the vote by its cell alone
    for copy in (station, other, third):
        assert await copy.click("m02", 1, message="same") == answers[0]
    other.services.database.stop()
    third.services.database.stop()
    await station.pass_time()
    assert await station.click("m02", 1, message="same") == answers[0]
    await station.release()
    assert await counts(station) == {"好": 0, "较好": 7, "一般": 1, "差": 0}


async def test_votes_delivered_in_the_wrong_order_end_with_the_newest(
    station: PollingStation,
) -> None:
    await station.open()
    opened = station.clock.moment
    station.clock.moment += timedelta(seconds=30)
    await station.click("m02", 4, at=opened + timedelta(seconds=20))
    assert (await station.click("m02", 1, at=opened + timedelta(seconds=10))).accepted
    for member in MEMBERS[1:8]:
        await station.click(member, 1, at=opened + timedelta(seconds=5))
        await station.click(
            member, 2, at=opened + timedelta(seconds=5)
        )  # the same second: the later arrival
    await station.close()
    await station.pass_time()
    await station.release()
    assert await counts(station) == {"好": 0, "较好": 7, "一般": 0, "差": 1}


async def test_a_click_from_before_the_close_counts_when_it_arrives_a_moment_later(
    station: PollingStation,
) -> None:
    await station.open()
    for member in MEMBERS[1:8]:
        await station.click(member, 2)
    before = station.clock.moment + timedelta(seconds=59)
    station.clock.moment += timedelta(seconds=60)
    await station.close()
    station.clock.moment += timedelta(seconds=1)
    assert (await station.click("m02", 1, at=before)).accepted
    assert (await station.type("m03", "测评 差", at=before)).refused == ""
    late = await station.click("m04", 1, at=before + timedelta(seconds=2))
    assert (late.accepted, late.refused) == (False, "poll_closed")
    assert (await station.type("m04", "测评 好")).refused == "poll_closed"
    await station.pass_time()
    assert (await station.click("m12", 1, at=before)).refused == "poll_closed"
    await station.release()
    assert await counts(station) == {"好": 1, "较好": 6, "一般": 0, "差": 1}


async def test_a_planned_close_needs_no_clock_job(station: PollingStation) -> None:
    closes = station.clock.moment + timedelta(minutes=10)
    await station.open(closes_at=closes)
    for member in MEMBERS[:7]:
        await station.click(member, 2, at=closes)
    station.clock.moment = closes + timedelta(seconds=1)
    assert (await station.click("m12", 1)).refused == "poll_closed"
    assert (await station.status()).state == "open"
    await station.pass_time()
    assert (await station.status()).state == "counted"
    await station.release()
    assert (await counts(station))["较好"] == 7


async def test_absurd_times_of_a_platform_neither_win_nor_lose(station: PollingStation) -> None:
    await station.open()
    opened = station.clock.moment
    station.clock.moment += timedelta(seconds=60)
    assert (await station.click("m02", 4, at=opened + timedelta(days=4000))).accepted
    station.clock.moment += timedelta(seconds=60)
    assert (await station.click("m02", 1)).accepted
    for member in MEMBERS[1:8]:
        assert (await station.click(member, 2, at=opened - timedelta(days=4000))).accepted
    await station.close()
    await station.pass_time()
    await station.release()
    assert await counts(station) == {"好": 1, "较好": 7, "一般": 0, "差": 0}


async def test_of_two_votes_the_platforms_times_decide_also_when_its_clock_is_ahead(
    station: PollingStation,
) -> None:
    await station.open()
    ahead = station.clock.moment + timedelta(seconds=60)
    station.clock.moment += timedelta(seconds=10)
    for member in MEMBERS[:8]:
        await station.type(member, "测评 好", at=ahead + timedelta(seconds=1.3))
        await station.type(member, "测评 差", at=ahead + timedelta(seconds=0.7))  # sent before it
    await station.close()
    await station.pass_time()
    await station.release()
    assert await counts(station) == {"好": 8, "较好": 0, "一般": 0, "差": 0}


async def test_votes_after_our_clock_was_set_back_count_as_acknowledged(
    station: PollingStation,
) -> None:
    await station.open()
    opened = station.clock.moment
    station.clock.moment = opened + timedelta(minutes=5)
    for member in MEMBERS[:8]:
        await station.click(member, 1)
    station.clock.moment = opened + timedelta(minutes=2)
    for member in MEMBERS[:7]:
        assert (await station.type(member, "测评 差")).text.startswith("已收到")
    station.clock.moment = opened + timedelta(minutes=3)
    await station.close()
    await station.pass_time()
    await station.release()
    assert await counts(station) == {"好": 1, "较好": 0, "一般": 0, "差": 7}


async def test_fifty_closes_against_five_hundred_votes(station: PollingStation) -> None:
    await station.open()
    organiser = await station.person("o01")
    rng = random.Random(5)
    newest: dict[str, tuple[int, int]] = {}

    async def vote(number: int) -> None:
        account, step = MEMBERS[number % 30], rng.randint(1, 4)
        if (await station.click(account, step)).accepted:
            newest[account] = max(newest.get(account, (-1, 0)), (number, step))

    async def close() -> bool:
        try:
            await station.do(lambda work, _: polls.close_open(work, station.department, organiser))
        except NothingOpen:
            return False
        return True

    await asyncio.gather(
        *(vote(number) for number in range(50))
    )  # the first close may outrun all that come with it
    votes = [vote(number) for number in range(50, 500)]
    closes = [close() for _ in range(50)]
    results = await asyncio.gather(*votes[:225], *closes, *votes[225:])
    assert sum(result is True for result in results) == 1
    assert {await station.pass_time() for _ in range(3)} >= {0}
    await station.release()
    assert await counts(station) == {
        step: sum(chosen == number for _, chosen in newest.values())
        for number, step in enumerate(STEPS, 1)
    }


async def test_two_copies_started_by_mistake_lose_and_double_nothing(
    station: PollingStation,
) -> None:
    other = station.restarted()
    await station.open()
    card = (await station.ballot_cards())[0]

    async def vote(number: int) -> bool:
        copy = (station, other)[number % 2]
        answers = [
            await copy.click(MEMBERS[number], number % 4 + 1, card=card, message=f"v{number}")
            for _ in range(2)
        ]
        repeated = await (other, station)[number % 2].click(
            MEMBERS[number], 1, card=card, message=f"v{number}"
        )
        return all(answer.accepted for answer in [*answers, repeated])

    assert all(await asyncio.gather(*(vote(number) for number in range(24))))
    await other.close()
    station.clock.moment += timedelta(seconds=5)
    steps = await asyncio.gather(
        *(polls.run_due(copy.services, station.clock.moment) for copy in (station, other))
    )
    assert sum(steps) == 3  # counted, keys gone, files wiped: each once
    other.services.database.stop()
    await station.release()
    assert await counts(station) == {"好": 6, "较好": 6, "一般": 6, "差": 6}


async def test_two_votes_of_one_person_in_one_transaction_end_with_the_last(
    station: PollingStation,
) -> None:
    await station.open("s01", "s02", "s03", "s04")
    first, second = await station.ballot_cards()
    votes = [
        ("m02", 1, first),
        ("m02", 4, first),
        ("m02", 2, second),
        ("m03", 3, first),
        ("m02", 1, first),
    ]
    sent = [
        station.click(who, step, card=card, message=f"t{number}")
        for number, (who, step, card) in enumerate(votes)
    ]
    repeated = [
        station.click("m02", 4, card=first, message="t1"),
        station.click("z99", 1, card=first),
    ]
    answers = await asyncio.gather(*sent, *repeated)
    assert [answer.refused for answer in answers] == [""] * 6 + ["not_on_roster"]
    for member in MEMBERS[2:8]:
        assert (await station.click(member, 2, card=first)).accepted
        assert (await station.click(member, 2, card=second)).accepted
    assert (await station.status()).voted == 8
    await station.close()
    await station.pass_time()
    assert (await station.status()).state == "counted"
    await station.release()
    counts = {"好": 1, "较好": 6, "一般": 1, "差": 0}  # of m02, of the others, of m03
    rows = dict.fromkeys(("王文例", "李思样", "张立范"), counts)
    last = {"陈明试": {"好": 0, "较好": 7, "一般": 0, "差": 0}}
    assert (await station.status()).released == {"C": rows | last}
