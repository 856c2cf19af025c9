"""The bot's manners: incidents, asking back, binding."""

from collections.abc import Sequence
from datetime import date

from bot.domain.people import Person
from bot.domain.people_text import single_line
from bot.domain.words import ACTIVITY, HOUSE, year_title
from bot.messages import Message, Sender
from bot.texts import acts, dates

HELP = "帮助"
ALL_WORDS = "全部词语"
ROBOT = "述职助手"
LONGEST_NICKNAME, LONGEST_ACCOUNT = 20, 64
_QUOTES = str.maketrans("", "", "「」“”（）()")  # a nickname must not close its own quotation marks
UNLISTED = ("帮助", "绑定", "测评")  # said elsewhere, or only at their moment


def incident(number: str) -> Message:
    return Message(
        # Whoever reads it did nothing wrong (rule of conduct 4).
        text=f"这件事没有办成，是程序的问题，不是您的操作。请把编号 {number} 告诉管理员，然后再试一次。",
        refused="incident",
    )


COURTESY = "好的。"
HERE = "您好，我在。有什么事直接说就行；想知道有什么要办，请发“待办”。"
# What is wished is wished back.
WISHES = {
    "新年好": "新年好。",
    "过年好": "过年好。",
    "新年快乐": "谢谢，也祝您新年快乐。",
    "春节快乐": "谢谢，也祝您春节快乐。",
    "元旦快乐": "谢谢，也祝您元旦快乐。",
    "节日快乐": "谢谢，也祝您节日快乐。",
    "中秋快乐": "谢谢，也祝您中秋快乐。",
    "国庆快乐": "谢谢，也祝您国庆快乐。",
    "国庆节快乐": "谢谢，也祝您国庆快乐。",
    "教师节快乐": "谢谢，也祝您节日快乐。",
    "七一快乐": "谢谢，也祝您节日快乐。",
    "端午安康": "谢谢，也祝您端午安康。",
    "恭喜恭喜": "谢谢，同喜。",
    "恭喜": "谢谢，同喜。",
    "恭喜发财": "谢谢，也祝您万事如意。",
    "万事如意": "谢谢，也祝您万事如意。",
    "身体健康": "谢谢，也祝您身体健康。",
    "工作顺利": "谢谢，也祝您工作顺利。",
    "周末愉快": "谢谢，也祝您周末愉快。",
    "周末快乐": "谢谢，也祝您周末愉快。",
    "拜年了": "过年好。",
    "给您拜年了": "过年好。",
    "晚安": "晚安。",
    "再见": "再见。",
    "拜拜": "再见。",
}
# The one sentence about what is kept, wherever it is told.
KEPT = "名册、您交来的材料和与我的对话只用于这项工作；无记名测评查不到是谁填的。"


def kept_for_later() -> Message:
    # It waits sealed, and is worked on when the database is back (decision 0018).
    return Message(text="收到了。系统这会儿办不了，恢复后会接着办，不用再发。")


def not_kept() -> Message:
    return Message(
        text="系统这会儿办不了，这一条没有收下。请过几分钟再发一次。", refused="not_kept"
    )


# A tap is not put aside, because later it could mean something else (decision 0018).
CLICK_NOT_KEPT = "刚才没有存上，请再点一次。"


def answered_apart() -> Message:
    # Where nobody may be written to first, the answer waits for his word (decision 0025).
    return Message(text="已在私聊里回复您。没有收到的话，请点我的头像，先发一句“你好”。")


DISK_FULL = "磁盘已满，刚才的没有收下。清理磁盘以后，请再发一次。"


def group_file_unheard() -> Message:
    text = (
        "群里的文件我收不到。请点我的头像，私聊把文件发给我；或者在群里引用那个文件并 @述职助手。"
    )
    return Message(text=text, refused="no_mention")


def day(value: date) -> str:
    return dates.day(value)


CONFIRM_TITLE = "请确认"
CONFIRM_BUTTON = "确认"
DECLINE_BUTTON = "不是"
CANCEL_BUTTON = "取消"


def reading(intent: str, arguments: Sequence[str]) -> str:
    """Returns one reading of what was said, as on a button: 「退回 第二支部 问题写得太虚」."""
    return " ".join([acts.called(intent), *arguments])


