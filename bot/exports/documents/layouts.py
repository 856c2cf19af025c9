"""Pages, sizes of letters and what is between lines."""

from dataclasses import dataclass, replace

from docx.shared import Length, Mm, Pt

A4 = (Mm(210), Mm(297))


@dataclass(frozen=True)
class Layout:
    """`indent` is that of headings and paragraphs, in characters; `across` turns the page on its side."""

    top: Length
    bottom: Length
    left: Length
    right: Length
    title: Length
    body: Length
    table: Length
    line: Length
    cell: Length  # above and below a line of a table
    after_title: Length
    gap: Length  # after a table
    page_number: Length
    indent: int = 2
    across: bool = False

    @property
    def page(self) -> tuple[Length, Length]:
        """Width and height."""
        narrow, wide = A4
        if self.across:
            return wide, narrow
        return narrow, wide

    @property
    def width(self) -> Length:
        """Of what is printed."""
        return Length(self.page[0] - self.left - self.right)

    @property
    def title_width(self) -> int:
        """How many half-width characters a line of the title takes, with room for the gaps beside digits."""
        return int(self.width / self.title * 2 * 0.9)


OFFICIAL = Layout(
    Mm(37), Mm(35), Mm(28), Mm(26), Pt(22), Pt(16), Pt(12),
    line=Pt(28), cell=Pt(3), after_title=Pt(28), gap=Pt(14), page_number=Pt(14),
)  # fmt: skip
# A wide table of an official paper, turned as GB/T 9704 has it: the binding edge stays the same.
ACROSS = replace(
    OFFICIAL,
    top=Mm(28), bottom=Mm(26), left=Mm(35), right=Mm(37),
    body=Pt(14), line=Pt(26), after_title=Pt(14), cell=Pt(4), indent=0, across=True,
)  # fmt: skip
SHEET = Layout(
    Mm(12), Mm(12), Mm(18), Mm(18), Pt(16), Pt(10.5), Pt(9),
    line=Pt(16), cell=Pt(0), after_title=Pt(4), gap=Pt(4), page_number=Pt(9), indent=0,
)  # fmt: skip  # a form that ought to fit one page
