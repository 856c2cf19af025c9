"""The words in which people say how somebody does his work: of nothing else is a reason made.

What a reason may not hold cannot be told over; so what it may hold is.
"""

from collections.abc import Sequence

from bot.domain.patterns import pattern
from bot.domain.polls.spoken import letters_in, lexicon

_PRAISE = frozenset(
    lexicon(
        "实在 扎实 踏实 实干 务实 认真 负责 用心 肯干 能干 敬业 勤奋 勤恳 勤快 勤勉 努力 卖力 尽心 尽责 尽力 到位 细致 细心 仔细 具体 "
        "清楚 清晰 明确 明白 透彻 全面 深刻 深入 生动 精彩 出色 突出 明显 显著 过硬 得力 有力 有效 可行 可靠 靠谱 稳妥 稳重 公道 "
        "公正 正派 热心 热情 耐心 真诚 诚恳 坦诚 谦虚 亲力亲为 以身作则 任劳任怨 兢兢业业 勤勤恳恳 实事求是 敢于担当 担当 有担当 有想法 "
        "有思路 有办法 有干劲 有成效 有成绩 有特色 有亮点 有数据 有例子 有内容 有干货 干货 接地气 抓得紧 抓得实 抓得好 带得好 还行 可以 还可以 "
        "棒 强 稳 实 细 服气 佩服 满意 帮我们 帮我 帮 解决 关心 服务 帮助 联系 辅导 指导 培养 团结 走访 不怕苦 不怕累 不辞辛苦 "
        "没得说 没架子 在一线 工作好 事例多 例子多 数据多 实例多 办法多 点子多 很多 许多 肯帮忙 一心为公 老黄牛 不错 不赖 不简单 无私 "
        "实诚 实实在在 扎扎实实 踏踏实实 认认真真 真话 办实事 干实事 做实事 真抓实干 求真务实 条理 有条理 有条有理 有章法 有方法 言之有物 "
        "周到 上心 贴心 给力 硬核 肯吃苦 吃苦 公平 敢讲问题 敢揭短"
    )
)
_FAULTS = frozenset(
    lexicon(
        "虚 空 空洞 空泛 浅 泛 笼统 平淡 薄弱 弱 乱 混乱 散 糟糕 烂 稀烂 难听 离谱 一塌糊涂 乱七八糟 敷衍 马虎 应付 照念 照本宣科 念稿 念稿子 "
        "老念稿子 跑题 拖沓 含糊 模糊 粗糙 粗 走过场 形式主义 官话 套话 空话 大话 假大空 虚浮 浮 懒散 拖拉 消极 被动 推诿 水 太水 流水账"
    )
)
_SLIGHT = frozenset(
    lexicon(
        "啰嗦 长 短 快 慢 少 重复 平 紧张 偏长 偏短 偏少 偏快 偏慢 差一点 差点 差些 差一口气 年纪大 年纪轻 年轻 多 赶"
    )
)
_OTHER = frozenset(
    lexicon(
        "因为 因其 因 由于 主要 理由 原因 就是 就 是 毕竟 我觉得 觉得 感觉 认为 总体上 总体 整体 他 她 这个人 这人 该同志 这位同志 同志 书记 他的 的 地 得 了 "
        "讲话 活动 支部活动 搞得 搞 发展 党员发展 经验 事业心 纪律 制度 管理 讲得 讲的 讲 发言 述职 报告 材料 稿子 稿 写 做事 做 干事 干活 干工作 为人 其人 干 抓 带 准备 工作 业务 党建 支部 队伍 班子 群众 基础 学生 党员 "
        "发展党员 组织生活 整改 落实 问题 措施 思路 办法 态度 作风 责任心 责任感 责任 表现 内容 数据 例子 事例 事情 事 成绩 成效 效果 "
        "能力 水平 重点 短板 困难 分析 承诺 开会 平时 平常 一直 一年来 这一年 今年 会上 现场 还这么 这么 那么 还 也 和 又 而且 并且 "
        "很 挺 太 贼 真 真的 真是 非常 特别 比较 确实 的确 实在是 实在太 十分 相当 最 更 有点儿 有点 有些 稍微 稍 略 点 一点 一些 些 只是 "
        "实事 好事 难事 ppt 讲稿 篇幅 居多 里 里面 这个 那个 这份 这篇 老同志 老党员 办 儿"
    )
)
_WORDS = _PRAISE | _FAULTS | _SLIGHT | _OTHER
_LONGEST = max(map(len, _WORDS))
_HIS_OWN_WORK = pattern(r"[写做]了")  # 「王书记好，认真写了材料」


def is_made_of_remarks(told: str) -> bool:
    """Whether it holds no words but these."""
    return all(word in _WORDS for word in _words_of(told))


def fits(reason: str, step: str, steps: Sequence[str], *, may_greet: bool) -> bool:
    """Whether a reason says how somebody is, and so that this step may follow from it.

    The best does not follow from faults alone, nor the worst from praise alone. Behind what may be
    a greeting stands praise, and not what the speaker did himself.
    """
    words = _words_of(reason)
    praises, faults = _PRAISE.intersection(words), _FAULTS.intersection(words)
    says_it_again = step in reason
    if step == steps[-1]:
        return bool(faults or says_it_again)
    if step != steps[0]:
        return bool(praises or faults or says_it_again or _SLIGHT.intersection(words))
    if praises or says_it_again:
        return not (may_greet and _HIS_OWN_WORK.search(reason))
    return not (may_greet or faults) and bool(_SLIGHT.intersection(words))


def _words_of(said: str) -> Sequence[str]:
    """The words from left to right, the longest first; a letter of none of them stands alone."""
    letters = letters_in(said)
    words = []
    at = 0
    while at < len(letters):
        ahead = (letters[at : at + length] for length in range(_LONGEST, 0, -1))
        word = next((word for word in ahead if word in _WORDS), letters[at])
        words.append(word)
        at += len(word)
    return words
