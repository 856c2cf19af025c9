"""What is said behind a vote: why somebody chose so. Where it may take the vote back it is no reason."""

from collections.abc import Sequence
from functools import lru_cache

from bot.domain.patterns import pattern
from bot.domain.polls.form import Form, Rater
from bot.domain.polls.remarks import fits, is_made_of_remarks
from bot.domain.polls.spoken import letters_in, plain
from bot.domain.polls.voting_words import Kind, Unclear, Vocabulary, names_on

# Says that somebody votes, so that other words are said in passing: 「讲得太虚，只能给差」.
VOTES = pattern(
    r"投(?![影稿诉资入身放递])|(?<![评当候推])选|给(?!我)|填|勾|打(?!算|听|电)|评为|改[成为]"
)
# Other words may deny, suppose, ask or tell of others: then none is said in passing.
MORE_THAN_THAT = pattern(
    r"不|没|别|未|莫|无|冇|勿|甭|难|免|休|如果|(?<!主)要是|假如|假设|除非|万一|否则|原来|原先|本来|以前|之前|去年|上次|上回|曾"
    r"|听|问|让|叫|建议|商量|考虑|打算|准备|想|怕|猜|估计|可能|也许|大概|应当|以为|(?<!数)据|说|讲[:,]|吗|么|怎|谁|哪|什么|啥|几|多少|[?]"
    # A step more or less, not yet, tried out, copied, told by another, or the same for others.
    r"|[一1半两]档|往[上下]|[上下]调|等[一会着等下]|稍等|慢着|再[看议定说高低]|待定|暂[时缓]|跳过|弃权|空着|[划抹叉勾]掉"
    r"|重[来新填写]|退回|反讽|讽刺|手[抖快]|[写看弄搞]反|点[歪快]|测试|试[一下试]|演示|[例比]如|举个?例|[示样]例|例句|样张|模板"
    r"|草稿|初[稿步]|参考|复制|粘贴|默认|代填|替我|被[迫盯逼]|盯着|(?:必须|只能)这样|[这那]样[写讲]?的?$|[里上]写的|写着|原话"
    r"|领导定|意见|看法|自己[讲说写觉]|自[评称认]|点评|反馈|转告|告诉|希望|记录一下|若|倘|假定|条件|前提|倒扣|只要|才[算行]|的话"
    r"|后来|当时|起初|最初|上午|一样|同理|[也都]是?这样|也[是同]$|[对是]吧|都是$|下一?[位个]|[一二三四五六七八九十\d](?:[号、]|党?支部)|\d[和也]"
    r"|[作当]例子|删|而已|应付|表面|嘴上|群里|通知"
    r"|(?:领导|组织|上面|上级|系里|院里|书记们?)[^,;。]{0,3}(?:安排|要求|吩咐|指示|意思|定的|发话|招呼|拜托|交代)"
    r"|口误|撤[回销]|作废|取消|收回|反话|玩的?$|变了|变卦|暂定|占个?位|昨天|昨晚|前天|[要逼]我"
    r"|他们|她们|人家|大家|你|您|同学|朋友|学生|孩子|老婆|老公|媳妇|爱人|室友|宿舍|网|[\"“”「」『』]"
)
# What is told for another case or another time, or of whoever votes so.
_SUPPOSED = pattern(
    r"打算|改了就|倘|若(?!干)|只要|一旦|等(?![次级第])|(?:^|[,;。])待(?!人)|才(?=[投给选打])|[再会愿肯当](?=投)|宁[可愿]|与其|何[必苦]|岂|下[次回]"
    r"|明年|明天|以后|今后|将来|换[我作]|[完了好后位成]我?就(?=[投给选打])|(?<![甲书记志师])的话|有人(?=给|投|选)|甲给我们?(?=投|选|打)|的(?:同志|人|那些)(?:$|[,;。])"
)
# 「我投较好吧，讲得还行」: the vote is told first, and why behind it.
_FOLLOWED = pattern(r"^([^,;。\n]{0,60}?投[^,;。\n]{1,30}?)(?:吧[,。]?|[,。])(.{2,60})$")
# A reason speaks of what was heard or seen: whatever else follows may take the vote back.
_GIVES_REASON = pattern(r"[讲写做干]|得|太|有点|了点|还行|[短长虚空实]|稿|材料|报告|工作|表现|态度")
_OF_REMARKS = frozenset(
    {Kind.REMARK, Kind.OTHER, Kind.VERB, Kind.PRAISE, Kind.OPINES, Kind.SPEAKER}
)

