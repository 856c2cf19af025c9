"""How an act is called in a sentence, where the word by which it is asked for would not read well."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "受理": "审核通过",
    "送达": "反馈结果",
    "定等": "评定等次",
    "放行": "此项不作要求",
}

# The word that people are told to write, where the word of the request is another.
WRITTEN: Mapping[str, str] = {
    "受理": "通过",
    "送达": "反馈结果",
    "异议": "不同意见",
    "放行": "不作要求",
}


def written(word: str) -> str:
    return WRITTEN.get(word, word)


def called(word: str) -> str:
    return NAMES.get(word, word)
