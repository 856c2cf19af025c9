"""The day that is written beside each part of a packed file."""

import io
import struct
import zipfile
from datetime import date

# Where time and day stand in the heads of a part: before its content, and in the list at the end.
BEFORE_CONTENT = 10
IN_THE_LIST = 12
LISTED = struct.Struct("<28x3H12x")  # how long the name is that follows, and two additions
MIDNIGHT_AND_DAY = struct.Struct("<2H")
FIRST_YEAR = 1980


def dated(packed: bytes, day: date) -> bytes:
    """Returns the packed file with all its parts of this day, at midnight.

    Nothing is packed anew for it, which takes as long as packing it the first time.
    """
    stamp = MIDNIGHT_AND_DAY.pack(0, (day.year - FIRST_YEAR) << 9 | day.month << 5 | day.day)
    content = bytearray(packed)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = archive.infolist()
        listed = archive.start_dir
    for part in parts:
        for at in (part.header_offset + BEFORE_CONTENT, listed + IN_THE_LIST):
            content[at : at + len(stamp)] = stamp
        listed += LISTED.size + sum(LISTED.unpack_from(content, listed))
    return bytes(content)
