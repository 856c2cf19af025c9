"""整改清单 of one branch: what it puts right, by when, and how far it has come (S19, S35)."""

from dataclasses import replace
from datetime import date

from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words
from bot.exports.documents import ACROSS, Beside, Block, OfficialDocument, Table, official_document
from bot.exports.documents.lengths import millimetres, points
from bot.texts.exporting import rectification as texts
from bot.texts.papers import full_date

LAYOUT = replace(
    ACROSS,
    top=millimetres(18), bottom=millimetres(18), left=millimetres(18), right=millimetres(18),
    title=points(20), body=points(12), table=points(10.5), line=points(24), cell=points(2), after_title=points(6),
)  # fmt: skip
# Shares of the page: most for the measure; a number needs the least.
WIDTHS = (0.9, 3.6, 3.4, 4.6, 1.7, 2.7, 3.6, 2.7, 2.8)


@dataclass(frozen=True)
class ListedItem:
    """One item of the branch, in the words of those who wrote it; `number` is its number there."""

    number: int
    problem: str
    source: str
    cause: str
    measure: str
    in_charge: str
    due: date
    done: str
    verified: str
    revisited: str


@dataclass(frozen=True)
class RectificationList:
    branch: str
    year: int
    as_of: date
    items: tuple[ListedItem, ...]
    closed: int
    words: Words = STANDARD


def rectification_list(paper: RectificationList) -> bytes:
    """The .docx file: a table across the page with signature lines."""
    head = (
        paper.branch,
        texts.number(len(paper.items), paper.closed),
        texts.as_of(paper.as_of),
    )
    rows = tuple(
        (
            str(item.number),
            texts.problem(item.problem, item.source),
            item.cause,
            item.measure,
            item.in_charge,
            full_date(item.due),
            item.done,
            item.verified,
            item.revisited,
        )
        for item in paper.items
    )
    blocks: tuple[Block, ...] = (
        Beside(head),
        Table(texts.COLUMNS, rows, widths=WIDTHS),
        Beside(texts.SIGNED),
    )
    title = texts.title(paper.branch, paper.year)
    return official_document(OfficialDocument(title, blocks, layout=LAYOUT, words=paper.words))
