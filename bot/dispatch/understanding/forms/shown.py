"""What people ask to be shown or made, and what they tell of themselves."""

from bot.dispatch.understanding.forms.written import forms
from bot.dispatch.understanding.stage_days import FORM as MOVED_STAGE
from bot.texts import talk

YEAR = r"(?P<text>20\d\d)\s*(?:年|年度)?"
NUMBER = r"(?:\s*第?(?P<n>\d{1,2})[件个条]?)?[。.！!]?"

AGREEING = (
    *forms("同意", rf"(?:(?:我)?(?:同意|赞成|确认)|没意见|没有意见){NUMBER}"),
    *forms("不同意", rf"(?:我)?(?:不同意|不赞成|不确认){NUMBER}"),
    # Who gives up what he asked for himself declines nothing that others ask of him.
    *forms(
        "不同意",
        r"(?:那|那就|还是)?(?P<text>取消|算了|不用|不办|先不办|不弄|不要)[了吧]{0,2}[。.！!]?",
    ),
)
ARCHIVING = forms("归档", rf"归档\s*{YEAR}")
HELPING = (
    # Whoever only greets is shown what there is; a greeting before a request is left out of it.
    *forms(talk.HELP, r"[您你]好[。！!~]?", whole=True),
    *forms(
        talk.ALL_WORDS,
        rf"{talk.HELP}\s*(?:全部|所有|更多)|(?:全部|所有)(?:帮助|词语?|命令|功能)(?:列表)?",
    ),
)
PLANS = (*forms("方案", rf"方案\s*{YEAR}"), *forms("改日期", MOVED_STAGE, whole=True))
PRINTING = forms(
    "打印",
    r"(?:请|麻烦|帮我|给我)?(?:打印|印)(?:一下|一份|几份|出)?(?:现场)?"
    r"(?P<text>测评表|签到表|(?:测评)?统计表|(?:会议)?议程)(?:表)?[。！!]?",
)
PUBLICITY = (
    # Also where it begins with a branch's name.
    *forms("反馈", r"反馈[\s:：,，]+(?!怎么|如何|怎样)(?P<text>(?s:.+))", asks=True),
    *forms(
        "反馈办法",
        r"(?:请问)?(?:怎么|如何|怎样)(?:匿名|实名)?(?:反馈|提意见).*"
        r"|(?:匿名|实名)?反馈(?:怎么|如何|怎样|安全|是什么|可以吗|吗).*",
        # Of whom, and nothing of what yet.
        r"我?(?:要|想|打算)(?:实名)?(?:举报|投诉|检举)[^，,。:：；;\n]{0,12}[。！!]?",
        asks=True,
    ),
)
QUESTIONS = forms(
    "常见问题",
    r"(?:大家)?(?:常见|常问|常问的)问题|问题清单|都能问什么|可以问什么|能问你什么",
    asks=True,
)
REACH = forms(
    "谁收不到",
    r"(?:还有|现在)?(?:谁|哪些人|哪几位|哪几个人?|哪些同志|有没有人)(?:都|还|现在)?"
    r"(?:没有?|不能?)?(?:能?联系不?上|收不?到(?:你的|机器人的?|消息|通知|提醒)*|"
    r"(?:和|跟)(?:你|机器人)说过话|够不?着|找不到)(?:的|你|你的消息|消息|机器人)?[呢了吗？?。]*",
    asks=True,
)
REMINDER_LOG = forms(
    "提醒记录",
    r"(?:为什么|为啥|怎么|咋)(?:都|还|也)?(?:没有?|不|未)(?:收到|给我)?(?:提醒|通知)(?:到)?我?[？?呢啊。]*",
    asks=True,
)
STATUS = forms(
    "状态图",
    r"(?:请|麻烦)?(?:发|看|给我)?(?:一?[张下个])?(?:全系)?(?:状态|进展|进度)的?(?:图|图片|照片)",
)
STAFFING = (
    *forms(
        "人员变动",
        r"(?:人员变动|名册变动|改名册)[\s:：,，]{0,9}(?P<text>[\s\S]{0,1500})",
        whole=True,
    ),
    *forms(
        "离任",
        r"(?P<text>(?:我|本人)(?:们?支部)?(?:已经?|要|快|马上|最近|刚刚?|下个?月|这次){0,2}"
        r"(?:换届|退休|卸任|离任|调走|调离|辞去|不再?(?:担任|兼任|当|任|是))[^?？吗\n]{0,60})",
        whole=True,
    ),
)
TODOS = forms(
    "待办",
    # What is to be done, the list, the reports to be read, what waits.
    r"(?:请问)?(?:我)?(?:现在|今天|目前|还|接下来)*(?:有)?(?:什么|啥|哪些)?(?:还)?"
    r"(?:要我?(?:办|做|确认|处理)|需要我?(?:办|做|确认|处理)|该我?(?:办|做)|等我(?:办|确认))"
    r"(?:的)?(?:什么|啥|些什么|哪些)?(?:事情?|事项)?(?:没有|吗|呢)?[？?。]?",
    r"(?:我的|看看?|看一下)?(?:待办|待办事项|待审|待审的|待确认|待确认的|待处理的)"
    r"(?:有哪些|有什么|事项|清单|列表)?[？?。]?",
    r"(?:还有)?(?:哪些|什么|几份|多少)?(?:报告|材料)?(?:还)?(?:没|未)审(?:核|的)?[？?。]?",
    r"(?:我)?(?:还)?有(?:什么|哪些|没有)(?:要|需要|等)(?:我)?(?:来)?"
    r"(?:确认|办|做|处理)(?:的)?(?:事|事情)?[？?。]?",
    asks=True,
)
