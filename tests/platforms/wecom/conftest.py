"""The callback way, with and without a direct reply."""

from collections.abc import AsyncIterator

import pytest

from tests.platforms.wecom.scenes import AT_ONCE, Scene, on_callbacks


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with on_callbacks() as scene:
        yield scene


@pytest.fixture
async def silent() -> AsyncIterator[Scene]:
    """Where no direct reply comes, so that nobody waits for one."""
    async with on_callbacks(AT_ONCE) as scene:
        yield scene
