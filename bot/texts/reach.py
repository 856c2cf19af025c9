"""Who cannot be reached yet, and what helps."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.reach import Hindrance

EVERYBODY = "名册里的同志都能收到我的消息。"
_REMEDIES = {
    Hindrance.SILENT: "还没和我说过话。请他们打开与我的私聊，发一句“你好”",
    Hindrance.UNBOUND: "名册里没有账号。请他们把姓名告诉我（例如：绑定 张三），或补进名册再导入",
    Hindrance.OUTSIDE: "不是本单位成员，我只能在他们发言后回答",
}
# Over callbacks WeCom lets the robot answer and nothing else (decision 0025).
ANSWERS_ONLY = (
    "机器人用的是回调方式，只能回答，不能先发消息：提醒和测评表都不会自己到私聊。"
    "开会时请各位在私聊里发一句“到”，测评表随即送到。"
)


def hindered(names: Mapping[Hindrance, Sequence[str]]) -> str:
    """Names by what stands in the way, with the remedy of each; or that everybody is reached."""
    if Hindrance.ANSWERS_ONLY in names:
        unbound = names.get(Hindrance.UNBOUND, ())
        return "\n".join([ANSWERS_ONLY, *_line(Hindrance.UNBOUND, unbound)])
    if not names:
        return EVERYBODY
    total = sum(len(some) for some in names.values())
    lines = [f"还有 {total} 位收不到我主动发的消息："]
    for reason, some in names.items():
        lines += _line(reason, some)
    return "\n".join(lines)


def warning(reasons: Collection[Hindrance]) -> str:
    """Returns one line of a preview, where not everybody will be reached; empty where everybody is."""
    if not reasons:
        return ""
    if Hindrance.ANSWERS_ONLY in reasons:
        return ANSWERS_ONLY
    return f"还有{len(reasons)}位收不到我主动发的消息，发送“谁收不到”看是谁、怎么办。"


def _line(reason: Hindrance, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    return [f"· {'、'.join(names)}：{_REMEDIES[reason]}。"]
