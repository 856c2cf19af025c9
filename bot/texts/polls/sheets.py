"""The sheet (测评表): the group's notice, the card that turns, what a voter hears.

Nothing here suggests a step, and only what a voter alone sees tells one.
"""

from collections.abc import Sequence

from bot.texts.listing import in_brackets

LEAVE_OUT = "暂不选"
TAKE_BACK = "改为不选"
GO_BACK = "要修改，请点姓名"
FILLED_TITLE = "测评表已填完"
# What a card says of secrecy; the whole of it stands behind 「怎样保密」.
UNNAMED = "无记名；系统不显示任何人的选项。"
NAMED = "实名测评：结束后，班子成员和组织员可以看到每个人的选项。"
ASK_FOR_SHEET = "在私聊里发送“到”"
HOW_TO_SAY_MORE = "还想说的话，可以不署名发给我，开头写“匿名反馈”。"
WITHOUT_SELF = "对您本人的评价不计入。"
OVERVIEW = "要补填或修改，请点姓名，收票前都可以改。"


EVALUATION = "现场测评"


def notice(
    subjects: Sequence[str],
    *,
    secret: bool,
    closes: str,
    called: str = EVALUATION,
    voters: Sequence[str] = (),
) -> str:
    """Returns what the group hears when a sheet is opened: three lines.

    Where not everybody votes, `voters` are the titles of the classes that do.
    """
    whom = subjects[0]
    if len(subjects) > 1:
        whom = f"{len(subjects)}位同志"
    until = closes or "宣布收票前"
    return "\n".join(
        [
            f"下面进行{called}（{manner(secret=secret)}），对象为{whom}。",
            # WeCom lets nobody be written to who never wrote (decision 0025).
            f"请{'、'.join(voters)}点述职助手的头像，{ASK_FOR_SHEET}，领取测评表。",
            f"边听边填即可，{until}都可以修改。",
        ]
    )


def until(moment: str) -> str:
    return f"{moment}截止，截止前"


def manner(*, secret: bool) -> str:
    if secret:
        return "无记名"
    return "实名"


def title(name: str, branch: str, number: int, total: int) -> str:
    if branch not in name:
        name += in_brackets(branch)
    return f"{number}／{total}　{name}"


def leaf(
    number: int,
    total: int,
    *,
    secret: bool,
    chosen: Sequence[tuple[str, str]] = (),
    rows: int = 1,
) -> str:
    """Returns the line on the card; `chosen` are rows and steps, which only their voter may see."""
    promise = NAMED
    if secret:
        promise = UNNAMED
    text = f"{number}／{total}　{promise}收票前都可以修改。"
    if not chosen:
        return text
    if rows == 1:
        [(_, step)] = chosen
        return f"{text}您已选：{step}。"
    return f"{text}您已选：{'，'.join(f'{row} {step}' for row, step in chosen)}。"


def overview(items: int, empty: int, names: Sequence[str]) -> str:
    """Returns what is filled, never how."""
    filled = f"已填{items - empty}／{items}项"
    if not empty:
        return f"{filled}，谢谢。要修改，请点姓名，收票前都可以改。"
    return f"{filled}，还有{empty}项未选（{_names(names)}），按弃权计。要补填或修改，请点姓名。"


def turned(text: str) -> str:
    """Returns the answer to a tap: that it is in, and what the card shows now."""
    return f"已收到。{text}"


def received(items: int, empty: int, names: Sequence[str], *, without_self: bool) -> str:
    """Returns the answer to a vote in words: how much is filled and what is empty, never how."""
    own = ""
    if without_self:
        own = WITHOUT_SELF
    if not empty:
        return f"已收到，{items}项都已填，收票前可修改。{own}"
    return (
        f"已收到，已填{items - empty}项，还有{empty}项未填（{_names(names)}），不填按弃权计。"
        f"收票前可修改。{own}"
    )


def _names(names: Sequence[str]) -> str:
    shown = "、".join(names[:10])
    if len(names) > 10:
        shown += f"等{len(names)}位"
    return shown


def opened(total: int, eligible: int, code: str) -> str:
    """Returns what the organiser hears who opens a sheet."""
    return (
        f"已发出测评表（编号{code}）：{total}位同志一张表，应发{eligible}份。收齐后请发送“收票”。"
    )


def ended(handed_out: int, returned: int, valid: int, called: str = EVALUATION) -> str:
    """Returns all that the group hears of the end."""
    return f"{called}结束：发出{handed_out}份，收回{returned}份，有效{valid}份。"


def ended_short(handed_out: int, returned: int, called: str = EVALUATION) -> str:
    """Returns what the group hears of an end that comes to nothing; why follows by itself."""
    return f"{called}结束：发出{handed_out}份，收回{returned}份，没有达到方案要求的参加比例。"


def whether_all(number: int, usage: str) -> str:
    """Asks whoever begins without a name."""
    return (
        f"是给大家发一张测评表，一次测评全部{number}位吗？只测评一位的，请写上姓名，例如：{usage}"
    )


END_SHORT_TITLE = "现在收票吗？"
GOES_ON = "好的，测评继续进行。收齐后请发送“收票”。"
END_ALL_THE_SAME = "仍要收票的，请再发送一次“收票”。"


def too_few_yet(eligible: int, returned: int) -> str:
    """Returns what a close now would mean, asked while it can still be left."""
    return (
        f"应收{eligible}份，现在收回{returned}份，还没有达到方案要求的参加比例。"
        "现在收票，这次测评就要作废、重新测评。"
    )


WHAT_NEXT = "结果请发送“交领导”。"
YOUR_SHEET = "这是您的测评表，点选即可。也可以用文字告诉我，例如按表上顺序写等次。"
NO_SHEET = "现在没有进行中的测评。发测评表时，群里会有通知。"
NOT_YOURS = "正在进行的测评里，没有需要您填写的测评表。如有疑问，请联系组织员。"
OVER = "测评已经结束"
HAS_IT = "已经在私聊里领取"


def brought(number: int) -> str:
    """Returns what the organiser hears of the sheets that were brought without being asked for."""
    if not number:
        return ""
    return f"已直接送到{number}位同志的私聊，其他同志发一句“到”就能领取。"
