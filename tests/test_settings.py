"""The environment as the program understands it. What it refuses stands in tests/cli/test_errors.py."""

from pathlib import Path

import pytest

from bot.settings import PLACEHOLDERS, Settings, SettingsInvalid, load_settings

SECRET = "a-real-secret"


def test_without_any_variable_it_is_the_sandbox_on_this_machine() -> None:
    found = load_settings()
    assert (found.platforms, found.host, found.port) == (("sandbox",), "127.0.0.1", 8000)
    assert (found.data_dir, found.timezone, found.log_level) == (
        Path("data"),
        "Asia/Shanghai",
        "INFO",
    )
    assert found.database == "sqlite:///data/shuzhi.db"
    assert found.wecom_ws_url == "wss://openws.work.weixin.qq.com"


def test_arguments_win_over_variables_and_these_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "SHUZHI_PORT=1\nSHUZHI_HOST=localhost\nSHUZHI_LOG_LEVEL=ERROR\n", "utf-8"
    )
    monkeypatch.setenv("SHUZHI_PORT", "2")
    monkeypatch.setenv("SHUZHI_HOST", "127.0.0.2")
    found = load_settings(port=3, host=None)
    assert (found.port, found.host, found.log_level) == (3, "127.0.0.2", "ERROR")


def test_the_file_may_begin_with_a_mark_of_its_encoding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("shuzhi_port=9000\nSHUZHI_HOST=\n", "utf-8-sig")
    monkeypatch.setenv("SHUZHI_HOST", "localhost")
    assert (load_settings().port, load_settings().host) == (9000, "localhost")


def test_settings_that_are_made_of_values_ask_no_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHUZHI_PORT", "9000")
    assert Settings().port == 8000


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "PLATFORMS", "KEY_DIR", "PLAN", "DATABASE_URL", "WECOM_MEDIA_HOSTS"):
        monkeypatch.setenv(f"SHUZHI_{name}", "")
    assert load_settings() == load_settings()
    assert (load_settings().port, load_settings().plan, load_settings().key_dir) == (
        8000,
        None,
        None,
    )


@pytest.mark.parametrize(
    "written", ["sandbox,wecom", " sandbox , wecom ", "sandbox,,wecom,", "sandbox,wecom,sandbox"]
)
def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SHUZHI_PLATFORMS", written)
    found = load_settings(wecom_bot_id="bot", wecom_bot_secret=SECRET)
    assert found.platforms == ("sandbox", "wecom")


@pytest.mark.parametrize(
    ("folder", "keys"),
    [
        ("/srv/shuzhi", "/srv/shuzhi-keys"),
        ("/srv/x/../shuzhi/", "/srv/shuzhi-keys"),
        ("/srv/a.b", "/srv/a.b-keys"),
    ],
)
def test_ballot_keys_lie_beside_the_data_and_never_in_it(folder: str, keys: str) -> None:
    assert load_settings(data_dir=folder).keys == Path(keys)
    assert load_settings(data_dir=folder, key_dir="/safe").keys == Path("/safe")


def test_ballot_keys_of_the_present_folder_lie_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(data_dir=".").keys == tmp_path.with_name(tmp_path.name + "-keys")


@pytest.mark.parametrize(
    "way", [("wecom_bot_id", "wecom_bot_secret"), ("wecom_token", "wecom_aes_key")]
)
def test_one_way_of_wecom_is_enough_and_needs_both_of_its_values(way: tuple[str, str]) -> None:
    assert load_settings(platforms=("wecom",), **dict.fromkeys(way, SECRET)).platforms == ("wecom",)
    for name in way:
        with pytest.raises(SettingsInvalid, match="SHUZHI_WECOM"):
            load_settings(platforms=("wecom",), **{name: SECRET})


@pytest.mark.parametrize("placeholder", [*sorted(PLACEHOLDERS), "ChangeThis", "  ", " TODO "])
def test_a_placeholder_is_no_secret(placeholder: str) -> None:
    with pytest.raises(SettingsInvalid, match="SHUZHI_DINGTALK_CLIENT_SECRET"):
        load_settings(
            platforms=("dingtalk",), dingtalk_client_id="id", dingtalk_client_secret=placeholder
        )


def test_secrets_show_in_no_text_of_the_settings() -> None:
    found = load_settings(
        platforms=("wecom",),
        wecom_bot_id="bot",
        wecom_bot_secret=SECRET,
        wecom_group_webhook=SECRET,
    )
    assert SECRET not in f"{found!r}{found}{found.model_dump()}"


def test_a_refused_secret_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUZHI_PORT", SECRET)
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://xi.example.edu.cn/", "https://xi.example.edu.cn"),
        (" https://xi.example.edu.cn/shuzhi/ ", "https://xi.example.edu.cn/shuzhi"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost/a/b", "http://localhost/a/b"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_address_of_the_pages_has_no_slash_at_its_end(written: str, address: str) -> None:
    assert load_settings(public_url=written).pages_address == address


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("http://xi.example.edu.cn", "要用 https"),
        ("xi.example.edu.cn", "完整地址"),
        ("ftp://xi.example.edu.cn", "完整地址"),
        ("https://xi.example.edu.cn?a=1", "完整地址"),
        ("https://me:secret@xi.example.edu.cn", "完整地址"),
        ("https://xi.example.edu.cn/a b", "完整地址"),
        ("https://xi.example.edu.cn:port", "完整地址"),
        ('https://xi.example.edu.cn/"><script>', "完整地址"),
    ],
)
def test_an_address_that_no_phone_should_open_stops_the_start(written: str, sentence: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"SHUZHI_PUBLIC_URL.*{sentence}"):
        load_settings(public_url=written)


def test_the_sandbox_alone_has_its_own_address_and_a_service_none() -> None:
    assert load_settings(port=81).pages_address == "http://127.0.0.1:81"
    service = load_settings(platforms="sandbox,wecom", wecom_bot_id="bot", wecom_bot_secret=SECRET)
    assert service.pages_address == ""
