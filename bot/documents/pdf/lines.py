"""Lines of pages -> paragraphs. PDF knows no paragraphs: a line that fills its width goes on in the next one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

HAN = "\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af“”‘’…—·"
SPACE_BESIDE_HAN = re.compile(rf"(?<=[{HAN}])[ \t]+(?=[{HAN}0-9])|(?<=[0-9])[ \t]+(?=[{HAN}])")
RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")  # some producers write 一 as the radical of the same shape
HYPHENATION = "\ufffe"
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\uffff]")
PAGE_NUMBER = re.compile(
    r"[-—–－~·•\s]*(第\s*)?\d{1,4}(\s*[/／]\s*\d{1,4})?(\s*页)?(\s*共\s*\d{1,4}\s*页)?[-—–－~·•\s]*|[ivxlc]{1,6}"
)
SCANNER_STAMP = re.compile(r"扫描全能王.{0,4}|(scanned (by|with) )?camscanner", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
LIST_HEAD = re.compile(
    r"([一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)|第[一二三四五六七八九十百\d]{1,4}[章节条部]"
    r"|[一二三四五六七八九十]是|[①-⑳•●■◆➢✓])"
)
SENTENCE_END = tuple("。！？!?；;：:.")
FULL = 0.9  # of the usual line width: a line at least this wide was broken by the margin
RUNNING_SHARE = 0.5  # of the pages on which a header stands
FEWEST_PAGES = 3


def clean(line: str) -> str:
    line = INVISIBLE.sub("", line.replace(HYPHENATION, "-").replace("\u00a0", " "))
    line = RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), line)
    return SPACE_BESIDE_HAN.sub("", line).strip()


def without_running_lines(pages: Sequence[list[str]]) -> list[list[str]]:
    """Without page numbers, and without first and last lines that come again on most pages."""
    pages = [_without_page_numbers(page) for page in pages]
    for edge in (0, -1):
        seen = Counter(DIGITS.sub("#", page[edge]) for page in pages if page)
        running = {line for line, count in seen.items() if count >= max(FEWEST_PAGES, RUNNING_SHARE * len(pages))}
        for page in pages:
            if page and DIGITS.sub("#", page[edge]) in running:
                del page[edge]
    return [_without_page_numbers(page) for page in pages]


def _without_page_numbers(page: list[str]) -> list[str]:
    lines = [line for line in page if not SCANNER_STAMP.fullmatch(line)]
    if lines and PAGE_NUMBER.fullmatch(lines[-1]):
        del lines[-1]
    if len(lines) > 1 and PAGE_NUMBER.fullmatch(lines[0]):
        del lines[0]
    return lines


def paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    lines = [line for page in pages for line in page]
    margin = FULL * _usual_width(lines)
    current = ""
    for index, line in enumerate(lines):
        current = _joined(current, line)
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if not _goes_on(line, following, margin):
            yield current
            current = ""
    if current:
        yield current


def _goes_on(line: str, following: str, margin: float) -> bool:
    if not following or width(line) < margin:
        return False
    return not (line.endswith(SENTENCE_END) and LIST_HEAD.match(following))


def _joined(text: str, line: str) -> str:
    """Latin words at a line's end need their space back, a hyphen was put there by the line's end."""
    if not text:
        return line
    last, first = text[-1], line[0]
    if last == "-" and first.islower() and text[-2:-1].isalpha():
        return text[:-1] + line
    spaced = last.isascii() and first.isascii() and not last.isspace()
    return f"{text} {line}" if spaced else text + line


def width(line: str) -> int:
    """In half characters, as type is set: full-width ones count 2."""
    return sum(1 if character < "\u2e80" else 2 for character in line)


def _usual_width(lines: Sequence[str]) -> int:
    """What the widest lines reach; a few lines of another column or size must not decide."""
    widths = sorted(map(width, lines))
    return widths[int(0.85 * (len(widths) - 1))] if widths else 0