LONGEST_REASON = 100  # characters; whoever says more tells something else
_LEAST = 2  # characters of a reason
# Where the vote may end and its reason begin.
_BEHIND = pattern(
    r"[吧了啊哈嘛呀]?(?:[,;。:.!(…—~\s-]{1,4}|(?=[他她](?!们)|因[为其他她]|由于|主要|理由|原因|毕竟|感觉|觉得))"
)
_STATED = pattern(
    r"^(?:因[为其]|因(?=[他她])|由于|(?:主要|理由|原因|主要原因)(?:就?是(?:因为|由于)?|:)|毕竟)"
)
# Who says so speaks of the one he has named, and does not greet him: 「王书记好，材料放您桌上了」.
_SPEAKS_OF_HIM = pattern(
    r"^(?:因为|感觉|觉得|我觉得|总体)?(?:[他她](?!们)|这个?人|该同志|这位同志|(?:讲|写|做|干|抓|带|准备|工作|材料|报告)(?:写|做)?得"
    r"|(?:就是)?(?:很|挺|真|非常|特别|比较|确实|的确)?(?:实在|扎实|踏实|实干|务实|认真|负责|用心|肯干|能干|敬业))"
)
# What the speaker does himself, or asks for: then 「王书记好」 may be a greeting.
_HIS_OWN = pattern(
    r"我(?!们?(?:支部|系|觉得|感觉|认为)|觉得|感觉|认为)|请|麻烦|拜托|[帮替]我|假|[发交收]|晚点|明天|后天|今天|下周|下午|待会|等[下会]|开会|有课|出差"
)
_CHOOSES_PLAINLY = pattern(r"[投选填勾]|给|打[个上]?|评|测评|较|一般|差")
# Then the vote was a slip, or more is said of others.
_TAKES_BACK = pattern(
    r"错|(?<!整)改(?![进善革造])|换|误|糊涂|手滑|就[好行成]|呢$|票|第[一二三四五六七八九十\d]|[前后上下]面|另外|其[他它余]|剩下|余下|还有|同上"
)
# These only look like a denial, a step or talk of others.
_HARMLESS = pattern(
    r"[这那]么|不(?:少|小|错|赖|断|简单|容易|辞辛苦|怕[苦累]|折不扣|厌其烦)|没(?:得说|架子|话说)|无(?:私|话可说)|难[得题]|困难"
    r"|(?:就|还|稍微?|略|只是){0,3}差(?:一?点儿?(?:意思|火候)?|一?口气|些)|好(?:多|些|几|处|像|好(?=地|干|学|抓|做|研究))"
    r"|[对给跟和为帮带教替]了?(?:我们|咱们?|身边的?|年轻的?)?(?:学生|同学|孩子|大家|群众|青年)"
    r"|(?:关心|服务|联系|辅导|指导|培养|帮助|走访|团结)了?(?:学生|同学|孩子|大家|群众)|学生(?:工作|党员|支部|培养|宿舍)|讲课|党课"
)
# In these words a family name is none.
_NO_NAME = pattern(
    r"周[到全密末边]|[每一两]周|[主紧夸]张|张罗|王牌|陈述|方[案法便向面]|高[的质标]|马上|成[绩果效长]|安[排全]|时[间候]|程度"
)


def is_supposed(said: str, form: Form) -> bool:
    """Whether it is told for another case: 「倘若他改了，我投好」, 「王文例改了我才投好」."""
    for name in sorted(names_on(form), key=len, reverse=True):
        said = said.replace(name, "甲")
    return _SUPPOSED.search(said) is not None


