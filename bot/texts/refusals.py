"""One table from a refusal to its sentence: what is wrong, why, and what to do next."""

from collections.abc import Callable
from typing import Any

from bot.domain.refusals import (
    Ambiguous,
    CardGone,
    CardOfAnother,
    CardOld,
    FetchFailed,
    FileForNothing,
    FileTooLarge,
    FileUnreadable,
    HasLeft,
    Missing,
    NeedsSecondPerson,
    NobodyElse,
    NoFile,
    NoSuch,
    NotAllowed,
    NothingHandedIn,
    NothingToConfirm,
    NotOnRoster,
    NotPlanned,
    OddChoice,
    OrganiserLeftOut,
    OwnCase,
    Refusal,
    ReportFrozen,
    RosterChangedMeanwhile,
    Unknown,
    WhichPlace,
    WhichProcedure,
    WhoseFile,
    YearArchived,
)
from bot.domain.words import REPORT, SUBJECT, UNIT
from bot.messages import Message
from bot.texts import (
    archiving,
    bulletins,
    confirmations,
    contacts,
    dates,
    deciders,
    evaluation,
    help_requests,
    judging,
    pairing,
    plans,
    polls,
    publicity,
    rectification,
    result_list,
    satisfaction,
    spot_checks,
    staffing,
    weak_branches,
)

UNREADABLE = {
    "encrypted": "文件《{name}》设了打开密码，我读不到内容。请在 Word 或 WPS 里取消密码后再发一次。",
    "guarded": "文件《{name}》被单位的加密（防泄密）软件加了密，我读不到内容。请先在单位电脑上解密或申请外发，再发一次。",
    "corrupt": "文件《{name}》打不开，可能没有传完整。请在电脑上确认能打开，再发一次。",
    "unsupported": "文件《{name}》的格式我还读不了。请另存为 Word 文档（.docx）后再发一次。",
    "too_large": "文件《{name}》的内容过大，我没有继续读。请删去图片等大附件，或另存为 .docx 后再发一次。",
    "unsafe": "文件《{name}》里有不安全的内容，我没有打开。请把文字复制到一个新的 Word 文档，再发一次。",
    "no_text": "文件《{name}》里没有可读的文字（可能是图片或扫描件）。请发 Word 原文件。",
    "timeout": "文件《{name}》读得太久，我先停下了。请另存为 .docx 后再发一次。",
}

FETCH = {
    "expired": "文件的下载链接已过期，请重新发送一次。",
    "forbidden": "文件不在平台的文件服务器上，我没有下载。请直接在聊天里发送文件。",
    "timeout": "下载文件超时了，请稍后重新发送一次。",
}

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz")


def _unreadable(refusal: FileUnreadable) -> str:
    if refusal.reason == "unsupported" and refusal.name.lower().endswith(ARCHIVES):
        return f"压缩包《{refusal.name}》我没有打开。请解压以后，把里面的文件单独发给我。"
    return UNREADABLE[refusal.reason].format(name=refusal.name)


def _ambiguous(refusal: Ambiguous) -> str:
    return f"“{refusal.said}”可能是{'、'.join(refusal.candidates)}，请写全称再发一次。"


def _no_such(refusal: NoSuch) -> str:
    usage = "请核对后再发一次。"
    if refusal.usage:
        usage = f"可以这样写，例如：{refusal.usage}"
    return f"没有找到{refusal.kind}“{refusal.said}”。{usage}"


def _unknown(refusal: Unknown) -> str:
    # Twice in a row a person helps better than one more list.
    if refusal.helpers:
        return (
            f"这句我还是没听明白，请直接找{'、'.join(refusal.helpers)}同志{contacts.also(refusal.contact)}。"
            "能办什么，发“帮助”看看。"
        )
    return "这句话我没听明白，请换个说法，或选一个：\n" + "\n".join(
        f"· {usage}" for usage in refusal.nearest
    )


def _not_allowed(refusal: NotAllowed) -> str:
    if not refusal.helpers:
        return f"这件事由{refusal.who}办理。需要时请联系组织员。"
    return f"这件事由{refusal.who}办理。需要时请联系{'、'.join(refusal.helpers)}同志。"


def _too_large(refusal: FileTooLarge) -> str:
    return f"文件超过 {refusal.limit // (1024 * 1024)} MB，没有收下。请删去大图片或另存一份后再发。"


def _own_case(refusal: OwnCase) -> str:
    # Where nobody is left it stays refused, and the organisation above helps (decision 0017).
    if not refusal.others:
        return "这件事关系到您本人，要由其他同志办理。名册里暂时没有可以办理的同志，请联系上级党组织指定一位。"
    return f"这件事关系到您本人，由{'、'.join(refusal.others)}办理。"


