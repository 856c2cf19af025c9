"""The typed environment (documented in `.env.example`).

A missing or placeholder secret stops the start with its name.
"""

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator

from bot import env_file
from bot.domain.installation import Purpose
from bot.domain.patterns import pattern

PREFIX = "SHUZHI_"
ENV_FILE = Path(".env")
SANDBOX, WECOM, DINGTALK = "sandbox", "wecom", "dingtalk"  # the platforms
PLACEHOLDERS = frozenset(
    {"changethis", "change-me", "changeme", "xxx", "todo", "your-secret", "placeholder", "请填写"}
)
COPIED = "页面上的"  # begins the placeholders of the guides


PUBLIC_URL_UNCLEAR = (
    "环境变量 SHUZHI_PUBLIC_URL 的值不能用：请写手机能打开的完整地址，"
    "例如 https://xi.example.edu.cn/shuzhi，不带问号、井号和账号"
)
PUBLIC_URL_OPEN = "环境变量 SHUZHI_PUBLIC_URL 要用 https：测评页上有个人的选择，不能明文传输；只有本机地址可以用 http"
BACKUP_KEY_UNCLEAR = (
    "环境变量 SHUZHI_BACKUP_KEY 的值不能用：请写公钥（age1 开头的一整串，几把用英文逗号分开），不是私钥。"
    "用 shuzhi backup-key 做一对"
)
SAID_IN_FULL = ("public_url", "backup_key")  # settings whose sentence says what would do
PUBLIC_KEY = pattern(r"age1[02-9ac-hj-np-z]{58}")
CHAT_ADDRESS = pattern(r"(?:https|dingtalk|wxwork)://[!-~]{1,500}")
PUBLIC_ADDRESS = pattern(r"https?://[0-9A-Za-z.:\[\]-]+(?:/[0-9A-Za-z._~-]+)*")
EXPECTED = {  # what each variable wants, for whoever wrote something else
    "platforms": "可以写 sandbox、wecom、dingtalk，几个用英文逗号分开",
    "port": "要写 0 到 65535 的整数，例如 8000",
    "timezone": "要写时区的名称，例如 Asia/Shanghai",
    "log_level": "可以写 DEBUG、INFO、WARNING、ERROR",
    "log_format": "可以写 console 或 json",
    "database_url": "要写 postgresql+psycopg://用户:口令@主机:端口/库名，端口是数字；不填就用 SQLite",
    "llm_url": "要写完整的地址，例如 https://llm.example.edu.cn/v1",
    "chat_url": "要写 https:// 开头的地址，或企业微信、钉钉自己的链接",
    "wecom_ws_url": "要写 wss:// 开头的地址，一般不用改，删掉这一行就好",
    "dingtalk_mode": "可以写 stream 或 callback",
    "dingtalk_api_base": "要写 https:// 开头的地址，一般不用改，删掉这一行就好",
    "dingtalk_oapi_base": "要写 https:// 开头的地址，一般不用改，删掉这一行就好",
    "dingtalk_monthly_calls": "要写大于 0 的整数",
    "dingtalk_monthly_messages": "要写大于 0 的整数",
}


class SettingsInvalid(Exception):
    """One sentence for the person who starts the program."""


