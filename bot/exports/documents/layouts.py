"""Pages, sizes of letters and what is between lines."""

from dataclasses import replace

from bot.domain.values import dataclass
from bot.exports.documents.lengths import Length, millimetres, points

A4 = (millimetres(210), millimetres(297))


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
    millimetres(37), millimetres(35), millimetres(28), millimetres(26), points(22), points(16), points(12),
    line=points(28), cell=points(3), after_title=points(28), gap=points(14), page_number=points(14),
)  # fmt: skip
# A wide table of an official paper, turned as GB/T 9704 has it: the binding edge stays the same.
ACROSS = replace(
    OFFICIAL,
    top=millimetres(28), bottom=millimetres(26), left=millimetres(35), right=millimetres(37),
    body=points(14), line=points(26), after_title=points(14), cell=points(4), indent=0, across=True,
)  # fmt: skip
SHEET = Layout(
    millimetres(12), millimetres(12), millimetres(18), millimetres(18), points(16), points(10.5), points(9),
    line=points(16), cell=points(0), after_title=points(4), gap=points(4), page_number=points(9), indent=0,
)  # fmt: skip  # a form that ought to fit one page
