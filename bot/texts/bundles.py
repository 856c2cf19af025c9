"""Acts on many: the preview with a line each, and what is said when all are done."""

from collections.abc import Mapping

from bot.texts import acts

# How an act on many is called in a sentence.
CALLED: Mapping[str, str] = {
    **acts.NAMES,
    "退回": "退回修改",
    "延期": "延长期限",
    "核验": "核验通过",
    "平时": "记录平时掌握的情况",
    "调研": "记录调研了解的情况",
    "点评": "记录领导点评",
}


def called(word: str) -> str:
    return CALLED.get(word, word)


def title(word: str) -> str:
    return f"请确认：{called(word)}"


def question(word: str, count: int) -> str:
    return f"下面{count}项一并{called(word)}，请核对："


def done(count: int) -> str:
    return f"好的，{count}项都已办理。"
