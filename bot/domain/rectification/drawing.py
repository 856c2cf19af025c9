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
    """Returns how likely a branch is drawn: at least 1, with the square of the draws since its last.

    `history` holds earlier draws, oldest first.
    """
    return (_left_out(branch, history) + 1) ** 2


def draw(
    seed: str, branches: Sequence[int], count: int, history: Sequence[Collection[int]]
) -> tuple[int, ...]:
    """Returns `count` different ones of `branches`, or all where there are fewer;
    in the order in which they were drawn.
    """
    recent = history[-LONGEST_RUN:]

    def order(branch: int) -> tuple[int, float]:
        rank = 1
        if _left_out(branch, history) >= PATIENCE * len(branches):
            rank = 0  # before all others
        elif len(recent) == LONGEST_RUN and all(branch in drawn for drawn in recent):
            rank = 2  # behind all others
        digest = hashlib.sha256(f"{seed}:{branch}".encode()).digest()
        # Evenly between 0 and 1, and never one of them: its logarithm is needed.
        chance = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
        # The smallest of exponential lots with these rates: drawing by weight without replacement.
        return rank, -math.log(chance) / weight(branch, history)

    return tuple(sorted(branches, key=order)[:count])


def _left_out(branch: int, history: Sequence[Collection[int]]) -> int:
    """How many draws have passed since the branch was drawn."""
    for draws, drawn in enumerate(reversed(history)):
        if branch in drawn:
            return draws
    return len(history)
