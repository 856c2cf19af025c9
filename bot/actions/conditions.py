"""What must still hold for something that waits to be said, by kind.

A condition is stored with its part of a digest: a mapping with its `kind` and the facts that the
check needs. The module that owns a kind registers the check, which is asked right before the part
goes out and says why it need not go; an empty reason means that it still holds.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.actions.unit_of_work import UnitOfWork

Condition = Mapping[str, Any]
Check = Callable[[UnitOfWork, Condition], str]

_CHECKS: dict[str, Check] = {}


def checks(kind: str) -> Callable[[Check], Check]:
    """Registers the decorated function as the check of this kind.

    Raises ValueError for a second one.
    """

    def register(check: Check) -> Check:
        if kind in _CHECKS:
            raise ValueError(kind)
        _CHECKS[kind] = check
        return check

    return register


def why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """Returns why what waits need not be said any more; empty where it still holds.

    Nothing speaks against a part without a condition, nor against a kind that nobody checks.
    """
    check = _CHECKS.get(condition.get("kind", ""))
    if check is None:
        return ""
    return check(work, condition)
