"""Who comes, who cannot, and who asks for it."""

import re

from bot.dispatch.understanding.aliases import FAMILY
from bot.dispatch.understanding.forms.written import forms
from bot.dispatch.understanding.writing import unaddressed
from bot.domain.patterns import pattern

ARRIVES = r"我?(?:到了?|已到|来了|到会了?|到场了?|报到|报个到|到啦|来啦)[。!！]{0,3}"
WHO = r"(?:都)?有?(?:谁|哪[些几](?:个|位)?(?:人|同志|老师|书记)?|(?:几|多少)(?:个|位)?(?:人|同志)?)"
ABSENT = r"(?:请了?(?:[病事]?假)|来不了|不能来|不来|没来|没到|没有来|没有到|缺席)"
CANNOT = r"(?:来不了|去不了|到不了|参加不了|不能(?:来|去|到会|参加|到场))"
BUSY = (
    r"(?:要|得|在|有)?(?:出差|外出|生病|住院|发烧|感冒|手术|上课|课|开会|调研|学习|培训|值班)了?"
    r"|不在(?:学校|本地|北京|家)|在(?:外地|国外|医院)|有(?:急?事|监考)|身体不(?:舒服|好)"
)
WHEN = r"(?:那天|当天|今天|明天|[上下]午|临时)"
HERE = r"(?:来|到|到场|到会|出席|签到)"
SHOW = r"(?:请问|看看|看一下|现在|今天|会上)?"
END = r"[?？。呀啊呢\s]{0,6}"

FORMS = (
    *forms("签到", ARRIVES),
    *forms(
        "请假",
        r"我(?:要|想|得|需要|申请)?(?:跟您|向您|向组织)?请(?:个|一下)?(?:事|病)?假"
        r"(?:[\s,，。:：]{1,5}(?P<text>[^?？吗]{0,200}))?",
        rf"(?:我|{WHEN}|会议|评议会|[\s,，]){{0,6}}{CANNOT}"
        r"(?:会议|开会)?了?(?:[\s,，。:：]{1,5}(?P<text>[^?？吗,，。\s]{2,60}))?[。！!]?",
        # The reason stands in front: 「我出差去不了」. Of others it is said with their name.
        rf"(?:{WHEN}|[\s,，]){{0,3}}我?{WHEN}{{0,2}}(?P<text>{BUSY})"
        rf"[\s,，]{{0,3}}{CANNOT}(?:会议|开会)?了?[。！!]?",
    ),
    *forms("取消请假", r"(?:我)?(?:不请假了|销假|又?能(?:来|去|到会|参加)了)[。!！]?"),
    *forms(
        "请假名单",
        rf"{SHOW}{WHO}(?:都|还|今天|已经?)?(?:{ABSENT}|{HERE})(?:会)?了?{END}",
        rf"{SHOW}(?:今天)?(?:一共|总共|已经)?(?:来|到|到会|到场|请|请假|签到)了?(?:有)?"
        rf"(?:几|多少)(?:个|位)?(?:人|同志)?{END}",
        rf"{SHOW}请假的?(?:都)?(?:有)?(?:是)?"
        rf"(?:谁|哪些(?:人|同志)?|哪几(?:个|位)(?:人|同志)?|几(?:个|位)?人?|多少人){END}",
        asks=True,
    ),
)

ARRIVED = pattern(ARRIVES)
WORD = pattern(r"(?P<first>[^\s,，。、:：;；]+)[\s,，。、:：;；]*(?P<rest>[\s\S]*)")
ACCOUNT = pattern(r"[A-Za-z][\w.\-]{1,31}", re.ASCII)
FULL_NAME = pattern(rf"(?:{FAMILY}[一-鿿]{{1,2}})(?:书记|同志|老师|主任)?")
SHORT_WORD = pattern("[一-鿿]{2,4}")
# Reasons that begin with a surname.
BEGINS_LIKE_A_NAME = pattern(
    "高烧|高热|高血压|施工|安排|时间|成都|江苏|广州|相亲|路远|车祸|项目|任务|党校|党课|应酬"
)
REASON = pattern(
    "[病事差会课家孩医院烧疼痛休婚丧产假飞车路我在有要去没不因]|感冒|手术|调研|学习|培训|探亲|旅|临时|今|明|那天|当天|[上下]午"
)


def arrives(message: str) -> bool:
    """Tells whether somebody says that he is there: 「到了」 is said of oneself."""
    return ARRIVED.fullmatch(unaddressed(message)) is not None


def read_stranger(text: str) -> tuple[str, str]:
    """Returns what stands where a name would, and the reason behind it: 「王健国 生病」.

    Both are empty where a reason begins there. A name that is on the roster was read before.
    """
    word = WORD.match(text.strip())
    if word is None or BEGINS_LIKE_A_NAME.fullmatch(word["first"]):
        return "", ""
    first, rest = word["first"], word["rest"]
    is_name = FULL_NAME.fullmatch(first) or ACCOUNT.fullmatch(first)
    # A short word alone is as likely a reason; one before a reason is rather a name.
    may_be_name = rest and SHORT_WORD.fullmatch(first) and not REASON.search(first)
    if is_name or may_be_name:
        return first, rest.rstrip(" ,，。、:：;；")
    return "", ""
