"""「收到」「谢谢」「好的」「辛苦了」: said to be polite, and answered so. They ask for nothing."""

from collections.abc import Iterable, Sequence

from bot.texts import talk

_POLITE = (
    "好的 好 好嘞 好哒 好滴 好吧 嗯 嗯嗯 哦 噢 收到 已收到 收到了 知道了 知道 明白 明白了 了解 了解了 清楚了 行 行的 可以的 遵命 ok okay",
    "谢谢 谢谢您 谢谢你 谢谢大家 多谢 感谢 谢了 非常感谢 十分感谢 太感谢了 thanks 辛苦 辛苦了 辛苦您了 辛苦你了 辛苦各位 您辛苦了 你辛苦了 大家辛苦了 老师辛苦 老师辛苦了 麻烦了 麻烦您了",
    "您也是 你也是 您也一样 同乐 同喜 祝您 祝你 祝大家 祝各位 拜拜 再见 没事 没事了 不客气 客气了 没问题 哈哈 👌 👍 🙏 🌹",
)
# Somebody looks whether there is anybody.
_CALLING = (
    "在吗 在么 在不 在不在 在不在呀 你在吗 您在吗 有人吗 有人么 有人在吗 小助手 小助手你好 助手你好 述职助手",
    "老师好 老师您好 老师你好 大家好 各位好 早 早安 早上好 上午好 中午好 下午好 晚上好 嗨 喂 hi hello 哈喽",
    "打扰 打扰了 打扰一下 打扰您了 请问 不好意思 测试 测试一下 试一下 试试 test",
)
_CALLS = frozenset(word for line in _CALLING for word in line.split())
# Alone they are a request for help: newcomers begin with them.
_HELLOS = frozenset(["你好", "您好"])
_WORDS = frozenset(word for line in _POLITE for word in line.split()) | talk.WISHES.keys()
# Who is thanked, in 「谢谢小助手」 and 「好的，老师」; by itself it is no polite word.
_ADDRESSED = ("述职助手", "小助手", "助手", "机器人", "老师", "领导", "书记")
# 「好的」 begins with 「好」.
_LONGEST_FIRST = sorted([*_WORDS, *_ADDRESSED], key=len, reverse=True)
_PARTICLES = "的了啊呀哦呢啦哈哒滴嘞吧呐"
_GAPS = str.maketrans(dict.fromkeys("，,。.!！~～、;；…[]【】()（）", " "))
_MOST = 24  # characters: whoever says more says something


def is_courtesy(said: str) -> bool:
    """Tells whether all parts of a short message are polite words, or several of them in a row:
    「好的收到谢谢」.
    """
    if len(said.strip()) > _MOST:
        return False
    beside_hello = [
        part for part in _parts(said.casefold()) if part not in _HELLOS and part not in _ADDRESSED
    ]
    if not beside_hello:
        return False
    return all(_is_call(part) or _is_polite(part) for part in beside_hello)


def reply(said: str) -> str:
    """Returns what is answered to a polite message: a wish for a wish, a greeting for a call, else
    that it is well.
    """
    for wish, back in talk.WISHES.items():
        if wish in said:
            return back
    if any(map(_is_call, _parts(said.casefold()))):
        return talk.HERE
    return talk.COURTESY


def holds(said: str, words: Iterable[str]) -> bool:
    """Tells whether one of these words stands in a polite message by itself: 「好」 in 「好，谢谢」,
    or several of them in a row: 「好好好」.
    """
    # A step of the scale may have no title.
    known = [word for word in words if word]
    return any(not _behind_words(part, known) for part in _parts(said))


def _parts(said: str) -> list[str]:
    return said.translate(_GAPS).split()


def _is_call(part: str) -> bool:
    return part.strip("?？") in _CALLS


def _is_polite(part: str) -> bool:
    """Tells whether this is one polite word, or several in a row: 「好的收到谢谢小助手」."""
    if part.startswith(_ADDRESSED):
        return False
    return not _behind_words(part, _LONGEST_FIRST).strip(_PARTICLES)


def _behind_words(part: str, words: Sequence[str]) -> str:
    """Returns what is left of a part once these words are taken away from its beginning."""
    rest = part
    while rest:
        word = next((word for word in words if rest.startswith(word)), "")
        if not word:
            break
        rest = rest[len(word) :]
    return rest
