"""Why not, around rectification."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.refusals import Refusal


@dataclass
class NoItems(Refusal):
    """The ledger holds nothing for the asker."""

    code: ClassVar[str] = "no_items"


@dataclass
class NoSuchItem(Refusal):
    """`known` are the numbers that there are."""

    number: int
    known: tuple[int, ...]
    code: ClassVar[str] = "no_such_item"


@dataclass
class WhichItem(Refusal):
    """Several would fit; `known` are their names."""

    known: tuple[str, ...]
    code: ClassVar[str] = "which_item"


@dataclass
class ItemClosed(Refusal):
    number: int
    code: ClassVar[str] = "item_closed"


@dataclass
class NothingToVerify(Refusal):
    code: ClassVar[str] = "nothing_to_verify"


@dataclass
class OwnersMayNotVerify(Refusal):
    """Who answers for an item, or said that it was done, is not the one who looks."""

    code: ClassVar[str] = "owners_may_not_verify"


@dataclass
class ReasonMissing(Refusal):
    usage: str
    code: ClassVar[str] = "reason_missing"


@dataclass
class NoProof(Refusal):
    number: int
    code: ClassVar[str] = "no_proof"


@dataclass
class NotDrawn(Refusal):
    """The asker has no open spot check of this branch."""

    branch: str
    code: ClassVar[str] = "not_drawn"


@dataclass
class NobodyToDraw(Refusal):
    code: ClassVar[str] = "nobody_to_draw"


@dataclass
class NoDraft(Refusal):
    """There is no bulletin that could be edited or released."""

    code: ClassVar[str] = "no_draft"


@dataclass
class NotListed(Refusal):
    """The branch is not on the list of weak branches."""

    branch: str
    code: ClassVar[str] = "not_listed"


@dataclass
class NothingToArchive(Refusal):
    code: ClassVar[str] = "nothing_to_archive"
