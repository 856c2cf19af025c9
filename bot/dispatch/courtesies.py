"""「收到」「谢谢」「好的」「辛苦了」: said to be polite, and answered so. They ask for nothing."""

from collections.abc import Iterable, Sequence

from bot.texts import talk

_POLITE = (
    "好的 好 好嘞 好哒 好滴 好吧 嗯 嗯嗯 哦 噢 收到 已收到 收到了 知道了 知道 明白 明白了 了解 了解了 清楚了 行 行的 可以的 遵命 ok okay",
    "谢谢 谢谢您 谢谢你 谢谢大家 多谢 感谢 谢了 非常感谢 十分感谢 太感谢了 thanks 辛苦 辛苦了 辛苦您了 辛苦你了 辛苦各位 您辛苦了 你辛苦了 大家辛苦了 麻烦了 麻烦您了",
    "您也是 你也是 您也一样 同乐 同喜 祝您 祝你 祝大家 祝各位 拜拜 再见 没事 没事了 不客气 客气了 没问题 哈哈 👌 👍 🙏 🌹",
)
_WORDS = frozenset(word for line in _POLITE for word in line.split()) | talk.WISHES.keys()
_PARTICLES = "的了啊呀哦呢啦哈哒滴嘞吧呐"
_MOST = 24  # characters: whoever says more says something


def is_courtesy(said: str) -> bool:
    """Tells whether all parts of a short message are polite words."""
    if len(said.strip()) > _MOST:
        return False
    parts = said.casefold().translate(_GAPS).split()
    return bool(parts) and all(_is_polite(part) for part in parts)


def reply(said: str) -> str:
    """Returns what is answered to a polite message: a wish for a wish, else that it is well."""
    return next((back for wish, back in talk.WISHES.items() if wish in said), talk.COURTESY)


def holds(said: str, words: Iterable[str]) -> bool:
    """Tells whether one of these words stands in a polite message by itself: 「好」 in 「好，谢谢」,
    or several of them in a row: 「好好好」.
    """
    known = [word for word in words if word]
    return any(_is_made_of(part, known) for part in said.translate(_GAPS).split())


def _is_made_of(part: str, words: Sequence[str]) -> bool:
    rest = part
    while rest:
        word = next((word for word in words if rest.startswith(word)), "")
        if not word:
            return False
        rest = rest[len(word) :]
    return True


def _is_polite(part: str) -> bool:
    """Tells whether this is one polite word, or several in a row: 「好的收到谢谢」."""
    rest = part
    while rest:
        word = next((word for word in _LONGEST_FIRST if rest.startswith(word)), "")
        if not word:
            return rest.strip(_PARTICLES) == ""
        rest = rest[len(word) :]
    return True


_GAPS = str.maketrans(dict.fromkeys("，,。.!！~～、;；…[]【】()（）", " "))
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)
