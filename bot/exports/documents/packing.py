"""Files that are packed again with other content in some of their parts.

The parts that stay are taken as they are packed: to read, write and pack them takes as long as to
write what a paper says.
"""

import io
import zipfile
from collections.abc import Mapping
from copy import copy


class Package:
    """A packed file, from which others are made. It does not change."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._parts = archive.infolist()
            ends = [part.header_offset for part in self._parts[1:]] + [archive.start_dir]
            self._contents = {part.filename: archive.read(part) for part in self._parts}
        self._as_packed = [
            content[part.header_offset : end] for part, end in zip(self._parts, ends, strict=True)
        ]

    def content(self, name: str) -> bytes:
        """Returns what the part of that name holds."""
        return self._contents[name]

    def with_parts(self, contents: Mapping[str, bytes]) -> bytes:
        """Packs the file with these contents, by the names of their parts; order and days stay."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for part, as_packed in zip(self._parts, self._as_packed, strict=True):
                packed = copy(part)
                if part.filename in contents:
                    archive.writestr(packed, contents[part.filename])
                    continue
                packed.header_offset = stream.tell()
                stream.write(as_packed)
                archive.filelist.append(packed)
                archive.start_dir = stream.tell()
        return stream.getvalue()
