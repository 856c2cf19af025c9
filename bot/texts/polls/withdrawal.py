"""Taking back a poll before its release."""

from bot.texts.listing import quoted

USAGE = "作废 K3 参加人员有误"
TITLE = "请确认作废一次测评"


def question(asker: str, code: str, subjects: str, reason: str) -> str:
    # With nearly the same voters both results could be subtracted (decision 0015).
    return (
        f"{asker}请您确认：编号 {code}（{subjects}）的测评作废，票数不再显示，可以重新测评。"
        f"重新测评时参加的人与这次只差几位的，为保护个人选择，票数分布不能公布。原因：{quoted(reason)}"
    )


def asked(code: str) -> str:
    return f"已请另一位同志确认编号 {code} 的测评作废，确认后在群里说明。"


DONE = "已作废，并已在群里说明。"
DECLINED = "好的，测评保留。"


def declined_notice(who: str) -> str:
    return f"{who}没有确认作废这次测评，请与其沟通。"


def announced(code: str, subjects: str, reason: str) -> str:
    return f"编号 {code}（{subjects}）的测评作废，各位的票不计入，如有需要将重新测评。原因：{quoted(reason)}"
