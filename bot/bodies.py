"""What comes in over HTTP, and no more of it than may be held."""

from collections.abc import AsyncIterable


async def body_within(most: int, pieces: AsyncIterable[bytes]) -> bytes | None:
    """Reads a body piece by piece; None where it is longer than `most` bytes.

    What a header announces cannot be relied on, so it is counted as it comes.
    """
    held, size = [], 0
    async for piece in pieces:
        size += len(piece)
        if size > most:
            return None
        held.append(piece)
    return b"".join(held)
