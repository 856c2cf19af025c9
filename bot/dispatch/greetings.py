"""「到」「你好」「我来了」: said by whoever arrives. While a sheet is open it asks for the sheet."""

from collections.abc import Iterable

_ARRIVED = "到 到了 我到了 已到 我已到 来了 我来了 在 我在 在的 报到 报个到 到会 已到会 到场 已到场 人到了 到啦 来啦"
_GREETS = "你好 您好 老师好 大家好 早 早上好 上午好 下午好 晚上好 在吗 在么 在不在 有人吗 你在吗 您在吗 嗨 喂 hi hello 述职助手"
_WANTS_SHEET = (
    "开始吧 我要测评 领表 领测评表 领取测评表 我的测评表 要测评表 "
    "测评表呢 给我测评表 发我测评表 表呢 重新发一下 再发一下 再发一次"
)
_WORDS = frozenset(f"{_ARRIVED} {_GREETS} {_WANTS_SHEET}".split())
_GAPS = str.maketrans(dict.fromkeys("，,。.!！~～、;；…?？ ", ""))


def is_greeting(said: str, steps: Iterable[str] = ()) -> bool:
    """Tells whether this is said on arriving; a word that is a step of the scale never is."""
    plain = said.casefold().translate(_GAPS)
    return plain in _WORDS and plain not in steps