class Settings(BaseModel):
    """What may be set, each checked. `load_settings` makes one of the environment; one that is made
    of values is of a world of its own, which neither the environment nor `.env` reaches.
    """

    platforms: tuple[Literal["sandbox", "wecom", "dingtalk"], ...] = ("sandbox",)
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    data_dir: Path = Path("data")
    database_url: str = ""
    key_dir: Path | None = None
    plan: Path | None = None
    backup_key: tuple[str, ...] = ()  # to whom backups are sealed
    timezone: str = "Asia/Shanghai"
    public_url: str = ""
    chat_url: str = ""
    llm_url: str = ""  # an OpenAI-compatible address on campus; empty: nobody is asked
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    wecom_bot_id: str = ""
    wecom_bot_secret: SecretStr = SecretStr("")
    wecom_ws_url: str = "wss://openws.work.weixin.qq.com"
    wecom_token: SecretStr = SecretStr("")
    wecom_aes_key: SecretStr = SecretStr("")
    wecom_group_webhook: SecretStr = SecretStr("")
    wecom_group_chat: str = ""
    wecom_media_hosts: tuple[str, ...] = ()

    dingtalk_client_id: str = ""
    dingtalk_client_secret: SecretStr = SecretStr("")
    dingtalk_mode: Literal["stream", "callback"] = "stream"
    dingtalk_api_base: str = "https://api.dingtalk.com"
    dingtalk_oapi_base: str = "https://oapi.dingtalk.com"
    dingtalk_group_webhook: SecretStr = SecretStr("")
    dingtalk_group_secret: SecretStr = SecretStr("")
    dingtalk_card_template: str = ""
    dingtalk_monthly_calls: Annotated[int, Field(gt=0)] = 5_000  # the free edition's
    dingtalk_monthly_messages: Annotated[int, Field(gt=0)] = 3_000

    @field_validator("platforms", "wecom_media_hosts", "backup_key", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",")]
        return tuple(dict.fromkeys(part for part in parts if part))

    @field_validator("timezone")
    @classmethod
    def known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except ZoneInfoNotFoundError as error:
            raise ValueError(value) from error
        return value

    @field_validator("database_url")
    @classmethod
    def known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError(value)
        urlsplit(value).port  # noqa: B018 - asking for it raises ValueError where it is no number
        return value

    @field_validator("wecom_ws_url")
    @classmethod
    def connection_address(cls, value: str) -> str:
        if not value.startswith(("ws://", "wss://")):
            raise ValueError(value)
        return value

    @field_validator("dingtalk_api_base", "dingtalk_oapi_base")
    @classmethod
    def interface_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError(value)
        return value

    @field_validator("backup_key")
    @classmethod
    def public_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """A private key that was put here by mistake is refused, and shown nowhere."""
        if not all(PUBLIC_KEY.fullmatch(key) for key in value):
            raise ValueError(BACKUP_KEY_UNCLEAR)
        return value

    @field_validator("public_url")
    @classmethod
    def reachable_address(cls, value: str) -> str:
        """Phones open it: an address of this machine may be plain http, any other is https."""
        address = value.strip().rstrip("/")
        if not address:
            return ""
        try:
            parts = urlsplit(address)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise ValueError(PUBLIC_URL_UNCLEAR) from error
        plain = not (parts.query or parts.fragment or parts.username or parts.password)
        if parts.scheme not in ("http", "https") or not host or not plain:
            raise ValueError(PUBLIC_URL_UNCLEAR)
        if not PUBLIC_ADDRESS.fullmatch(address):
            raise ValueError(PUBLIC_URL_UNCLEAR)
        if parts.scheme == "http" and not is_loopback(host):
            raise ValueError(PUBLIC_URL_OPEN)
        return address

    @field_validator("llm_url")
    @classmethod
    def model_address(cls, value: str) -> str:
        """Where requests go: a whole address, without an account, a question or a fragment."""
        address = value.strip().rstrip("/")
        if not address:
            return ""
        parts = urlsplit(address)
        plain = not (parts.query or parts.fragment or parts.username or parts.password)
        if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
            raise ValueError(address)
        return address

    @field_validator("chat_url")
    @classmethod
    def chat_address(cls, value: str) -> str:
        """What a phone opens from the code on the screen: https, or a chat program's own scheme."""
        address = value.strip()
        if address and not CHAT_ADDRESS.fullmatch(address):
            raise ValueError(address)
        return address

    @model_validator(mode="after")
    def secrets_present(self) -> "Settings":
        if WECOM in self.platforms:
            secret = self.wecom_bot_secret.get_secret_value()
            token = self.wecom_token.get_secret_value()
            aes_key = self.wecom_aes_key.get_secret_value()
            names_connection = bool(self.wecom_bot_id or secret)
            names_callback = bool(token or aes_key)
            if names_connection and names_callback:
                raise ValueError(
                    "一个企业微信机器人只能用一种接入方式：请只保留长连接（SHUZHI_WECOM_BOT_ID、SHUZHI_WECOM_BOT_SECRET）"
                    "或只保留回调（SHUZHI_WECOM_TOKEN、SHUZHI_WECOM_AES_KEY）"
                )
            if names_callback:
                self._require("SHUZHI_WECOM_TOKEN", token)
                self._require("SHUZHI_WECOM_AES_KEY", aes_key)
            else:
                self._require("SHUZHI_WECOM_BOT_ID", self.wecom_bot_id)
                self._require("SHUZHI_WECOM_BOT_SECRET", secret)
        if self.llm_url:
            self._require("SHUZHI_LLM_MODEL", self.llm_model)
        if DINGTALK in self.platforms:
            secret = self.dingtalk_client_secret.get_secret_value()
            self._require("SHUZHI_DINGTALK_CLIENT_ID", self.dingtalk_client_id)
            self._require("SHUZHI_DINGTALK_CLIENT_SECRET", secret)
        return self

    @staticmethod
    def _require(variable: str, value: str) -> None:
        written = value.strip().lower()
        if not written or written in PLACEHOLDERS or written.startswith(COPIED):
            raise ValueError(
                f"还没有填写 {variable}：请在 .env 或环境变量中填入真实的值（说明见 .env.example）"
            )

    @property
    def purpose(self) -> Purpose:
        """A sandbox that stands alone is a demonstration, for its clock is moved at will."""
        if self.platforms == (SANDBOX,):
            return Purpose.DEMONSTRATION
        return Purpose.SERVICE

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def pages_address(self) -> str:
        """Where phones reach this program's pages, without a slash at the end; empty for nowhere.

        The sandbox alone is reached where it listens.
        """
        if self.public_url or self.purpose is Purpose.SERVICE:
            return self.public_url
        host = self.host
        # In an address an IPv6 host stands in brackets.
        if ":" in host:
            host = f"[{host}]"
        return f"http://{host}:{self.port}"

    @property
    def keys(self) -> Path:
        """Outside the data directory, so that no backup of it holds a ballot key."""
        folder = self.data_dir.resolve()
        return self.key_dir or folder.with_name(folder.name + "-keys")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'shuzhi.db'}"


