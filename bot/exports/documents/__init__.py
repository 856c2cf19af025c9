"""Word documents in the layout of official papers (党政机关公文格式, GB/T 9704).

A paper is a value, `OfficialDocument`, and `official_document` makes the file of it:

    official_document(
        OfficialDocument(
            "关于召开2026年度述职评议会的通知",
            (Heading(ordinal(1) + "时间地点"), Text("12月21日（周一）14:30，系楼302会议室。")),
            addressee="各党支部",
            signature=cycle.plan.signature,  # the Party organisation of the plan
            dated=work.today,
            words=cycle.plan.words,
        )
    )

Layouts: `OFFICIAL` for what is signed, `ACROSS` for its wide tables, `SHEET` for a form of one page. Texts are
brought into the form of papers here (`bot.texts.papers.on_paper`); the same value gives the same bytes.
"""

from bot.exports.documents.content import (
    Attachment,
    Beside,
    Block,
    Heading,
    NewPage,
    OfficialDocument,
    Signed,
    Table,
    Text,
)
from bot.exports.documents.layouts import ACROSS, OFFICIAL, SHEET, Layout
from bot.exports.documents.sections import listed, numbered, numbered_sentences
from bot.exports.documents.titles import title_lines

__all__ = [
    "ACROSS",
    "OFFICIAL",
    "SHEET",
    "Attachment",
    "Beside",
    "Block",
    "Heading",
    "Layout",
    "NewPage",
    "OfficialDocument",
    "Signed",
    "Table",
    "Text",
    "listed",
    "numbered",
    "numbered_sentences",
    "official_document",
    "title_lines",
]


def official_document(content: OfficialDocument) -> bytes:
    """Makes the .docx file, in the words of its unit. The same content gives the same bytes."""
    # python-docx is for who gets a paper; nobody else has its memory to carry.
    from bot.exports.documents.writing import official_document as written  # noqa: PLC0415

    return written(content)
