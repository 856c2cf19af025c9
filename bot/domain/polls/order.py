"""The order of speaking by lot: drawn from a seed, so that anyone who has it can repeat the draw (S3)."""

import hashlib
from collections.abc import Sequence

METHOD = "sha256(seed|name), smallest first"  # for the audit trail


def draw(seed: str, names: Sequence[str]) -> tuple[str, ...]:
    """Sorts the names by SHA-256 of `seed|name`, smallest first."""

    def lot(name: str) -> tuple[str, str]:
        return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest(), name

    return tuple(sorted(names, key=lot))
