"""The record of spot checks: who was drawn, by whom and how, and what was seen (S38)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words
from bot.exports.documents import ACROSS, OfficialDocument, Table, Text, official_document
from bot.exports.documents.lengths import points
from bot.texts import spot_checks as texts
from bot.texts.papers import full_date

LAYOUT = replace(ACROSS, title=points(20), body=points(12), table=points(10.5), line=points(24))
# Shares of the page: most for what was looked at and what was seen.
WIDTHS = (2.2, 1.6, 3.4, 2.4, 4.2, 5.4, 2.4)


@dataclass(frozen=True)
class RecordedVisit:
    """One branch of a draw. `seen` is empty and `noted` None until somebody was there."""

    drawn_on: date
    drawer: str
    pool: int
    code: str
    branch: str
    matter: str
    seen: str
    noted: date | None


def spot_check_record(
    unit: str,
    visits: Sequence[RecordedVisit],
    *,
    signature: str,
    dated: date,
    words: Words = STANDARD,
) -> bytes:
    """The .docx file: a table across the page, one line a visit."""
    rows = []
    for visit in visits:
        noted = texts.NOT_YET
        if visit.noted is not None:
            noted = full_date(visit.noted)
        rows.append(
            (
                full_date(visit.drawn_on),
                visit.drawer,
                texts.drawn_from(visit.pool, visit.code),
                visit.branch,
                visit.matter,
                visit.seen,
                noted,
            )
        )
    blocks = (Text(texts.HOW_DRAWN), Table(texts.COLUMNS, tuple(rows), widths=WIDTHS))
    return official_document(
        OfficialDocument(
            texts.record_title(unit),
            blocks,
            signature=signature,
            dated=dated,
            layout=LAYOUT,
            words=words,
        )
    )
