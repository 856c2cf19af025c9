"""Lines of pages -> paragraphs.

PDF knows no paragraphs: a line that reaches the right margin goes on in the next one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.documents.drafts import is_contents_title
from bot.documents.pdf.lines import PrintedLine
from bot.domain.patterns import pattern

Page = list[PrintedLine]

PAGE_NUMBER = pattern(
    r"[-—–－~·•\s]*(第\s*)?\d{1,4}(\s*[/／]\s*\d{1,4})?(\s*页)?(\s*+(?:[,，]\s*+)?共\s*\d{1,4}\s*页)?[-—–－~·•\s]*|[ivxlc]{1,6}"
)
SCANNER_STAMP = pattern(r"扫描全能王.{0,4}|(scanned (by|with) )?camscanner", re.IGNORECASE)
CONTENTS_ENTRY = pattern(r"\S.{0,100}?(([.．·⋯]\s*){4,}|…{2,}\s*)\d{1,3}")
DIGITS = pattern(r"\d+")
LIST_HEAD = pattern(
    r"[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部]|[一二三四五六七八九十]是|[①-⑳•●■◆➢✓]"
)
CLOSING = tuple("，。、；：？！”’）》】")
FEWEST_ENTRIES = 2  # of a table of contents: one alone may be a line that ends with a number
FEWEST_PAGES = 3  # on which a line stands before it counts as running
RUNNING_SHARE = 0.5  # of the pages on which a header stands
REACH = 1.6  # ems that may be missing at the right margin: punctuation is not split off
INDENT = 1.2  # ems from which a line counts as indented


def without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """Drops page numbers, and what comes again at the edge of most pages.

    Such a line stands once, where it comes first.
    """
    pages = [_without_page_numbers(page) for page in pages]
    fewest = max(FEWEST_PAGES, RUNNING_SHARE * len(pages))
    for edge in (_highest, _lowest):
        # A running line may count: its digits are one.
        seen = Counter(DIGITS.sub("#", edge(page).text) for page in pages if page)
        running = {text for text, count in seen.items() if count >= fewest}
        met: set[str] = set()
        for page in pages:
            if not page:
                continue
            line = edge(page)
            text = DIGITS.sub("#", line.text)
            if text in met:
                page.remove(line)
            elif text in running:
                met.add(text)
    return [_without_page_numbers(page) for page in pages]


def _without_page_numbers(page: Page) -> Page:
    lines = [line for line in page if not SCANNER_STAMP.fullmatch(line.text)]
    if lines and PAGE_NUMBER.fullmatch(_lowest(lines).text):
        lines.remove(_lowest(lines))
    if len(lines) > 1 and PAGE_NUMBER.fullmatch(_highest(lines).text):
        lines.remove(_highest(lines))
    return lines


def _highest(page: Page) -> PrintedLine:
    return max(page, key=lambda line: line.high)


def _lowest(page: Page) -> PrintedLine:
    return min(page, key=lambda line: line.low)


def without_contents(pages: Sequence[Page]) -> tuple[list[Page], bool]:
    """Drops the entries of a table of contents and its title; tells whether there was one.

    An entry has leaders and a page number.
    """
    entries = sum(
        CONTENTS_ENTRY.fullmatch(line.text) is not None for page in pages for line in page
    )
    if entries < FEWEST_ENTRIES:
        return list(pages), False
    shortened = []
    for page in pages:
        lines = [line for line in page if not CONTENTS_ENTRY.fullmatch(line.text)]
        shortened.append([line for line in lines if not is_contents_title(line.text)])
    return shortened, True


def paragraphs(pages: Sequence[Page]) -> Iterator[str]:
    """Yields paragraphs; the margins are those that most lines keep, a few may reach beyond."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    left = lefts[len(lefts) // 20]
    right = rights[int(0.9 * (len(rights) - 1))]
    # Where all lines are short, the right margin is taken to be as wide as the left one.
    right = max(right, lines[0].page_width - 1.25 * left)
    current, first = "", True
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        current = _join(current, line.text)
        if following is not None and _goes_on(line, following, first=first, left=left, right=right):
            first = False
        else:
            yield current
            current, first = "", True


def _goes_on(
    line: PrintedLine, following: PrintedLine, *, first: bool, left: float, right: float
) -> bool:
    """Tells whether a paragraph, of which `line` may be the first, goes on in the next line."""
    if following.text.startswith(CLOSING):
        return True
    if right - line.right > REACH * line.em or LIST_HEAD.match(following.text):
        return False
    indented = following.left > max(line.left, left) + INDENT * following.em
    hanging = first and LIST_HEAD.match(line.text)
    return not indented or bool(hanging)


def _join(text: str, line: str) -> str:
    """Joins a line to a text as it was before it was broken.

    Latin words at a line's end need their space back; a hyphen was put there by its end.
    """
    if not text:
        return line
    last, first = text[-1], line[0]
    if last == "-" and first.islower() and text[-2:-1].isalpha():
        return text[:-1] + line
    spaced = last.isascii() and first.isascii() and not last.isspace()
    if spaced:
        return f"{text} {line}"
    return text + line
