"""How much two short Chinese passages speak about the same thing.

The measure is the pairs of neighbouring characters that both hold.
"""

import re
from collections.abc import Set as AbstractSet

from bot.domain.patterns import pattern

_NOT_HAN = pattern(r"[^\u3400-\u9fff]+")
# Pairs that stand in almost every problem or measure and tell nothing about its subject.
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "不够 不足 不强 不深 不高 不实 不到 到位 有待 待加 加强 进一 一步 一是 二是 三是 问题 存在 措施 整改 原因 工作 支部 党支 党员 我将 "
        "我们 一次 每月 每周 每年 每季 季度 学期 全年 年底 一年 组织 建立 制度 进行 开展 加强 没有 有的 部分 深入 提高 提升 坚持 落实 还不 的问 方面 主要 没有 够深 够强 得不 下一 加大 力度 针对 对于 书记 党建",
    )
)

# Words that speak about one subject though they share no characters.
_TOPICS = {
    word: topic
    for topic, words in {
        "#study": "学习 研讨 读书 原著 党课 书单 培训 测试 领学 导读 理论",
        "#growth": "发展党员 入党 培养对象 积极分子 递交申请 预备党员 培养联系",
        "#talk": "谈心 谈话 谈了 家访",
        "#visit": "走访 调研 深入一线 座谈 宿舍 下沉 接待日 联系群众",
        "#serve": "服务 办实事 帮扶 诉求 意见 投诉 答复 回应",
        "#money": "经费 预算 报销 开支 采购 花钱",
        "#dues": "党费",
        "#meeting": "组织生活 三会一课 支部大会 支委会 党小组会 民主生活",
        "#event": "主题党日 党日 活动形式 活动",
        "#record": "档案 材料 记录 台账 归档 月清",
        "#place": "阵地 活动室 场所 开放",
        "#news": "宣传 报道 信息 公众号 推送",
        "#fusion": "融合 两张皮 脱节 课题组 科研 教研",
        "#brand": "品牌 特色 创新 亮点",
        "#watch": "考勤 出勤 请假 缺席 缺课 补课 点名",
        "#duty": "分工 职责 责任 委员",
        "#open": "公开 公示 公布",
        "#volunteer": "志愿",
        "#pairing": "结对 共建 社区",
        "#move": "流动 转接 组织关系 外出",
        "#care": "关怀 慰问 看望 困难党员 生病",
        "#discipline": "纪律 廉政 警示 作风",
    }.items()
    for word in words.split()
}
_TOPIC = pattern("|".join(sorted(_TOPICS, key=len, reverse=True)))


def topics_of(text: str) -> frozenset[str]:
    """Returns the subjects of a branch's work that a passage speaks of."""
    return frozenset(_TOPICS[word] for word in _TOPIC.findall(text))


def pairs_of(text: str) -> frozenset[str]:
    """Returns the telling pairs of characters; pairs do not reach over punctuation.

    Most words have two characters: pairs come near to words without a dictionary of them.
    """
    runs = _NOT_HAN.split(text)
    return frozenset({run[at : at + 2] for run in runs for at in range(len(run) - 1)} - _COMMON)


def share_held(needle: AbstractSet[str], hay: AbstractSet[str]) -> float:
    """Returns the share of `needle` that `hay` holds, 0 to 1; 0 for an empty needle."""
    if not needle:
        return 0.0
    return len(needle & hay) / len(needle)
