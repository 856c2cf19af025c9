"""Changes of those who decide, as leaders and second persons read them."""

from collections.abc import Sequence

from bot.domain.deciders import DeciderChange
from bot.domain.people import Person, Role
from bot.texts.listing import LINES, listed

ROOM = LINES - 4  # beside the question, the sum and the buttons


def line(change: DeciderChange) -> str:
    """Returns one change, with names and accounts."""
    before, after = change.before, change.after
    if before is None:
        assert after is not None, "a change is of somebody"
        return f"新增 {_described(after)}"
    if after is None:
        return f"离开 {_described(before)}"
    return f"{_described(before)} → {_described(after)}"


def _described(person: Person) -> str:
    offices = "、".join(role.value for role in Role if role in person.roles)
    facts = [offices, "未绑定账号"]
    if person.account:
        facts[-1] = f"账号 {person.account}"
    if person.branch:
        facts.append(person.branch.name)
    return f"{person.name}（{'，'.join(facts)}）"


TITLE = "确认人员变动"


def roster_question(asker: str, lines: Sequence[str], *, others: int) -> str:
    rest = ""
    if others:
        rest = f"另有 {others} 处其他改动。"
    shown = _shown(lines)
    return f"{asker}发来新的名册，其中班子成员、组织员有变动：\n{shown}\n{rest}确认后整份名册生效。"


def _shown(lines: Sequence[str]) -> str:
    return "\n".join(listed([f"· {line}" for line in lines], ROOM))


def binding_question(asker: str, person: Person, account: str) -> str:
    return f"{asker}核对后，要把账号 {account} 绑定给{_described(person)}。您也认得是本人吗？"


def waits(lines: Sequence[str]) -> str:
    shown = _shown(lines)
    return f"名册里班子成员、组织员有变动，已请另一位同志确认，确认后整份名册生效：\n{shown}"


def binding_waits(name: str) -> str:
    return f"{name}是班子成员或组织员，已请另一位同志一起核对，确认后绑定。"


def told_leaders(by: str, lines: Sequence[str]) -> str:
    # Whoever may use the command line changes who decides, so the leaders hear it (decision 0017).
    shown = _shown(lines)
    return f"告知：班子成员、组织员名单有变动（{by}）：\n{shown}\n如有疑问，请联系组织员或管理员。"


def by_two(first: str, second: str) -> str:
    return f"{first}提出，{second}确认"


BY_ADMINISTRATOR = "管理员导入名册"
DONE = "已确认，名册生效。"


def binding_done(name: str) -> str:
    return f"已确认，{name}的账号绑定好了。"


DECLINED = "好的，没有改动。"


def confirmed_notice(name: str) -> str:
    return f"{name}已确认，您发来的改动已经生效。"


def declined_notice(name: str) -> str:
    return f"{name}没有确认，您发来的改动没有生效。"


CHANGED_MEANWHILE = "发来之后名册又有改动，这一份不能再用。请组织员按现在的名册重新发送。"
