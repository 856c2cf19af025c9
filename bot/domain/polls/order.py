"""The order of speaking by lot: from a seed announced beforehand,
so that anyone can repeat the draw (S3).
"""

import hashlib
from collections.abc import Sequence


def draw(seed: str, names: Sequence[str]) -> tuple[str, ...]:
    """Sorted by SHA-256 of `seed|name`, smallest first.

    Anyone with the seed and a calculator gets the same order.
    """

    def lot(name: str) -> tuple[str, str]:
        return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest(), name

    return tuple(sorted(names, key=lot))
