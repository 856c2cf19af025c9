"""Jobs run in order for each key, side by side across keys, and none is lost."""

import asyncio

from bot.queues import Job, KeyedQueue


def noting(numbers: list[int], number: int) -> Job:
    async def job() -> None:
        if number < 0:
            raise ValueError
        await asyncio.sleep(0)
        numbers.append(number)

    return job


async def wait_forever() -> None:
    await asyncio.Event().wait()


async def test_a_job_that_fails_does_not_stop_those_behind_it() -> None:
    queue, numbers = KeyedQueue(), list[int]()
    for number in (0, -1, 2):
        queue.submit("a", noting(numbers, number))
    await queue.settle(1)
    assert numbers == [0, 2]


async def test_a_job_without_end_is_cancelled_at_the_end() -> None:
    queue = KeyedQueue()
    queue.submit("a", wait_forever)
    await queue.settle(0.01)
    assert queue.unfinished == 0


async def test_a_key_that_hangs_holds_no_other_up() -> None:
    queue, numbers = KeyedQueue(), list[int]()
    queue.submit("a", wait_forever)
    queue.submit("a", noting(numbers, 1))
    queue.submit("b", noting(numbers, 2))
    await queue.settle(0.01)
    assert numbers == [2]


async def test_joining_waits_also_for_what_is_submitted_meanwhile() -> None:
    queue, numbers = KeyedQueue(), list[int]()

    async def submit_another() -> None:
        queue.submit("a", noting(numbers, 1))

    queue.submit("a", submit_another)
    await queue.join()
    assert numbers == [1]
