"""Until when a ballot is open: 「到12月25日17点」, 「截止明天下午五点」, and what else was said."""

from datetime import date, time

from bot.dispatch.understanding.events import read_event
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

READ = 200  # characters
UNTIL = pattern(r"(?:截止(?:时间|日期)?(?:到|至|为|是|:|：)?|截至|直到|到|至)(?=\s?[^\s])")
ENDING = pattern(r"(?:截止|为止|结束|前|止)[。!！]?$")


@dataclass(frozen=True)
class Window:
    """What of a closing time was said; the rest of the sentence without it is `rest`."""

    day: date | None
    clock: time | None
    rest: str

    @property
    def is_said(self) -> bool:
        return self.day is not None or self.clock is not None


def read_window(text: str, today: date) -> Window:
    """Reads the closing time behind 到, 至 or 截止; nothing is read where no time follows."""
    for marker in UNTIL.finditer(text[:READ]):
        said = read_event(ENDING.sub("", text[marker.end() : READ].strip()), today)
        if said.day is not None or said.clock is not None:
            rest = f"{text[: marker.start()]} {said.place}".strip(" ,，、;；")
            return Window(said.day, said.clock, rest)
    return Window(None, None, text)
