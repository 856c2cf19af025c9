"""Whether a clause tells to do something, or denies, reports, supposes or asks: by what stands around the act.

All functions look at the letters of a sketch (`sketch`): names and days are single capitals there.
"""

import re

from bot.dispatch.understanding.free_text import ANONYMOUS
from bot.domain.patterns import pattern

DENIED_BEFORE = pattern(
    r"(?:还[没不]到|没人|不宜|不急着?|别|不要|不用|不需要|无须|不能|不可以?|不许|不必|无需|勿|甭|不同意|不准|不让|不想|不该|不应该?|莫|先不|暂不|暂缓|暂时不|取消|暂停|停止|撤销|撤回|没必要"
    r"|用不着|犯不着|没说要?|不打算|不建议|反对|拒绝|等会儿?再?|等等|过会儿?|回头|(?<![铁车机班])晚点(?!儿?再?交)|稍后|不是要|不是[我他她]们?|没有?(?:想|要|打算|说|让|叫|同意|批准?|决定)(?!求)|不是让|不是说|不给"
    r"|并非|并不|没让)[^,]{0,7}$"
    r"|(?:再|先)?[等过](?:D|[^,]{1,3}分钟?|一会儿?|会儿|一下)(?:之?后|再)?$"
    r"|(?<!不)等(?:一?下|一会儿?)?再?$|(?:等|待)[^,]{1,10}(?:再|才|之?后|以后)$|(?:改天|改日|下次|以后|明天|后天|下周)再$|(?:还没|还未|没有?|未|不)(?:有|被)?$"
)
DENIED_AFTER = pattern(
    r"(?:再等等?|等一?等(?:再|吧|$)|再说|再议|不急|还早|暂时不|先不|^[^,]{0,2}(?:写|做|办|讲|定)?得(?:很|挺|真)?(?:好|不错|严|细|实)|是[^,]{1,6}还是)"
    r"|^[BP的]*(?:这事|这个事|的事|这件事)?(?:就|也|还是)?(?:先|暂时?|再)?(?:别|不要|不用|不必|不需要|不急|缓一?缓|放一?放|等一?等|免|算|取消|作罢|不)了?(?:发|退|弄|做|办"
    r"|搞|动|管|说|提)?了?$"
    r"|^[^,]{0,7}(?:不用|不必|免|算|取消)了|^不(?!行|合格|过|好|够|全)(?:了|得|成)|^[^,]{0,6}(?:不同意|我反对)"
)
DENIED_NOTHING = pattern(
    r"没有?(?:问题|毛病|意见|[上提递]?交|叫(?=的)|投|啥|什么)|不(?:行|合格|过关|够|全|错)|未[上提递]?交|要不"
)
TOLD = pattern(r"(?:被|已经?|刚刚?|早就)(?:给)?$|(?:已经|早就|早已)[^,]{0,3}过$")
EARLIER = pattern(r"昨天|昨晚|前天|上周|上次|上午|早上|刚才|之前")
TOLD_AFTER = pattern(
    r"^(?:过(?!关)|错了?(?:[,。]|$)|完(?:了|的)?$|了?一?(?:圈|趟)|了?也?没用|了?也白|了(?:就|再|才|之?后|以后|还能|还可以|能不能)|我(?!们?支部|们?系)"
    r"|书?(?:去年|早就|上次|上回|早已)[^,]*过|[^,]{0,3}是谁[^,]{0,4}的$|了(?:(?:我|他|她|我们)(?!们?[看审觉都也已这那查])|好?[一二两三四五几]次))"
)
# 「老李延期了吗我记不清了」
FORGOTTEN = "(?=,?我?(?:都|有点|真)?(?:记不清|记不得|不记得|忘|想不起|搞不清|不清楚|不确定|不知道))"
ASKED = pattern(
    rf"(?:吗|么|没|没有|了不|否)(?:有)?(?:$|{FORGOTTEN})|"
    r"要不要|该不该|是否|是不是|有没有(?!问题)|会不会|可不可以|算不算|够不够|谁|什么|怎么|为啥|为何|哪|几时|多久|如何|多少"
    r"|(?<![缓晚迟推拖宽延过的这那])几[号天点次个]|行不行|好不好|可以吗|难道|凭啥"
)
DONE_ASKED = pattern(
    rf"(?:了|过|完|好)(?:吗|么|没有?|不)(?:$|{FORGOTTEN})|"
    r"(?:了|过)(?:[BP](?:的)?)?(?:没有?|吗)$|是(?:否|不是)已经?|有没有|没有?$|什么时候|啥时候|结束$"
)
SUPPOSED = pattern(
    r"如果|要是|假如|假使|倘若|万一|的话|会怎|会不会|听说|据说|听讲|传言|好像要|是不是要|打算什么"
    r"|P[^,]{0,5}说[:,]|有人(?:说|问(?!题)|讲|要)"
    r"|(?:(?<![跟和对给向让])[BP]|他|她|大家|同志|领导|书记|群里)们?(?:都|又|也|刚才?|今天|昨天|自己)?(?:(?:说|问(?!题)|讲)(?!完|好|得|到|一声|一下)"
    r"|想(?!请|把|给|让|帮|看|查|问)|想问|[让叫托]我(?:问|打听)|申请|求|打听|提出|希望|想要|建议|要求)"
)
ABOUT_IT = pattern(
    r"^(?:的|这)?(?:事儿?|结束|[写交办]完?了)?(?:之后|以后|之前|以前|后还|还能|还可以|是谁|是啥|是什么|是咋|是怎|怎么个|咋个|真的|消息|标准|比例|手续|流程|条件|规定|次数|范围|权限|按钮|功能"
    r"|意思|(?:原因|理由)$|一天最多)"
)
ABOUT = pattern(
    r"[让叫托]我(?:来|去)?(?:问|打听)|谁都?(?:能|可以)[^,]{0,3}[看改删查]|(?:是谁|谁)(?:设计|写|定|批|弄|搞|发|做)[^,]{0,2}的$|是谁(?:设计|写|定|批|负责|弄|搞|发|做)|(?:什么|啥|何)意思|区别|按钮|什么叫"
    r"|啥叫|什么是|何谓|作用|条件是|怎么写|怎么操作|会怎|(?:做什么|干什么|干嘛|干啥|有什么|啥)用"
)
GRANTED = pattern(
    r"同意|(?<!谁)批准|麻烦|请(?:给|予|批)|准了|准许|允许|答应|可以[。,]|说[^,?吗能]{1,12},(?:就|再|那)?(?:宽限|延|缓|给|多)|那就|就给|给他|给她|照办|没问题"
)
# 「第2条搞不定」, 「做不完」, 「卡住了」; 「做不完的补上了」 and 「没卡住」 are none.
UNABLE = pattern(
    r"(?<!没)(?:[搞弄办做推干整谈借]不(?:定|下来|下去|成|了(?!解)|完|动|到位|来)|完成不了|落实不了|解决不了|"
    r"卡(?:住|壳|在)|[没无]法(?:办|做|弄|搞|推|完成|推进|落实|解决))(?!的)"
)
DECIDES = pattern("(?:决定|定|看|抽)谁")  # 「抽签决定谁先讲」
HELPING = pattern(r"^(?:可以|能)(?=提醒|催|再)|帮我|帮忙|帮|(?<!申)请(?!假|问|示)|麻烦|劳驾|拜托")
WHETHER_TO_ACT = pattern(r"\s{0,9}(?:你看|您看|那)?(?:还)?(?:要不要|该不该|是不是该)(?:先|再)?")
WHETHER_TO = pattern("要不要|该不该|第几|几点|什么时候")
WHETHER_DONE = pattern(r"([一-鿿])[没不]\1(?!有)")  # 「退没退」
WHO_NOT = pattern(r"谁没|哪些[^,]{0,4}没|有人没")


