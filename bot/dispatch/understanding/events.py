"""What a sentence says of the meeting: its day, clock time, place, agenda, minutes.

「12月21日14:30 系楼302」, 「评议会推迟到12月23日下午两点半」, 「地点改到系楼305」, 「每人讲6分钟」,
「议程：述职、现场测评10分钟、领导讲话」. Whatever is read is shown and confirmed before it counts.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from bot.dispatch.understanding import dates
from bot.dispatch.understanding.clauses import pieces
from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.polls.announcing import Said, WeekdayDiffers
from bot.domain.polls.meeting import AgendaItem

READ = 600  # characters of a message
LONGEST_PLACE = 40
LONGEST_FIELD = 120
MOST_ITEMS = 12
HOURS = "[一二两三四五六七八九十]{1,3}"
CLOCK = pattern(
    r"(?P<half>凌晨|早上|早晨|上午|中午|午后|下午|傍晚|晚上|晚)?\s{0,2}"
    rf"(?<!\d)(?P<hour>\d{{1,2}}|{HOURS})"
    r"(?::(?P<minutes>\d{2})(?!\d)"
    rf"|[点时](?![间候限])(?:(?P<part>半|整|[一三]刻)|(?P<spoken>\d{{1,2}}|{HOURS})分(?!钟))?钟?)"
)
UNTIL = pattern(r"\s{0,2}(?:-|—|~|至|到)\s{0,2}$")  # 「14:30-16:30」: the end is not kept
AFTERNOON = frozenset({"午后", "下午", "傍晚", "晚上", "晚"})
PARTS = {"半": 30, "整": 0, "一刻": 15, "三刻": 45}
EARLIEST = 7  # an hour below, without 上午, is one of the afternoon
LABEL = pattern(
    r"(?P<label>时间|地点|地址|会场|议程|参会人员|参会范围|参会|参加人员|与会人员|请(?:大家|各位)?(?:同志)?(?:们)?(?:记得)?(?:携带|带好|带上|带)|带好|携带)"
    r"\s{0,3}(?P<verb>:|改到|改在|改为|改成|换到|换成|调整为|调到|定在|是|为)?\s{0,3}"
)
BRINGS = pattern("携带$|带[好上]?$")  # needs no verb behind it
PLACES = frozenset({"地点", "地址", "会场"})
EACH = pattern(
    r"(?:每人|每位|每个人|发言|述职|讲(?!话))[^,;。\n\d一二三四五六七八九十]{0,8}"
    rf"(?P<minutes>{NUMERAL})\s{{0,2}}分钟"
)
EACH_IN_BRACKETS = pattern(rf"(?:每人|每位)\D{{0,4}}(?P<minutes>{NUMERAL})\s{{0,2}}分钟")
MINUTES = pattern(rf"[(（]?\s{{0,2}}(?P<minutes>\d{{1,3}}|{HOURS})\s{{0,2}}分钟\s{{0,2}}[)）]?")
PUT_OFF = pattern(r"(?P<sooner>提前)|推迟|延后|顺延|往后|推后|延期|延迟")
CHANGED_TO = pattern(r"(?:到|为|成|于|在|至|换)\s{0,2}$")
SEPARATORS = pattern(r"[,;。!\n]|\s{2,}")
LEADING = pattern(
    r"^(?:会议通知|会议改期|改期|(?:述职)?(?:评议|测评|述职)?大?会(?![议场])|会议(?![室厅中])|通知|时间|地点"
    r"|推迟|提前|延期|延后|顺延|改|调整|调|挪|换|定|从|安排|放|请|大家|一下|也|还|将|拟|[我咱]们的?"
    r"|就|用|把|发个?|搁|帮忙|麻烦你?|劳烦|跟|说一?下?|告诉|各位|书记|[“\"]"
    r"|在(?!线)|于|到|至|为|成|的|了|[()（）:：、\s-])"
)
TRAILING = pattern(
    r"(?:召开|举行|举办|进行|开始|开会|开(?!水)|准时|参加|集合|吧|了|的|去|[()（）:：、\s-]"
    r"|(?:召开|举行|举办|开|来)[^,。]{0,4}(?:述职|评议|测评)[^,。]{0,6}|(?:麻烦|请)你?(?:给|跟)?.{0,12}"
    r"|[”\"].{0,20}|时间还是.{0,12}|(?:你|请你?|麻烦你?)?(?:帮忙)?发?个?(?:会议)?通知(?:一下|下|到)?(?:大家|各位|各支部|群里)?\W{0,2})$"
)
ROOM = pattern("[零〇一二三四五六七八九]{3,4}")  # dictated: 「系楼三零二」
DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")
PLACE_CUE = pattern(r"楼|室|厅|馆|层|礼堂|教室|会议|中心|腾讯|线上|线下|校区|堂|院|\d{3}")
OF_REPORTS = pattern("支部|报告|材料|通过|退回|催|延期|请假|取消")
# A part that says why, or what is to be done with the notice, names no place.
OF_ANOTHER = pattern(
    r"(?:地方|地点|会场)?(?:也|都|还是?)?(?:不变|没变|照旧|照原样)|被占|借[到好]|占用|原来|那间|通知|发一|不开|改一下"
)
NUMBERED = pattern(
    r"(?:^|[\s;；,，。、\n])(?:[一二三四五六七八九十]{1,2}[、.．]|[(（][一二三四五六七八九\d]{1,2}[)）]"
    r"|\d{1,2}[、.)）](?!\d)|[①-⑩])"
)


def read_event(text: str, today: date, agenda: Sequence[AgendaItem] = ()) -> Said:
    """Reads what the text says of the meeting, `agenda` being the one in force.

    Raises WeekdayDiffers.
    """
    sentence = _Sentence(text[:READ])
    said = sentence.take_fields()
    minutes = sentence.take_minutes(agenda)
    speech_minutes = sentence.take_speech_minutes()
    if speech_minutes is None:
        speech_minutes = said.speech_minutes
    day, later = sentence.take_day(today)
    clock = sentence.take_clock()
    return replace(
        said,
        day=day,
        later=later,
        clock=clock,
        place=said.place or sentence.place(),
        minutes=minutes,
        speech_minutes=speech_minutes,
    )


def tells_of_meeting(text: str, said: Said) -> bool:
    """Tells whether a message that was read so answers when and where the meeting is.

    What is left beside a day and an hour is no place by that: 「把王文例的报告发给我」, and a day may
    be said of anything: 「今天必须交齐」.
    """
    if said.place:
        names_one = PLACE_CUE.search(said.place) is not None
        return names_one and OF_REPORTS.search(said.place) is None
    if "交" in text or OF_REPORTS.search(text) is not None:
        return False
    return bool(said.day or said.clock)


class _Sentence:
    """A sentence out of which one thing after the other is taken.

    In `rest` stands what nobody has taken yet, at its place, and spaces for all else.
    """

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.plain = plain(typed)
        self.rest = self.plain

    def take_fields(self) -> Said:
        """What stands behind a label: 「地点：系楼302」, 「议程：述职、现场测评10分钟」."""
        said = Said()
        labels = [
            match
            for match in LABEL.finditer(self.plain)
            if match["verb"] or BRINGS.search(match["label"])
        ]
        starts = [label.start() for label in labels[1:]]
        for label, following in zip(labels, [*starts, len(self.plain)], strict=False):
            name, end = label["label"], following
            # The agenda lasts to the next label; every other field to the next label or separator.
            if name != "议程":
                stop = SEPARATORS.search(self.plain, label.end(), following)
                if stop is not None:
                    end = stop.start()
            field = self.typed[label.end() : end]
            content = field.strip(" \n,，;；。、")[:LONGEST_FIELD]
            if name == "时间":
                continue
            self._take(label.start(), end)
            if name in PLACES:
                said = replace(said, place=_trimmed(content)[:LONGEST_PLACE])
            elif name == "议程":
                said = replace(said, items=_items(field), speech_minutes=_each(content))
            elif BRINGS.search(name):
                said = replace(said, bring=content)
            else:
                said = replace(said, attends=content)
        return said

    def take_minutes(self, agenda: Sequence[AgendaItem]) -> dict[str, int]:
        """How long points of the agenda in force take, by title."""
        minutes_of: dict[str, int] = {}
        for item in agenda:
            at = self.rest.find(item.title)
            if at < 0:
                continue
            minutes = MINUTES.search(self.rest, at + len(item.title))
            if minutes is not None and not SEPARATORS.search(self.rest, at, minutes.start()):
                length = number(minutes["minutes"])
                if length:
                    minutes_of[item.title] = length
                self._take(at, minutes.end())
        return minutes_of

    def take_speech_minutes(self) -> int | None:
        each = EACH.search(self.rest)
        if each is None:
            return None
        self._take(each.start(), each.end())
        return number(each["minutes"])

    def take_day(self, today: date) -> tuple[date | None, int | None]:
        """The day that is meant, or by how many days it is put off.

        Of several days the one after 「到」 is meant. Raises WeekdayDiffers.
        """
        put_off = PUT_OFF.search(self.rest)
        later = None
        days: list[tuple[dates.Span, date]] = []
        spans = list(dates.spans(self.rest, today))
        for span in spans:
            if isinstance(span.value, date):
                days.append((span, span.value))
            elif put_off is not None and span.start >= put_off.end():
                later = span.value
                if put_off["sooner"]:
                    later = -span.value
        _must_be_that_weekday(days)
        exact = [day for day in days if day[0].exact]
        candidates = exact or days
        meant = [value for span, value in candidates if CHANGED_TO.search(self.rest, 0, span.start)]
        day = None
        if meant:
            day = meant[-1]
        elif candidates:
            day = candidates[0][1]
        for span in spans:
            self._take(span.start, span.end)
        return day, later

    def take_clock(self) -> time | None:
        """The clock time at which it begins."""
        clock = None
        for found in CLOCK.finditer(self.rest):
            hour = number(found["hour"])
            if found["part"]:
                minute: int | None = PARTS[found["part"]]
            else:
                said = found["minutes"] or found["spoken"] or "0"
                minute = number(said.lstrip("0") or "0")
            if hour is None or minute is None:
                continue
            if _is_after_noon(found["half"], hour):
                hour += 12
            self._take(found.start(), found.end())
            if hour > 23 or minute > 59:
                continue
            is_end = clock is not None and UNTIL.search(self.rest, 0, found.start())
            is_changed = CHANGED_TO.search(self.rest, 0, found.start()) and not is_end
            if clock is None or is_changed:
                clock = time(hour, minute)
        return clock

    def place(self) -> str:
        """What is left and looks like a place, or is all that is left."""
        parts: list[str] = []
        for start, end, _ in pieces(self.rest, SEPARATORS):
            part = self.rest[start:end]
            if part == self.plain[start:end]:
                part = self.typed[start:end]  # nothing was taken out of it
            part = _trimmed(part)
            if part:
                parts.append(part)
        for part in parts:
            is_place = len(parts) == 1 or PLACE_CUE.search(part) is not None
            if is_place and OF_ANOTHER.search(part) is None:
                return ROOM.sub(_in_figures, part)[:LONGEST_PLACE]
        return ""

    def _take(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + "  " + " " * (end - start - 2) + self.rest[end:]


def _in_figures(room: re.Match[str]) -> str:
    return room[0].translate(DIGITS)


def _items(content: str) -> tuple[AgendaItem, ...]:
    """The points of an agenda: numbered, or one a line, or in a row."""
    if len(NUMBERED.findall(content)) > 1:
        titles = NUMBERED.split(content)
    elif re.search(r"[;；\n]", content):
        titles = re.split(r"[;；\n]", content)
    else:
        titles = re.split(r"[,，、。]", content)
    items = []
    for title in titles[: 2 * MOST_ITEMS]:
        minutes = MINUTES.search(title)
        words = title
        length = None
        if minutes is not None:
            words = title[: minutes.start()] + title[minutes.end() :]
            if _each(title) is None:
                length = number(minutes["minutes"])
        words = re.sub(r"[(（]?(?:每人|每位)[)）]?", "", words)
        words = words.strip(" \t\n,，;；。、:：()（）")
        if words:
            items.append(AgendaItem(words[:LONGEST_PLACE], length))
    return tuple(items[:MOST_ITEMS])


def _each(content: str) -> int | None:
    each = EACH_IN_BRACKETS.search(content)
    if each is None:
        return None
    return number(each["minutes"])


def _must_be_that_weekday(days: Sequence[tuple[dates.Span, date]]) -> None:
    """Raises WeekdayDiffers where a day stands beside a weekday that is not its own."""
    for span, day in days:
        for beside, weekday in days:
            is_close = 0 <= beside.start - span.end <= 2
            differs = weekday.weekday() != day.weekday()
            if span.exact and is_close and not beside.exact and differs:
                raise WeekdayDiffers(day, weekday.weekday())


def _is_after_noon(half: str | None, hour: int) -> bool:
    """Whether the hour is counted from noon: 「下午两点」, 「中午一点」, and 「三点」 by itself."""
    if half in AFTERNOON:
        return hour < 12
    if half == "中午":
        return hour < 3
    return not half and 0 < hour < EARLIEST


def _trimmed(piece: str) -> str:
    """Without the words around a place: 「评议会定在系楼302召开」."""
    while True:
        shorter = TRAILING.sub("", LEADING.sub("", piece.strip())).strip()
        if shorter == piece:
            return piece
        piece = shorter