def without_remark(said: str, form: Form, rater: Rater) -> str:
    """The vote that stands in front of a remark; all of it where what follows may be a part of it.

    A remark names nobody and no step, counts nothing, and neither denies nor asks.
    """
    followed = _FOLLOWED.match(said)
    if followed is None or VOTES.search(followed[2]):
        return said
    if _GIVES_REASON.search(followed[2]) is None:
        return said
    around = followed[1]
    for step in _steps(form):
        around = around.replace(step, " ")  # 「没有」 may be one and denies nothing then
    if MORE_THAN_THAT.search(around) or MORE_THAN_THAT.search(followed[2]):
        return said
    try:
        words = list(Vocabulary(form, rater, votes=True).words(letters_in(followed[2])))
    except Unclear:
        return said
    if any(word.kind not in _OF_REMARKS for word in words):
        return said
    return followed[1]


def without_reason(said: str, form: Form) -> str | None:
    """The vote in front of a reason for it, 「张书记好，因为他讲得实在」; None where none follows.

    Whether it is one vote for one person is for whoever reads it.
    """
    if not any(step in said for step in _steps(form)):
        return None
    said = _called_he(said, form)
    for border in _BEHIND.finditer(said):
        vote = said[: border.start()]
        step = next((step for step in _steps(form) if vote.endswith(step)), None)
        if step is None:
            continue
        reason = said[border.end() :].strip(" ,;。.!()~…—-")
        if "(" in border[0]:
            reason = f"因为{reason}"
        around = vote.removesuffix(step)
        if MORE_THAN_THAT.search(around) is None and _is_reason(vote, step, reason, form):
            return vote
        return None
    return None


def _called_he(said: str, form: Form) -> str:
    """The sentence in which nobody is called by the same name twice."""
    for name in sorted(names_on(form), key=len, reverse=True):
        first = said.find(name)
        if first >= 0:
            behind = first + len(name)
            said = said[:behind] + said[behind:].replace(name, "他")
    return said


def _is_reason(vote: str, step: str, reason: str, form: Form) -> bool:
    """Whether what follows a vote tells why, and nothing else.

    It consists of words for how somebody does his work, names nobody, fits the step, and neither
    denies, asks nor chooses.
    """
    if len(reason) > LONGEST_REASON or not _speaks_of_him(vote, reason):
        return False
    may_greet = _CHOOSES_PLAINLY.search(vote) is None
    if not fits(reason, step, [plain(each) for each in form.steps], may_greet=may_greet):
        return False
    told = _HARMLESS.sub(" ", _STATED.sub("", reason))
    if any(doubt.search(told) for doubt in (MORE_THAN_THAT, VOTES, _TAKES_BACK)):
        return False
    for other in _steps(form):
        if other in told and other != step:
            return False
        told = told.replace(other, " ")
    return is_made_of_remarks(told) and not _may_name(told, form)


def _speaks_of_him(vote: str, reason: str) -> bool:
    """Whether it says why, or how he is; where 「王书记好」 may greet, nothing of the speaker."""
    if _CHOOSES_PLAINLY.search(vote) is None and _HIS_OWN.search(reason):
        return False
    # Where 「给」 or 「选」 was said it is no greeting.
    chooses = VOTES.search(vote) is not None and _HIS_OWN.search(reason) is None
    if chooses and _GIVES_REASON.search(reason):
        return True
    stated = _STATED.match(reason)
    if stated is not None:
        return len(reason) - stated.end() >= _LEAST
    return _SPEAKS_OF_HIM.match(reason) is not None and _GIVES_REASON.search(reason) is not None


def _may_name(told: str, form: Form) -> bool:
    """Whether somebody on the sheet may be named, rightly or misspelt."""
    letters = letters_in(_NO_NAME.sub("", told))
    if any(name in letters for name in names_on(form)):
        return True
    return any(subject.name[:1] in letters for subject in form.subjects)


@lru_cache(maxsize=16)
def _steps(form: Form) -> Sequence[str]:
    """The steps as they are compared, the longest first."""
    return tuple(sorted(map(plain, form.all_steps), key=len, reverse=True))
