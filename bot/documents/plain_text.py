"""txt and md.

Byte order mark, then strict UTF-8, then the Chinese encodings; never a guess with replaced
characters.
"""

from bot.documents.drafts import Collector
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Paragraph, Unreadable
from bot.domain.patterns import pattern

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
NARROW = ("gb18030", "big5hkscs")
WIDE = ("utf-16-le", "utf-16-be")
LEAST_COMMON = 0.5  # random bytes reach 0.1, a text full of rare names 0.6
ASCII = frozenset("\t\r\n" + "".join(map(chr, range(0x20, 0x7F))))
CONTROL = pattern(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LINE_END = pattern(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
SAMPLE = 8192  # characters judged where the encoding must be told from the content


def read(content: bytes, kind: str) -> Manuscript:
    """Takes every line for a paragraph.

    Raises unsupported for bytes that are no text, corrupt for a broken encoding.
    """
    text = decode(content)
    if CONTROL.search(text):
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    collector = Collector()
    for index, line in enumerate(LINE_END.split(text)):
        visible = line.strip().strip("\ufeff\u200b")
        if visible:
            collector.add(Paragraph(visible, source=index))
    return collector.manuscript(kind)


def decode(content: bytes) -> str:
    """Returns the text. Raises unsupported for bytes that are none, corrupt for a broken encoding."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(Unreadable.CORRUPT) from error
    wide: tuple[str, ...] = ()
    if len(content) % 2 == 0:
        wide = WIDE
    # Only UTF-16 has zero bytes in a text; other bytes with zeros are a program's.
    if b"\x00" in content:
        text = _decode_by_likeness(content, wide)
        otherwise = Unreadable.UNSUPPORTED
    else:
        try:
            return content.decode()
        except UnicodeDecodeError:
            text = _decode_by_likeness(content, NARROW + wide)
            otherwise = Unreadable.CORRUPT
    if text is None:
        raise UnreadableFile(otherwise)
    return text


def _decode_by_likeness(content: bytes, encodings: tuple[str, ...]) -> str | None:
    """Returns the text with the most everyday characters; None where no encoding fits.

    Any even number of bytes is UTF-16 of some kind, so that one must also look like Chinese.
    """
    best, chosen = -1.0, None
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        judged = text[:SAMPLE]
        if encoding not in WIDE:
            # ASCII proves nothing of an encoding that keeps it.
            judged = "".join(character for character in judged if character >= "\x80")
        common = [
            character
            for character in judged
            if character in ASCII or _is_common(character, encoding)
        ]
        likeness = len(common) / max(len(judged), 1)
        if likeness > best and (encoding in NARROW or likeness >= LEAST_COMMON):
            best, chosen = likeness, text
    return chosen


def _is_common(character: str, encoding: str) -> bool:
    """Tells Chinese marks, and the first level of GB 2312 (3,755 characters) or of Big5 (5,401)."""
    if encoding in WIDE:
        return any(_is_common(character, narrow) for narrow in NARROW)
    code = character.encode(encoding, "ignore")
    if len(code) != 2:
        return False
    if encoding == "gb18030":
        return (0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3) and code[1] >= 0xA1
    return 0xA1 <= code[0] <= 0xC6
