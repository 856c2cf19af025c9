"""How an act is called in a sentence, where the word by which it is asked for would not read well."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "受理": "审核通过",
    "送达": "反馈结果",
    "定等": "评定等次",
    "放行": "此项不作要求",
}


def called(word: str) -> str:
    return NAMES.get(word, word)
