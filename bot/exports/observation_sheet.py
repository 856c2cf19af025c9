"""A sheet with a row for each secretary, to be filled in by leaders and sent back."""

from collections.abc import Sequence

from docx.shared import Mm

from bot.domain.evaluation.observation_sheet import COLUMNS
from bot.domain.words import Words
from bot.exports.documents import ACROSS, OfficialDocument, Table, Text, official_document

WIDTHS = (1.3, 1.3, 4, 4, 3)


def observation_sheet(
    title: str, note: str, names: Sequence[str], author: str, words: Words
) -> bytes:
    """`author` stands in every row already, where the one who asked is a leader himself."""
    rows = tuple((name, author, "", "", "") for name in names)
    table = Table(COLUMNS, rows, widths=WIDTHS, row_height=Mm(16))
    return official_document(
        OfficialDocument(title, (Text(note), table), layout=ACROSS, words=words)
    )
