"""txt and md. Byte order mark, then strict UTF-8, then the Chinese encodings; never a guess with replaced characters."""

import re

from bot.documents.drafts import Collector
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Paragraph, Unreadable

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
LEGACY = ("gb18030", "big5hkscs")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
SAMPLE = 8192  # characters judged where the encoding must be told from the content


def read(content: bytes, kind: str) -> Manuscript:
    """Every line is a paragraph. Raises unsupported for bytes that are no text, corrupt for a broken encoding."""
    text = decode(content)
    if CONTROL.search(text):
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    collector = Collector()
    for index, line in enumerate(LINE_END.split(text)):
        if visible := line.strip().strip("\ufeff\u200b"):
            collector.add(Paragraph(visible, source=index))
    return collector.manuscript(kind)


def decode(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    if b"\x00" in content:
        return _without_mark(content)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _legacy(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(Unreadable.CORRUPT) from error


def _without_mark(content: bytes) -> str:
    """UTF-16 without a mark has zero bytes in its line ends, digits and spaces, all on one side."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 or max(even, odd) < 4 * min(even, odd) + 1:
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    return _strictly(content, "utf-16-be" if even > odd else "utf-16-le")


def _legacy(content: bytes) -> str:
    candidates = []
    for encoding in LEGACY:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        candidates.append((_commonness(text[:SAMPLE], encoding), text))
    if not candidates:
        raise UnreadableFile(Unreadable.CORRUPT)
    return max(candidates, key=lambda candidate: candidate[0])[1]


def _commonness(text: str, encoding: str) -> float:
    """Share of the characters beyond ASCII that are everyday ones in their own character set."""
    common = foreign = 0
    for character in text:
        if character >= "\x80":
            foreign += 1
            common += _is_common(character, encoding)
    return common / foreign if foreign else 0.0


def _is_common(character: str, encoding: str) -> bool:
    """The first level of GB 2312 (3,755 characters) or of Big5 (5,401), or their punctuation."""
    code = character.encode(encoding, "ignore")
    if len(code) != 2:
        return False
    if encoding == "gb18030":
        return (0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3) and code[1] >= 0xA1
    return 0xA1 <= code[0] <= 0xC6
