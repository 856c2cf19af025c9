"""Whom a spot check falls on (S38): at random, so that nobody can know, and weighted,
so that nobody is drawn forever or never.

The longer a branch has been left out the likelier it is drawn; right after a check it may still be
drawn again. A draw is repeatable from its seed and what came before, so that anyone can check it.
"""

import hashlib
import math
from collections.abc import Collection, Sequence

LONGEST_RUN = 2  # draws in a row, unless there is nobody else
PATIENCE = 2  # draws per branch after which one that was always left out comes first


def weight(branch: int, history: Sequence[Collection[int]]) -> int:
    """At least 1; grows with the square of the draws since the branch was drawn.

    `history` holds earlier draws, oldest first.
    """
    return (_left_out(branch, history) + 1) ** 2


def draw(
    seed: str, branches: Sequence[int], count: int, history: Sequence[Collection[int]]
) -> tuple[int, ...]:
    """`count` different ones of `branches`, or all where there are fewer;
    in the order in which they were drawn.
    """

    def order(branch: int) -> tuple[int, float]:
        lot = -math.log(_chance(seed, branch)) / weight(branch, history)
        return _rank(branch, history, len(branches)), lot

    return tuple(sorted(branches, key=order)[:count])


def _rank(branch: int, history: Sequence[Collection[int]], branches: int) -> int:
    """0 comes before all others, 2 behind them."""
    if _left_out(branch, history) >= PATIENCE * branches:
        return 0
    recent = history[-LONGEST_RUN:]
    if len(recent) == LONGEST_RUN and all(branch in drawn for drawn in recent):
        return 2
    return 1


def _left_out(branch: int, history: Sequence[Collection[int]]) -> int:
    """How many draws have passed since the branch was drawn."""
    for draws, drawn in enumerate(reversed(history)):
        if branch in drawn:
            return draws
    return len(history)


def _chance(seed: str, branch: int) -> float:
    """Evenly between 0 and 1, never 0:
    with a weight as its exponent this is drawing without replacement.
    """
    digest = hashlib.sha256(f"{seed}:{branch}".encode()).digest()
    return (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
