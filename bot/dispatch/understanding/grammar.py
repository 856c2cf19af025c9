"""What holds for single requests beside their phrases. Data only.

Whoever adds a request needs nothing here, unless a question about it is answered by another one,
or its text may follow in sentences of its own.
"""

from bot.domain.patterns import pattern

# Requests of which more is known than their phrases tell.
BIND, PROGRESS, DONE, LEAVE, GRADES = "绑定", "进展", "完成", "请假", "等次"
VOTE, DECISION = "测评", "定等"
OF_ONE = ("平时", "调研", "点评")  # what is said of one who is evaluated
HELP = "需要帮助"  # with an item

# A question about the act (「退回了吗」) is answered by this.
ASKED_OF = {
    "受理": "详情",
    "退回": "详情",
    "延期": "详情",
    "催交": "谁没交",
    "对应": "对应",
    "承诺": "整改",
    "进展": "整改",
    "完成": "整改",
    "签到": "签到",
    "公示": "状态",
    "意见": "意见",
    "定等": "依据",
    "通报": "整改情况",
    "满意度": "整改情况",
    "会议": "会议",
    "开始测评": "谁没投",
    "结束测评": "谁没投",
    "下一位": "会议",
    "公布": "测评结果",
    "通知": "通知",
}

# Whatever follows, in whatever sentences, is their text.
REMARKS = frozenset(
    [
        "平时",
        "调研",
        "点评",
        "承诺",
        "反馈",
        "进展",
        "完成",
        "需要帮助",
        "异议",
        "绑定",
        "合并",
        "交办",
        "核验",
        "问效",
        "抽查结果",
        "纸质票",
    ]
)

# What follows may be their reason, as long as it asks for nothing itself.
REASONED = frozenset(
    ["退回", "定等", "会议", "送达", "更正", "请假", "更正公示", "整顿完成", "放行"]
)

# The second is only said along with the first, 「各支部整改怎么样，有过期的没」, unless its part of
# the message holds one of these words.
SAID_ALONG = {
    ("整改情况", "待办"): pattern(r"待办|[要该]办|我"),
    ("整改情况", "状态"): pattern(r"状态|进度|[走到]哪"),
    ("会议通知", "通知"): pattern(r"工作通知|述职通知|材料|报告|下发"),
    ("会议改期", "通知"): pattern(r"工作通知|述职通知|材料|报告|下发"),
    ("详情", "状态"): pattern(r"状态|进度|总|全系|全部|整体|大家"),
    ("会议改期", "会议"): pattern(r"[吗怎哪几谁]|安排"),
    ("公布", "帮助"): pattern(r"帮助|怎么|咋"),
    ("催交", "谁没交"): pattern(r"谁|哪|几|差"),
    ("怎样保密", "我的票"): pattern(r"[吗没看查算]"),
    ("怎样保密", "帮助"): pattern(r"帮助|怎么|咋"),
    ("延期", "详情"): pattern(r"详情|情况|怎么样|材料|报告"),
}

# A person named with them is one who reports, if one of the name does.
ABOUT_SECRETARIES = frozenset(
    ["平时", "调研", "点评", "意见", "定等", "依据", "等次表", "送达", "会议", "开始测评", "谁没投"]
)

# Saying that it has happened is asking for it: 「我已经到了」.
REPORTED = frozenset({"签到"})

# Items of one kind may be named several at a time: 「第1、3条都做完了」.
OF_ITEMS = frozenset({PROGRESS, DONE})

# Its handler reads the names from its text, wherever they stand: 「张三、李四的测评表先发」.
NAMED_IN_TEXT = frozenset({"发测评表"})

# Of these a sentence may grade several: 「好 张三、李四；其余较好」.
DECISIONS = frozenset({GRADES, DECISION})

# These words are their text wherever they stand: 「意见 王文例 重拟」, 「把王书记的意见重写一遍」.
ANEW = ("重拟", "重新起草", "重写", "重新生成")
# What is said of the meeting is announced or changed by what is there already, so neither is asked.
OF_THE_MEETING = frozenset({"会议通知", "会议改期"})
FIXED_TEXTS = {"意见": ANEW}