def how_to(usage: str, explanation: str) -> str:
    """Says how something is said that is done; nothing is done yet."""
    return f"发“{usage}”就行：{explanation}。现在还没有办。"


NOTHING_DONE = "好的，没有做任何改动。需要时再告诉我。"


def which_one(said: str) -> str:
    return f"“{said}”有几种可能，请选一个："


def done(said: str) -> str:
    return f"好的，正在办理：{acts.called(said)}。"


CANCELLED = "好的，没有做任何改动。"
GOOD_DAY = "您好。"  # begins what is said unasked
WHO_WRITES = f"您好，我是述职助手，协助做{ACTIVITY}的日常事务。\n{KEPT}"
STRANGER = (
    f"{WHO_WRITES}\n"
    "名册里还没有您，请发送“绑定 您的姓名”，组织员确认后就可以使用。"
    f"有疑问请找{HOUSE}里的组织员。"
)


_ORGANISER = f"{HOUSE}里的组织员"


def introduction(unit: str, year: int, contact: str) -> str:
    """Says who it is, what it keeps, and how to reach a person: three lines."""
    return (
        f"您好，我是述职助手，协助{unit}做{year_title(year)}{ACTIVITY}的日常事务。\n"
        f"{KEPT}\n"
        f"需要什么直接说就行，也可以发“帮助”看看；找人请联系{contact or _ORGANISER}。"
    )


def first_line(unit: str) -> str:
    """Says who is writing, to somebody who has never heard of it."""
    return f"您好，我是述职助手，协助{unit}做{ACTIVITY}的日常事务。"


WAITED = "之前我还不能给您发消息，现在一并告诉您："


def binding_asked(name: str) -> str:
    # The same for a name that nobody bears, or strangers could ask who is on the roster. Of such a
    # name nobody hears, so he is told whom to ask.
    return (
        f"已收到。组织员核对“{single_line(name, LONGEST_NICKNAME)}”后会为您开通，请稍候。"
        "一天后还没有开通的，请直接找组织员，名册里可能还没有您。"
    )


def who_of(names: Sequence[str]) -> str:
    """Asks a stranger who named several."""
    said = "、".join(f"“{single_line(name, LONGEST_NICKNAME)}”" for name in names)
    return f"{said}，请问哪一位是您？请发送“绑定 您的姓名”。"


def full_name_wanted(said: str) -> str:
    """Asks a stranger whose name, as he told it, fits several."""
    return f"“{single_line(said, LONGEST_NICKNAME)}”不止一位，请用全名再说一次：“绑定 您的姓名”。"


BINDING_REFUSED = f"您好，组织员核对后，这个账号暂时没有绑定。如果姓名写错了，请重新发送“绑定 您的姓名”；有疑问请直接找{HOUSE}里的组织员。"
BINDING_TITLE = "绑定账号"


def other_account(person: Person, sender: Sender) -> str:
    return (
        f"账号 {_account(sender)} 说自己是名册里的{person.name}，而{person.name}已经绑定了另一个账号。我没有改动。"
        "请与本人核实；确实换了账号，请在名册的“账号”一栏更改后把名册发给我。"
    )


def binding_question(person: Person, sender: Sender) -> str:
    whom = person.name
    if person.branch:
        whom += f"，{person.branch.name}"
    return f"账号 {_account(sender)} 说自己是名册里的{whom}。是同一个人吗？"


def _account(sender: Sender) -> str:
    account = single_line(sender.account, LONGEST_ACCOUNT)
    plain = single_line(sender.name, LONGEST_NICKNAME).translate(_QUOTES)
    if not plain:
        return account
    return f"{account}（昵称“{plain}”）"


def bound(person: Person) -> str:
    return f"{person.name}，您好！账号已经绑定。发送“帮助”看看现在能办什么。"


def binding_confirmed(person: Person) -> str:
    return f"已为{person.name}绑定账号。"


BINDING_DECLINED = "好的，没有绑定。"
BINDING_OVERTAKEN = "这个账号或这个人已经绑定过了，没有改动。"


WHICH_PROCEDURE_TITLE = "您说的是哪一项工作？"
# The choice holds for the day (decision 0026).
WHICH_PROCEDURE = "您同时在几项工作的名册里。今天都按这一项办；要换一项，请在话前面写上它的名称。"
PROCEDURE_CHOSEN = "好的，马上按这一项办。"
