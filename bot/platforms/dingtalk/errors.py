"""Error codes of DingTalk and what they mean for a message that was to go out."""

from bot.ports import SendFailed

MISSING_SCOPE = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
ORG_QUOTA = frozenset({"90020", "Forbidden.AccessDenied.ApiCountLimitForOrg"})
QPS = frozenset(
    {
        "90002",
        "90018",
        "Forbidden.AccessDenied.QpsLimitForApi",
        "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
    }
)
STALE_TOKEN = frozenset({"40001", "40014", "42001", "InvalidAuthentication"})
CREDENTIALS = frozenset(
    {"invalidClientIdOrSecret", "InvalidClient", "invalidClientId", "invalidClientSecret"}
)
BANNED = "1111"  # more than 10,000 calls in 20 seconds from one address
SESSION_GONE = "300001"
CARD_EXISTS = "param.cardAlreadyExist"
BUSY = frozenset({"-1", "15", "88", "ServiceUnavailable", "InternalError"})

QPS_PAUSE, BAN_PAUSE, QUOTA_PAUSE = 1.0, 300.0, 6 * 3600.0  # seconds

_PASSING: tuple[tuple[frozenset[str], str, float | None], ...] = (
    (ORG_QUOTA, "本单位钉钉接口本月的调用次数已用完", QUOTA_PAUSE),
    (QPS, "钉钉提示调用过于频繁，稍后再发", QPS_PAUSE),
    (frozenset({BANNED}), "钉钉暂时限制了本服务器的访问，稍后再发", BAN_PAUSE),
    (
        CREDENTIALS,
        "钉钉不接受应用的凭证，请核对 SHUZHI_DINGTALK_CLIENT_ID 和 SHUZHI_DINGTALK_CLIENT_SECRET",
        None,
    ),
)
_WORDS = {
    "310000": "群机器人的安全设置不符（加签密钥、关键词或 IP 段），请核对 SHUZHI_DINGTALK_GROUP_SECRET",
    "300001": "群机器人的地址已失效，请在群里重新复制并更新 SHUZHI_DINGTALK_GROUP_WEBHOOK",
    "300005": "群机器人不能用在有外部联系人的群里",
    "robot.not.exist": "机器人不在这个群里，或应用还没有发布",
    "chatbot.notExist": "机器人不在这个群里，或应用还没有发布",
    "param.templateNotExist": "钉钉找不到这个卡片模板，请核对 SHUZHI_DINGTALK_CARD_TEMPLATE",
    "param.templateUnpublished": "卡片模板还没有发布",
}


class Rejected(Exception):
    """The platform's own refusal.

    Its message may hold addresses and tokens, so only code and scopes are kept.
    """

    def __init__(self, code: str, status: int = 200, scopes: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.status, self.scopes = code, status, scopes


def as_send_failed(failure: Rejected | SendFailed) -> SendFailed:
    """Returns what a failure means for the message; one that says so itself stays as it is."""
    if isinstance(failure, SendFailed):
        return failure
    rejected, code, status = failure, failure.code, failure.status
    if rejected.scopes or code.startswith(MISSING_SCOPE):
        return SendFailed(missing(rejected.scopes), permanent=True)
    for codes, reason, pause in _PASSING:
        if code in codes:
            return SendFailed(reason, retry_after=pause)
    if code in STALE_TOKEN or code in BUSY or status >= 500 or status == 429:
        return SendFailed(f"钉钉暂时没有处理（{code}），稍后再发")
    return SendFailed(f"{_WORDS.get(code, '钉钉没有接受这条消息')}（{code}）", permanent=True)


def missing(scopes: tuple[str, ...]) -> str:
    """Names the scopes that the 403 body asks for (sdk-python#20)."""
    return f"应用缺少权限：{'、'.join(scopes) or '（钉钉没有说明是哪一项）'}。请在开发者后台“权限管理”中申请，再发布一次应用"
