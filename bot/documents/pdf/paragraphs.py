"""Lines of pages -> paragraphs. PDF knows no paragraphs: a line that reaches the right margin goes on in the next one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.documents.drafts import is_contents_title
from bot.documents.pdf.lines import Line

Page = list[Line]

PAGE_NUMBER = re.compile(
    r"[-—–－~·•\s]*(第\s*)?\d{1,4}(\s*[/／]\s*\d{1,4})?(\s*页)?(\s*+(?:[,，]\s*+)?共\s*\d{1,4}\s*页)?[-—–－~·•\s]*|[ivxlc]{1,6}"
)
SCANNER_STAMP = re.compile(r"扫描全能王.{0,4}|(scanned (by|with) )?camscanner", re.IGNORECASE)
CONTENTS_ENTRY = re.compile(r"\S.{0,100}?(([.．·⋯]\s*){4,}|…{2,}\s*)\d{1,3}")
DIGITS = re.compile(r"\d+")
LIST_HEAD = re.compile(
    r"[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部]|[一二三四五六七八九十]是|[①-⑳•●■◆➢✓]"
)
CLOSING = tuple("，。、；：？！”’）》】")
FEWEST_ENTRIES = 2
FEWEST_PAGES = 3
RUNNING_SHARE = 0.5  # of the pages on which a header stands
REACH = 1.6  # ems that may be missing at the right margin: punctuation is not split off
INDENT = 1.2  # ems from which a line counts as indented


def without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """Without page numbers; highest and lowest lines that come again on most pages stand once, where they come first."""
    pages = [_without_page_numbers(page) for page in pages]
    for edge in (_highest, _lowest):
        seen = Counter(DIGITS.sub("#", edge(page).text) for page in pages if page)
        running = {
            text
            for text, count in seen.items()
            if count >= max(FEWEST_PAGES, RUNNING_SHARE * len(pages))
        }
        met: set[str] = set()
        for page in pages:
            text = DIGITS.sub("#", edge(page).text) if page else ""
            if text in met:
                page.remove(edge(page))
            met |= {text} & running
    return [_without_page_numbers(page) for page in pages]


def _without_page_numbers(page: Page) -> Page:
    lines = [line for line in page if not SCANNER_STAMP.fullmatch(line.text)]
    if lines and PAGE_NUMBER.fullmatch(_lowest(lines).text):
        lines.remove(_lowest(lines))
    if len(lines) > 1 and PAGE_NUMBER.fullmatch(_highest(lines).text):
        lines.remove(_highest(lines))
    return lines


def _highest(page: Page) -> Line:
    return max(page, key=lambda line: line.high)


def _lowest(page: Page) -> Line:
    return min(page, key=lambda line: line.low)


def without_contents(pages: Sequence[Page]) -> tuple[list[Page], bool]:
    """Without the entries of a table of contents (leaders and a page number) and its title; and whether there was one."""
    entries = sum(
        CONTENTS_ENTRY.fullmatch(line.text) is not None for page in pages for line in page
    )
    if entries < FEWEST_ENTRIES:
        return list(pages), False
    kept = [
        [
            line
            for line in page
            if not CONTENTS_ENTRY.fullmatch(line.text) and not is_contents_title(line.text)
        ]
        for page in pages
    ]
    return kept, True


def paragraphs(pages: Sequence[Page]) -> Iterator[str]:
    lines = [line for page in pages for line in page]
    left, right = _margins(lines)
    current, first = "", True
    for index, line in enumerate(lines):
        current = _joined(current, line.text)
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or not _goes_on(line, following, first=first, left=left, right=right):
            yield current
            current, first = "", True
        else:
            first = False


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Where lines begin and end. Where all lines are short, the right margin is taken to be as wide as the left one."""
    if not lines:
        return 0.0, 0.0
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    left = lefts[len(lefts) // 20]
    reached = rights[int(0.9 * (len(rights) - 1))]
    return left, max(reached, lines[0].page_width - 1.25 * left)


def _goes_on(line: Line, following: Line, *, first: bool, left: float, right: float) -> bool:
    if following.text.startswith(CLOSING):
        return True
    if right - line.right > REACH * line.em:
        return False
    hanging = first and LIST_HEAD.match(line.text)
    indented = following.left > max(line.left, left) + INDENT * following.em
    return not (indented and not hanging) and not LIST_HEAD.match(following.text)


def _joined(text: str, line: str) -> str:
    """Latin words at a line's end need their space back, a hyphen was put there by the line's end."""
    if not text:
        return line
    last, first = text[-1], line[0]
    if last == "-" and first.islower() and text[-2:-1].isalpha():
        return text[:-1] + line
    spaced = last.isascii() and first.isascii() and not last.isspace()
    return f"{text} {line}" if spaced else text + line
