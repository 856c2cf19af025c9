"""Waiting for something to become true, on either side of the wire."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Looks at every turn of the loop; TimeoutError where it never becomes true, a guard against hanging."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the condition may lie in the program, which signals nobody
            await asyncio.sleep(0.001)
