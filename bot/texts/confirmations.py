"""Confirming by a second person: who is asked first, and what is said when others are asked."""

from collections.abc import Sequence

from bot.domain.words import HOUSE
from bot.texts.listing import shortened

NO_ANSWER_YET = "（先请的同志还没有答复，请您看一下。）"
PASSED_ON = "好的，您没有确认，已转请别的同志。"


def not_answered(name: str) -> str:
    return f"（先请{name}确认，还没有答复，请您看一下。）"


def was_declined(name: str) -> str:
    return f"（{name}没有确认，请您看一下。）"


def has_left(name: str) -> str:
    return f"（原来请{name}确认，他已不担任这项工作，请您看一下。）"


def nobody_left(name: str) -> str:
    return f"原来请{name}确认的一件事，现在没有别的同志可以确认，已收回。需要时请再提出一次。"


def passed_on_notice(name: str, asked: Sequence[str]) -> str:
    return f"{name}没有确认，已转请{'、'.join(asked)}。"


def posted(by: str) -> str:
    """What whoever asked hears beside the group: it is the moment in which he goes on."""
    return f"{by}已确认，已发到{HOUSE}群。"


def posted_later(by: str, day: str) -> str:
    return f"{by}已确认，{day}发到{HOUSE}群。"


def who_was_asked(names: Sequence[str]) -> str:
    """Ends the answer to whoever asked for it."""
    return f"已请{'、'.join(dict.fromkeys(names))}确认；没有答复时再请别的同志。"


UNTITLED = "请确认"
NOTHING_WAITS = "现在没有等您确认的事。想知道有什么要办，请发送“待办”。"


LONGEST_GIST = 40  # characters of a card, where several are listed


def titled(title: str, line: str) -> str:
    """Tells one card from others that have the same title."""
    return f"{title}：{shortened(line, LONGEST_GIST)}"


def several(titles: Sequence[str]) -> str:
    """Returns the open cards, where a yes in words does not say which."""
    lines = [f"{number}. {title}" for number, title in enumerate(titles, start=1)]
    return "\n".join(
        [
            f"有{len(titles)}件事等您确认：",
            *lines,
            "请点卡片上的按钮，或者回“同意 1”“不同意 2”这样的话。",
        ]
    )


NO_TEXT = "请看前面的卡片。"
