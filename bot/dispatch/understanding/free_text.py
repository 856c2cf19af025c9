"""The free text of a request, handed on verbatim."""

from bot.domain.patterns import pattern
from bot.domain.publicity import IN_CONFIDENCE
from bot.domain.values import dataclass

ANONYMOUS = IN_CONFIDENCE
SEPARATORS = " \t\n\u3000,，。.;；:：、!！—-/→="
OPENING, CLOSING, ENDS = ("(", "（"), (")", "）"), " \n。.！!"
POLITE = pattern(r"(?:谢谢|谢了|多谢|辛苦|拜托|哈|吧|啊|呀|哦|呢|啦|了|您|你|大家|[\s,,。.!!~])*")
THANKS = pattern(
    r"[\s,，。;；]{1,20}(?:谢谢|谢了|多谢|辛苦了?|麻烦了|麻烦您?了?|拜托了?|感谢)(?:您|你|大家|啦|哈|哦)*[\s。.!！~]*$"
)

LEAD_IN = pattern(
    r"^(?:(?:请|麻烦)?记(?:一?下|下来)?[:：]\s{0,9}"
    r"|(?:(?:主要)?(?:理由|原因)呢?就?是|主要就?是(?:因为)?|因为|具体是)[,，:：\s]{0,3}(?=[^\s]))"
)
WISH = pattern(r"^[^,,。;;]*?(?:匿名|名字?|姓名|保密)[^,,。;;]{0,4}[,,。;;\s]+")


@dataclass(frozen=True)
class Text:
    """The free text of a request, and where it stands in the message."""

    said: str = ""
    start: int = -1
    end: int = -1

    def holds(self, place: int) -> bool:
        return self.start <= place < self.end


def without_wish(text: str) -> str:
    """「请不要写我的名字,会议开得太长」: the wish is not part of what is said."""
    return WISH.sub("", text)


def said(text: str) -> str:
    """The text, or nothing where it is only polite: 「第二条完成了,谢谢」."""
    text = _unbracketed(text.lstrip(SEPARATORS))
    text = LEAD_IN.sub("", text.lstrip(SEPARATORS))
    if POLITE.fullmatch(text):
        return ""
    text = THANKS.sub("", text).strip()
    if text.rstrip(ENDS).endswith(CLOSING) and not any(bracket in text for bracket in OPENING):
        text = text.rstrip(f"{ENDS})）")  # the bracket in front was left out
    return text


def _unbracketed(text: str) -> str:
    """「退三支部(问题太空)」 without its brackets; a list, 「（一）…；（二）…」, keeps them."""
    if not text.startswith(OPENING):
        return text
    inside = text[1:].rstrip(f"{ENDS})）")
    if any(bracket in inside for bracket in (*OPENING, *CLOSING)):
        return text
    return inside
