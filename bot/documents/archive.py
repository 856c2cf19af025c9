"""Zip packages (docx, odt) with limits.

Members are read into memory by exact name; none is unpacked, no name is a path.
"""

import io
import zipfile
import zlib

from bot.documents import limits
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable

ENCRYPTED_FLAG = 0x1
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # all that office programs write


class Archive:
    """The members of a package by name.

    Raises `UnreadableFile`: corrupt (no directory, broken member), encrypted, too_large, unsafe
    (odd compression).
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise UnreadableFile(Unreadable.CORRUPT) from error
        members = self._zip.infolist()
        if sum(member.file_size for member in members) > limits.ARCHIVE_BYTES:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        self._members = {_plain(member.filename): member for member in members}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def names(self) -> list[str]:
        """Returns the names of all members that can be read, in the order of the file."""
        return [member.filename for member in self._members.values() if not member.is_dir()]

    def read(self, name: str) -> bytes | None:
        """Returns the inflated member, or None where there is none.

        The declared size is not believed.
        """
        member = self._members.get(_plain(name))
        if member is None:
            return None
        if member.flag_bits & ENCRYPTED_FLAG:
            raise UnreadableFile(Unreadable.ENCRYPTED)
        if member.compress_type not in METHODS:
            raise UnreadableFile(Unreadable.UNSAFE)
        if member.file_size > limits.PART_BYTES:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        try:
            with self._zip.open(member) as stream:
                content = stream.read(limits.PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnreadableFile(Unreadable.CORRUPT) from error
        if len(content) > limits.PART_BYTES:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        return content


def _plain(name: str) -> str:
    """Returns a name for comparison: without case, backslashes or a leading slash."""
    return name.replace("\\", "/").lstrip("/").lower()
