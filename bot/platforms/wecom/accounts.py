"""Which kind of user id this robot gets: plain ones, or encrypted ones that nobody can read."""

import structlog

log = structlog.get_logger(__name__)

ENCRYPTED_HINT = (
    "企业微信给出的是加密账号（wo 开头）：机器人由普通成员创建时就会这样，名册里的账号对不上。"
    "请由企业的超级管理员重新创建机器人；在此之前，成员可以发送“绑定 姓名”，由组织员确认"
)
_SHORTEST = (
    20  # real ones have about 32 characters; a person's own account may begin with the same letters
)


def is_encrypted(account: str) -> bool:
    return (
        account.startswith("wo")
        and len(account) >= _SHORTEST
        and account.replace("-", "").replace("_", "").isalnum()
    )


class Accounts:
    """Remembers whether an encrypted id came, and says so once in the log."""

    def __init__(self) -> None:
        self.encrypted = False

    def note(self, account: str) -> None:
        if not self.encrypted and is_encrypted(account):
            self.encrypted = True
            log.warning("wecom.encrypted_account", hint=ENCRYPTED_HINT)
