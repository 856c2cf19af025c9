"""The empty paper that every file begins with.

The one of python-docx carries eight hundred kilobytes that no paper shows: two hundred looks of
tables, the same again for another version of Word, the picture of an empty page. Each file would
read them, keep them and write them. They are taken out once in a process.
"""

import io
from functools import cache

import docx
from docx.document import Document
from docx.opc.rel import Relationships
from docx.oxml.ns import qn

UNSEEN_PARTS = ("/stylesWithEffects", "/customXml", "/thumbnail")
TABLES_LOOK = ("TableNormal", "TableGrid")  # of a table without lines, and of one with lines


def empty_paper() -> Document:
    """Returns a document without text, which is its receiver's to fill."""
    return docx.Document(io.BytesIO(_lean_template()))


@cache
def _lean_template() -> bytes:
    document = docx.Document()
    _leave_unseen_out(document.part.rels)
    _leave_unseen_out(document.part.package.rels)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        is_of_tables = style.get(qn("w:type")) == "table"
        if is_of_tables and style.get(qn("w:styleId")) not in TABLES_LOOK:
            styles.remove(style)
    template = io.BytesIO()
    document.save(template)
    return template.getvalue()


def _leave_unseen_out(relationships: Relationships) -> None:
    """Drops the ways to parts that show nothing; a part to which none leads is not saved."""
    for name, relationship in list(relationships.items()):
        if relationship.reltype.endswith(UNSEEN_PARTS):
            del relationships[name]
