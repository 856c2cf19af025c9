"""What a file is, by its first bytes. Extensions are not believed."""

import re
from enum import StrEnum

from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.patterns import pattern


class Container(StrEnum):
    ZIP = "zip"
    OLE = "ole"
    RTF = "rtf"
    PDF = "pdf"
    TEXT = "text"


OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
# Archives, programs, scripts' bytecode, media, databases: nothing a text could begin with.
FOREIGN = (
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"Rar!",
    b"\x7fELF",
    b"MZ",
    b"BZh",
    b"\xfd7zXZ",
    b"SQLite format",
    b"%!PS",
    b"OggS",
)
# Files that offices' leak prevention (域之盾, 亿赛通, IP-guard and their like) has encrypted as a whole.
GUARDED = pattern(rb"%TSD-Header-|.{0,8}E-SafeNet|.{0,4}(?:DLPFILE|IPGUARD|LCSCRYPT)", re.DOTALL)
HEIF = pattern(rb"....ftyp(heic|heix|mif1|avif|hevc)", re.DOTALL)
WEBP = pattern(rb"RIFF....WEBP", re.DOTALL)
# Web pages, mails and XML under a Word name: markup is not what the reader would see.
MARKUP = pattern(
    rb"\s*(<\?xml|<!doctype|<html|<head|<body|<w:|mime-version:|from:|received:|return-path:)",
    re.IGNORECASE,
)
PDF_HEADER_WITHIN = 1024  # bytes; readers of PDF accept what stands before it


def sniff(content: bytes) -> Container:
    """Raises no_text for pictures and empty files, unsupported for what is foreign."""
    if not content:
        raise UnreadableFile(Unreadable.NO_TEXT)
    if GUARDED.match(content):
        raise UnreadableFile(Unreadable.GUARDED)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Container.ZIP
    if content.startswith(OLE_MAGIC):
        return Container.OLE
    if content.lstrip()[:5] == b"{\\rtf":
        return Container.RTF
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return Container.PDF
    if content.startswith(PICTURES) or HEIF.match(content) or WEBP.match(content):
        raise UnreadableFile(Unreadable.NO_TEXT)
    if content.startswith(FOREIGN) or MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    return Container.TEXT
