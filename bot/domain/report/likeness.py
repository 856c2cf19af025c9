"""How much two short Chinese passages speak about the same thing, by the pairs of neighbouring characters they share."""

import re
from collections.abc import Set as AbstractSet

_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
# Pairs that stand in almost every problem or measure and tell nothing about its subject.
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "不够 不足 不强 不深 不高 不实 不到 到位 有待 待加 加强 进一 一步 一是 二是 三是 问题 存在 措施 整改 原因 工作 支部 党支 党员 我将 "
        "深入 提高 提升 坚持 落实 还不 的问 方面 主要 没有 够深 够强 得不 下一 加大 力度 针对 对于 书记 党建",
    )
)


def pairs_of(text: str) -> frozenset[str]:
    """The telling pairs of characters; pairs do not reach over punctuation."""
    runs = _NOT_HAN.split(text)
    return frozenset({run[at : at + 2] for run in runs for at in range(len(run) - 1)} - _COMMON)


def contained(needle: AbstractSet[str], hay: AbstractSet[str]) -> float:
    """The share of `needle` that `hay` holds, 0 to 1; 0 for an empty needle."""
    return len(needle & hay) / len(needle) if needle else 0.0
