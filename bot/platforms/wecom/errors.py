"""Error codes of WeCom and what they mean for a message that was to go out."""

from bot.ports import SendFailed

RATE_LIMITED = frozenset({45009, 45033})
RATE_PAUSE = 60.0  # seconds
CREDENTIALS = frozenset({853000, 40001, 40013})
STALE_REQUEST = 846605
NOT_SUBSCRIBED = 846609
DEVICE_TYPE = 600039
BAD_MEDIA = 40007
UNREADABLE = -1  # not the platform's: its answer has no number where one belongs
CARD_ACTION = frozenset({42039, 42045})
TASK_REPEATED = 42014

_PERMANENT = {
    40007: "企业微信不认这个文件编号",
    40008: "企业微信不接受这种消息类型",
    40058: "企业微信认为消息缺少字段",
    40123: "企业微信拒收这张图片（格式或大小不合要求）",
    42014: "卡片编号重复或含有不允许的字符",
    42039: "卡片按钮的链接无效",
    42045: "卡片的跳转设置无效",
    81013: "收件人都不在企业微信的可见范围内",
    86201: "消息缺少会话编号",
    93000: "群机器人的地址已失效，请在群里重新添加并更新 SHUZHI_WECOM_GROUP_WEBHOOK",
    93008: "机器人不在这个群里",
    600039: "企业微信暂不支持向这个会话主动发消息",
    846605: "这条消息的直接回复时限已过",
    846608: "这条消息的回复时限已过",
}


_UNTIL_SPOKEN = {
    93001: "企业微信不允许先发消息，要等对方和机器人说过一句话",
    93006: "企业微信不认识这个会话，要等有人在那里和机器人说过一句话",
}


class Rejected(Exception):
    """The platform's own refusal. The message may hold addresses, so only the code is kept."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def check(code: object) -> None:
    """Raises Rejected unless the code of an answer says that all went well."""
    if not isinstance(code, int):
        raise Rejected(UNREADABLE)
    if code != 0:
        raise Rejected(code)


def as_send_failed(code: int) -> SendFailed:
    if code in RATE_LIMITED:
        return SendFailed(f"企业微信提示发送过于频繁（{code}），稍后再发", retry_after=RATE_PAUSE)
    if code in _UNTIL_SPOKEN:
        return SendFailed(f"{_UNTIL_SPOKEN[code]}（{code}）", until_spoken=True)
    if code in _PERMANENT:
        return SendFailed(f"{_PERMANENT[code]}（{code}）", permanent=True)
    if code in CREDENTIALS:
        # Not for good: a secret may be put right while messages wait.
        return SendFailed(f"企业微信不接受机器人的凭证（{code}）", retry_after=RATE_PAUSE)
    return SendFailed(f"企业微信返回错误 {code}")