def without_lacks(letters: str) -> str:
    """The letters, as many as they were, with what only sounds like a denial made unknown:
    「没问题,受理」, 「没交的催一下」.
    """
    return DENIED_NOTHING.sub(_unknown, ANONYMOUS.sub(_unknown, letters))


def _unknown(found: re.Match[str]) -> str:
    return "·" * len(found[0])


def is_unable(letters: str) -> bool:
    """Tells whether somebody says that he cannot do it, and not that it is done in the end."""
    return bool(UNABLE.search(letters)) and not letters.endswith(("完成了", "办好了", "解决了"))


def denied(before: str, after: str, *, text_follows: bool) -> bool:
    """「别退回」「不用催了」「还不能公布」."""
    return bool(DENIED_BEFORE.search(before) or (not text_follows and DENIED_AFTER.search(after)))


def told(before: str, act: str, after: str) -> bool:
    """The act is reported, not asked for: 「被退回」「催过了」."""
    earlier = EARLIER.search(before + act + after) and (act + after).endswith(("了", "的"))
    return bool(TOLD.search(before) or TOLD_AFTER.search(after) or earlier)


def about(after: str, message: str) -> bool:
    """「退回是什么意思」「退回之后还能再交吗」."""
    return bool(ABOUT.search(message) or ABOUT_IT.search(after))


def supposed(letters: str, after: str, message: str) -> bool:
    """「要是退回呢」「老李问能不能延期」, or a question about the act; what is granted in the same breath is meant."""
    return about(after, message) or bool(SUPPOSED.search(letters) and not GRANTED.search(message))


def helps(typed: str, letters: str) -> bool:
    """「能不能帮我催一下」 is no question."""
    return bool(HELPING.search(typed)) and not WHETHER_TO.search(letters)


def asks(letters: str, outside: str) -> bool:
    """`outside` is what the act leaves of the letters: its own words may sound like a question."""
    if WHETHER_DONE.search(letters):
        return True
    outside = DECIDES.sub("", outside)
    ends = letters.endswith(("吗", "没", "没有", "么"))
    return bool(ASKED.search(outside) or (ends and ASKED.search(letters)))


def asks_for_state(letters: str) -> bool:
    """「退回了吗」「谁没签到」: about what has happened."""
    asked = (DONE_ASKED, WHO_NOT, WHETHER_DONE)
    return any(form.search(letters) for form in asked)


def asks_who_not(letters: str) -> bool:
    return bool(WHO_NOT.search(letters))
