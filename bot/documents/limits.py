"""Limits of one reading.

Reports have 3,500 characters (S26); everything here leaves them a hundredfold room.
"""

MEBIBYTE = 1 << 20

FILE_BYTES = 32 * MEBIBYTE  # a text with a few photographs; what is larger is no report
PART_BYTES = 64 * MEBIBYTE  # one inflated part of a package
ARCHIVE_BYTES = 256 * MEBIBYTE  # all parts of a package as declared
TEXT_CHARACTERS = 500_000  # of one manuscript, footnotes included
PARAGRAPHS = 50_000

SECONDS = (
    8.0  # of one reading; people are promised an answer within 10 where the machine is not overrun
)
STARVED = 1.0  # a worker that has had less processor time than this has been waiting, not working
STEP = 0.5  # seconds that a starved worker is given more at a time
PATIENCE = 3  # times `SECONDS` that a starved worker may take in all
CPU_SECONDS = 9  # ends a worker whose parent has died
MEMORY_BYTES = 512 * MEBIBYTE
RETIRE_BYTES = 200 * MEBIBYTE  # a worker that still holds this much after a file is replaced
RETIRE_FILES = 200  # files after which a worker is replaced: whatever it leaks ends with it
OPEN_FILES = 64  # a worker opens the modules that it imports, and nothing else
NICENESS = 10  # a vote is never to wait for a stranger's file


def more_seconds(allowed: float, waited: float, worked: float) -> float:
    """Returns how much longer a reading may take that has waited `allowed` seconds or more.

    0 ends it. Other work on the machine does not count against a file, as long as somebody still
    waits for the answer.
    """
    if worked >= STARVED:
        return 0.0
    return max(0.0, min(STEP, allowed * PATIENCE - waited))