WORDING: dict[type[Refusal], Callable[[Any], str]] = {
    **evaluation.REFUSALS,
    **archiving.REFUSALS,
    **bulletins.REFUSALS,
    **help_requests.REFUSALS,
    **judging.REFUSALS,
    **pairing.REFUSALS,
    **rectification.REFUSALS,
    **satisfaction.REFUSALS,
    **spot_checks.REFUSALS,
    **staffing.REFUSALS,
    **weak_branches.REFUSALS,
    **plans.REFUSALS,
    **polls.REFUSALS,
    **publicity.REFUSALS,
    **result_list.REFUSALS,
    NotOnRoster: lambda _: "名册里还没有您。请发送“绑定 您的姓名”，组织员确认后就可以使用。",
    NotAllowed: _not_allowed,
    FileForNothing: lambda refusal: (
        f"《{refusal.file}》是做什么用的？我没有登记：{REPORT}由{SUBJECT}本人发来，或交给组织员代交；"
        "有别的用处，请连同文件写一句话再发。"
    ),
    WhoseFile: lambda refusal: (
        f"《{refusal.file}》先留着，还没有登记。是哪个{UNIT}的报告？请在十分钟内说一句，例如：第三{UNIT}的报告。"
    ),
    NotPlanned: lambda refusal: f"这项工作方案没有安排{plans.PARTS[refusal.part]}，不用办理。",
    Unknown: _unknown,
    Missing: lambda refusal: f"还缺少内容，例如：{refusal.usage}",
    Ambiguous: _ambiguous,
    NoSuch: _no_such,
    HasLeft: lambda refusal: (
        f"{refusal.name}已经不在名册上。还要办他的事（定等次、反馈结果）的，请先把他加回来，例如："
        f"新增一名党员 {refusal.name} {refusal.branch}。办完再说“{refusal.name}离开了”。"
    ),
    NoFile: lambda _: "没有看到文件。请在私聊里直接发文件；在群里请引用那个文件并 @述职助手。",
    FileTooLarge: _too_large,
    FileUnreadable: _unreadable,
    FetchFailed: lambda refusal: FETCH.get(
        refusal.reason, "文件没有下载成功，请稍后重新发送一次。"
    ),
    ReportFrozen: lambda _: f"{REPORT}已经定稿，不再接收新版本。确需修改，请联系组织员。",
    NothingHandedIn: lambda refusal: f"{refusal.branch}还没有交过{REPORT}。",
    CardOld: lambda refusal: (
        f"这是{dates.day(refusal.day)}的卡片，已经过期，没有办理。还要办的话，请再说一遍。"
    ),
    CardGone: lambda _: "这张卡片已经处理过了，不用再点。",
    NothingToConfirm: lambda _: confirmations.NOTHING_WAITS,
    CardOfAnother: lambda _: "这张卡片请收到它的同志本人点选，这次点选没有改动任何内容。",
    OddChoice: lambda _: "没有看清您选的是哪一项，请在原来的卡片上重新点选一次。",
    RosterChangedMeanwhile: lambda _: deciders.CHANGED_MEANWHILE,
    OrganiserLeftOut: lambda _: (
        "名册没有导入：里面没有您这位组织员，导入后您就不能再办理了。请补上您这一行再发一次；"
        "要换组织员，请先把新同志加为组织员，再由新同志发送名册。"
    ),
    WhichProcedure: lambda refusal: (
        f"您在{'、'.join(refusal.names.values())}里都有工作。"
        f"请在前面写明是哪一项，例如“{next(iter(refusal.names.values()))} 状态”。"
    ),
    WhichPlace: lambda refusal: (
        f"这里有几位评议对象：{'、'.join(refusal.names)}。请在后面写明是哪一位，再发一次。"
    ),
    YearArchived: lambda refusal: (
        f"{refusal.year} 年度已归档，记录不再改动，仍可以查看。"
        f"组织员发送“方案 {refusal.year + 1}”，就可以开始 {refusal.year + 1} 年度。"
    ),
    OwnCase: _own_case,
    NobodyElse: lambda _: (
        "这一步要由另一位同志确认，名册里现在没有合适的人：本人、事关本人的、由您本年度加入或改动过的同志都不能确认。"
        "请换一位同志发起，或请管理员用 shuzhi roster import 核对名册。"
    ),
    NeedsSecondPerson: lambda _: "您是发起人，这一步要由另一位负责同志复核。",
}


def sentence(refusal: Refusal) -> str:
    """Returns the wording of the nearest class; a refusal without one is a bug (KeyError)."""
    return next(WORDING[kind] for kind in type(refusal).__mro__ if kind in WORDING)(refusal)


def answer(refusal: Refusal) -> Message:
    return Message(text=sentence(refusal), refused=refusal.code)
