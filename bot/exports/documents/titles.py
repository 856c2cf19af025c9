"""Where a title is broken into lines."""

from bot.domain.patterns import pattern
from bot.exports.characters import width
from bot.exports.documents.layouts import OFFICIAL

_TITLE_WORDS = pattern(
    r"(?<=关于)|(?<=召开)|抓基层党建|述职|公示|情况|综合评价意见|整改|会议|(?<=的)(?:通知|报告)|工作方案"
)


def title_lines(title: str, room: int = OFFICIAL.title_width) -> list[str]:
    """Returns the lines as given.

    One that is too long for the page is broken near its middle, before a word if one begins there:
    GB/T 9704 wants titles as trapezium or diamond, and no word torn. `room` is in half-width characters.
    """
    lines = []
    for line in title.splitlines():
        if width(line) <= room:
            lines.append(line)
        else:
            words = {match.start() for match in _TITLE_WORDS.finditer(line)} - {0}
            # Weighing by width, since digits and Latin letters take half a square.
            middle = min(
                words or range(1, len(line)),
                key=lambda place: abs(width(line[:place]) - width(line) / 2),
            )
            lines += title_lines(f"{line[:middle]}\n{line[middle:]}", room)
    return lines
