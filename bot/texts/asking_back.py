"""What somebody is asked who was understood loosely: the act in one sentence, as a colleague would
repeat it before doing it.
"""

from collections.abc import Mapping

from bot.domain.patterns import pattern
from bot.domain.words import OFFICE, REPORT
from bot.texts import acts

# Several sentences of a word: the first counts of which everything was said.
SENTENCES: Mapping[str, tuple[str, ...]] = {
    "受理": ("审核通过{branch}的{report}", "审核通过交来的{report}"),
    "退回": ("把{branch}的{report}退回修改，意见是：{text}", "把{report}退回修改，意见是：{text}"),
    "延期": (
        "把{branch}的截止日期改为{date}",
        "把{branch}的截止日期延后{days}",
        "给{branch}延期",
        "把截止日期改为{date}",
        "把截止日期延后{days}",
    ),
    "催交": ("提醒{branch}交{report}", "提醒还没交的{office}交{report}"),
    "承诺": ("记下您的承诺：{text}",),
    "放行": ("{branch}这一项不再要求，理由：{text}",),
    "改条目": ("把{n}改成：{text}",),
    "开始测评": ("对{subject}开始测评", "开始测评"),
    "下一位": ("请下一位发言",),
    "结束测评": ("收票，结束对{subject}的测评", "收票，结束测评"),
    "公布": ("公布{subject}的测评结果", "公布测评结果"),
    "交领导": ("把{subject}的测评结果交领导", "把测评结果交领导"),
    "发测评表": ("发测评表（{text}）", "把测评表发给大家"),
    "测评表": ("把您的测评表发给您",),
    "会议": ("{person}：{text}", "更改会议安排：{text}"),
    "会议通知": ("发会议通知：{text}", "发会议通知"),
    "会议改期": ("会议改为：{text}",),
    "签到": ("给{person}签到", "签到"),
    "请假": (
        "给{person}请假，原因：{text}",
        "给{person}请假",
        "向会议请假，原因：{text}",
        "向会议请假",
    ),
    "取消请假": ("取消{person}的请假", "取消请假"),
    "公示": ("公示{branch}的{report}", "公示{report}"),
    "反馈": ("{anonymous}提交您的意见：{text}", "提交您的意见：{text}"),
    "平时": ("记入对{person}的平时了解：{text}",),
    "调研": ("记入对{person}的调研了解：{text}",),
    "点评": ("记入对{person}的点评：{text}", "记入点评：{text}"),
    "记依据": ("给{person}记一条依据：{text}",),
    "更正": ("把{n}更正为：{text}",),
    "定等": (
        "把{person}的等次定为“{grade}”，理由：{text}",
        "把{person}的等次定为“{grade}”",
        "给{person}评定等次",
    ),
    "送达": ("向{person}反馈考核结果", "反馈考核结果"),
    "异议": ("对考核结果提出不同意见：{text}",),
    "意见": ("起草{person}的评价意见", "起草评价意见"),
    "进展": (
        "记下{branch}{n}的进展：{text}",
        "记下{n}的进展：{text}",
        "记下整改进展：{text}",
        "报告{n}的进展",
        "报告整改进展",
    ),
    "完成": (
        "报告{branch}{n}已完成：{text}",
        "报告{n}已完成：{text}",
        "报告已完成：{text}",
        "报告{branch}{n}已完成",
        "报告{n}已完成",
    ),
    "时限": ("把{branch}{n}的时限改到{date}", "把{n}的时限改到{date}", "把时限改到{date}"),
    "交办": ("交办：{text}",),
    "需要帮助": ("{n}需要帮助：{text}", "请求帮助：{text}", "请求帮助"),
    "回复": ("回复{branch}{n}的求助：{text}", "回复{branch}的求助：{text}"),
    "帮助解决": ("{branch}{n}的求助已经解决", "{branch}的求助已经解决"),
    "转请": ("把{branch}{n}的求助转请{person}", "转请{person}帮助"),
    "抽查": ("随机抽查{n}",),
    "核验": ("核验{branch}{n}：{text}", "核验{branch}{n}", "核验{branch}的整改", "核验整改"),
    "回访": ("回访{branch}{n}：{text}", "回访{branch}{n}"),
    "问效": ("问效{branch}{n}：{text}", "问效{branch}{n}"),
    "软弱涣散": ("把{branch}列入集中整顿：{text}", "把{branch}列入集中整顿"),
    "整顿完成": ("{branch}集中整顿完成：{text}", "{branch}集中整顿完成"),
    "满意度": ("在{branch}开展满意度测评", "开展满意度测评"),
}
_OF_THE_UNIT = {"report": REPORT, "office": OFFICE}
_SLOT = pattern(r"\{(\w+)\}")


def sentence(word: str, said: Mapping[str, str]) -> str:
    """Returns the act with what was said of it, by slot.

    Nothing that was said is left out: what the sentence has no place for stands behind it.
    """
    for template in SENTENCES.get(word, ()):
        places = set(_SLOT.findall(template)) - _OF_THE_UNIT.keys()
        if places <= said.keys():
            rest = [value for slot, value in said.items() if slot not in places]
            act = template.format(**_OF_THE_UNIT, **said)
            if rest:
                act += f"（{'，'.join(rest)}）"
            return act
    return " ".join([acts.called(word), *said.values()])


def is_this_right(word: str, said: Mapping[str, str]) -> str:
    return f"您是要办这件事吗：{sentence(word, said)}"


# Of these the number tells how many, and is no item's.
_HOW_MANY = frozenset({"抽查"})


def counted(word: str, slot: str, value: str) -> str:
    """Returns a plain value of a request as it is read aloud, with its measure word."""
    match slot:
        case "days":
            return f"{value}天"
        case "n" if word in _HOW_MANY:
            return f"{value}个"
        case "n":
            return f"第{value}条"
        case "anonymous":
            return "匿名"
        case _:
            return value
