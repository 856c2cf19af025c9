"""Why somebody is asked after an item this month, or is left in peace (S14, S35).

Only where it helps: before its date, after it where nobody has said a word, in the month for which
something was announced, and after a quarter of silence. Never every month for everything.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.plan import Rectification
from bot.domain.rectification.items import months_later
from bot.domain.values import dataclass

# Months. Asked two months early, an item that would soon be silent spares its owner a message of its own.
_SOON = 2
_BESIDE = 1  # months before its time, in which a question is asked with another one


class Reason(StrEnum):
    DUE = "due"  # its date is near
    OVERDUE = "overdue"  # its date has passed, and nothing was heard since
    PROMISED = "promised"  # its owner named this month
    SILENT = "silent"  # nothing was heard for a quarter
    BESIDE = "beside"  # the owner is asked anyway, and this one would soon be silent


@dataclass(frozen=True)
class Heard:
    """What is known of an item on the day of the question.

    `last` is when something last happened to it, `asked` when its owner was last asked, `announced`
    a day that he named in his last words.
    """

    due: date
    last: date
    asked: date | None = None
    announced: date | None = None

    @property
    def in_touch(self) -> date:
        return max(self.last, self.asked or self.last)

    def reason(self, on: date, rules: Rectification) -> Reason | None:
        """Returns why the item is asked after on this day; None where it is left in peace."""
        if self.due < on:
            if self.in_touch <= self.due:
                return Reason.OVERDUE
        elif self.is_due(on, rules):
            return Reason.DUE
        month = on.replace(day=1)
        is_announced = self.announced and self.announced.replace(day=1) == month
        if is_announced and self.in_touch < month:
            return Reason.PROMISED
        if self.is_silent(on, rules):
            return Reason.SILENT
        return None

    def is_due(self, on: date, rules: Rectification) -> bool:
        """Whether the date is so near on that day that the owner is asked before it, and he was not."""
        begins = self.due - timedelta(days=rules.lead_days)
        if on < begins:
            return False
        return self.asked is None or months_later(self.asked, _BESIDE) < begins

    def is_silent(self, on: date, rules: Rectification, *, within: int = 0) -> bool:
        """Whether nothing is heard for so long, or will be within some months; what is asked about
        soon anyway can wait for that.
        """
        if months_later(self.in_touch, rules.silent_months) > months_later(on, within):
            return False
        begins = self.due - timedelta(days=rules.lead_days)
        return not on < begins <= months_later(on, rules.silent_months)


def reasons(heard: Mapping[int, Heard], on: date, rules: Rectification) -> dict[int, Reason]:
    """Returns why each item is asked after on this day, by its id; others are left in peace."""
    reasons: dict[int, Reason] = {}
    for item, known in heard.items():
        reason = known.reason(on, rules)
        if reason is not None:
            reasons[item] = reason
    if not reasons:
        return {}
    # One message more in a month or two is worse than one line more today.
    for item, known in heard.items():
        if item in reasons:
            continue
        if known.due >= on and known.is_due(months_later(on, _BESIDE), rules):
            reasons[item] = Reason.DUE
        elif known.is_silent(on, rules, within=_SOON):
            reasons[item] = Reason.BESIDE
    return reasons
