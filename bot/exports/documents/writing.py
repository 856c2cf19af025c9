"""Papers are put together here, in python-docx; what it cannot do stands in `typefaces.py` and below in WordprocessingML."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import shared
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from bot.domain.words import filled
from bot.exports.characters import printable, width
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
from bot.exports.documents.layouts import Layout
from bot.exports.documents.lengths import Length, points
from bot.exports.documents.paragraphs import form_of, indent
from bot.exports.documents.runs import write_run
from bot.exports.documents.tables import add_table
from bot.exports.documents.template import template
from bot.exports.documents.titles import title_lines
from bot.exports.documents.typefaces import (
    BODY,
    FIRST,
    HEADINGS,
    TITLE,
)
from bot.texts.papers import full_date, on_paper


def official_document(content: OfficialDocument) -> bytes:
    """The .docx file, in the words of its unit. The same content gives the same bytes."""
    content = filled(content, content.words)
    if not content.as_written:
        content = _as_on_paper(content)
    paper = _Paper(content.layout, numbered=content.numbered)
    paper.title(content.title)
    if content.addressee:
        paper.write(paper.paragraph(indented=False), f"{content.addressee.rstrip('：')}：")
    for block in content.blocks:
        paper.block(block)
    paper.name_attachments([attachment.name for attachment in content.attachments])
    if content.signature or content.dated:
        paper.keep_end_together()
    paper.sign(content.signature, content.dated)
    for number, attachment in enumerate(content.attachments, 1):
        if attachment.blocks:
            label = "附件"
            if len(content.attachments) > 1:
                label += str(number)
            paper.attach(label, attachment)
    return paper.saved(content.title)


def _as_on_paper(value: Any) -> Any:
    """Returns the value with each of its texts as it stands on a paper; words and layouts stay."""
    if isinstance(value, str):
        return on_paper(value)
    if isinstance(value, tuple):
        return tuple(_as_on_paper(part) for part in value)
    if isinstance(value, OfficialDocument | Attachment | Block):
        parts = {
            field.name: _as_on_paper(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **parts)
    return value


class _Paper:
    """One document while it is written, in one layout."""

    def __init__(self, layout: Layout, *, numbered: bool) -> None:
        self.layout = layout
        self._template = template(layout, numbered=numbered)
        self.document = self._template.empty_paper()

    def saved(self, title: str) -> bytes:
        return self._template.saved(self.document, printable(title)[:255])

    def title(self, title: str) -> Paragraph:
        """Writes the title and returns its first line."""
        lines = []
        for line in title_lines(title, self.layout.title_width) or [""]:
            paragraph = self.paragraph(
                indented=False, line=points(round(self.layout.title.pt * 1.55))
            )
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            write_run(paragraph, line, TITLE, self.layout.title)
            lines.append(paragraph)
        self.paragraph(indented=False, line=self.layout.after_title)
        return lines[0]

    def new_page(self, title: str) -> None:
        self.title(title).paragraph_format.page_break_before = True

    def attach(self, label: str, attachment: Attachment) -> None:
        """Writes an attachment on a page of its own, with its number in the corner."""
        first = self.paragraph(indented=False)
        first.paragraph_format.page_break_before = True
        write_run(first, label, FIRST, self.layout.body)
        self.title(attachment.name)
        for block in attachment.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Table):
            add_table(self.document, block, self.layout)
            self.paragraph(line=self.layout.gap)
        elif isinstance(block, NewPage):
            self.new_page(block.title)
        elif isinstance(block, Beside):
            self._beside(block)
        elif isinstance(block, Signed):
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
            self.sign(block.signature, block.dated)
        else:
            self._text(block)

    def name_attachments(self, names: Sequence[str]) -> None:
        """Writes the names below the text, under each other, numbered where they are several."""
        if not names:
            return
        self.paragraph(indented=False)
        for number, name in enumerate(names, 1):
            label = "附件："
            if number > 1:
                label = "\u3000" * 3
            if len(names) > 1:
                label += f"{number}."
            self.write(self.paragraph(), label + name)

    def keep_end_together(self) -> None:
        """Lets what stands last come along: a page with nothing but the signature breaks the rules.

        Behind a table stands an empty paragraph; its last row comes too.
        """
        end = self.document.paragraphs[-1]
        end.paragraph_format.keep_with_next = True
        before = end._p.getprevious()  # noqa: SLF001 - python-docx does not tell what stands before
        if before is None or before.tag != qn("w:tbl"):
            return
        for cell in self.document.tables[-1].rows[-1].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True

    def sign(self, signature: str, dated: date | None) -> None:
        """Signs as GB/T 9704 has it without a seal: the signature two characters from the margin, the
        date two characters further in than it. The longer of both keeps the two characters.
        """
        day = ""
        if dated is not None:
            day = full_date(dated)
        signed = width(signature) / 2
        written = width(day) / 2
        day_space = max(signed - written, 2)
        signature_space: float = 2
        if day and signed - written < 2:
            signature_space = max(4 + written - signed, 2)
        lines = [(signature, signature_space), (day, day_space)]
        if signature or day:
            self.paragraph(line=self.layout.after_title).paragraph_format.keep_with_next = True
        for text, space in lines:
            if text:
                paragraph = self.paragraph(indented=False)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.keep_with_next = text != day
                twips = round(space * self.layout.body.pt * 20)
                indent(
                    paragraph.paragraph_format,
                    **{"w:rightChars": round(space * 100), "w:right": twips},
                )
                self.write(paragraph, text)

    def paragraph(self, *, indented: bool = True, line: Length | None = None) -> Paragraph:
        paragraph = self.document.add_paragraph()
        form = form_of(self.layout, line or self.layout.line, indented=indented)
        paragraph._p.append(parse_xml(form))  # noqa: SLF001 - what it consists of is put together once
        return paragraph

    def write(self, paragraph: Paragraph, text: str) -> None:
        write_run(paragraph, text, BODY, self.layout.body)

    def _heading(self, heading: Heading) -> None:
        paragraph = self.paragraph()
        paragraph.paragraph_format.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(heading.level - 1))
        paragraph._p.get_or_add_pPr().append(outline)  # noqa: SLF001 - python-docx knows outline levels of styles only
        write_run(paragraph, heading.text, HEADINGS[heading.level - 1], self.layout.body)

    def _beside(self, block: Beside) -> None:
        paragraph = self.paragraph(indented=False)
        step = self.layout.width / len(block.texts)
        for number in range(1, len(block.texts)):
            stop = shared.Length(round(step * number))
            paragraph.paragraph_format.tab_stops.add_tab_stop(stop)
        self.write(paragraph, "\t".join(block.texts))

    def _text(self, text: Text) -> None:
        lines = text.text.splitlines()
        if text.lead:
            first = self.paragraph()
            write_run(first, text.lead, HEADINGS[0], self.layout.body)
            self.write(first, "".join(lines[:1]))
            lines = lines[1:]
        for line in lines:
            self.write(self.paragraph(), line)