def private_settings(folder: Path) -> Settings:
    """The settings of a rehearsal: a sandbox with data,
    database and keys under `folder` and nowhere else.
    """
    return Settings(platforms=("sandbox",), data_dir=folder / "data")


def is_loopback(host: str) -> bool:
    """Whether a name or address leads to this very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def environment(file: Path = ENV_FILE) -> dict[str, str]:
    """Returns what the environment and the file say, by the names of settings; the environment wins,
    and what is left empty is not said.

    Raises UnicodeDecodeError.
    """
    values: dict[str, str] = {}
    beginning = PREFIX.lower()
    for source in (dotenv_values(file, encoding="utf-8-sig"), os.environ):
        for variable, value in source.items():
            name = variable.lower()
            if value and name.startswith(beginning):
                values[name.removeprefix(beginning)] = value
    return values


def serves_people() -> bool:
    """Whether the environment names a real platform, so that its data and keys are a service's."""
    platforms = {part.strip() for part in environment().get("platforms", "").split(",")}
    return bool(platforms - {"", "sandbox"})


def unknown_variables() -> list[str]:
    """Names of the environment and of `.env` that begin as this program's and mean nothing to
    it.
    """
    known = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    variables = {*os.environ, *dotenv_values(ENV_FILE)}
    own = [name for name in variables if name.upper().startswith(PREFIX)]
    return sorted(name for name in own if name.upper() not in known)


def load_settings(**overrides: object) -> Settings:
    """Reads the environment; arguments win over it. Raises SettingsInvalid with one sentence."""
    try:
        fault = env_file.fault(ENV_FILE)
        if fault:
            raise SettingsInvalid(fault)
        given = {name: value for name, value in overrides.items() if value is not None}
        return Settings.model_validate({**environment(), **given})
    except ValidationError as error:
        raise SettingsInvalid(_sentence(error)) from None
    except UnicodeDecodeError:
        raise SettingsInvalid("文件 .env 读不了：请用 UTF-8 编码另存一次") from None


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    message = str(first["msg"]).removeprefix("Value error, ")
    if not first["loc"] or first["loc"][0] in SAID_IN_FULL:
        return message
    field = str(first["loc"][0])
    expected = EXPECTED.get(field, "请对照 .env.example 修改")
    return f"环境变量 {PREFIX}{field.upper()} 的值不能用：{expected}"
