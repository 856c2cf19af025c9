import pytest

from bot.dispatch.courtesies import is_courtesy


@pytest.mark.parametrize(
    "said",
    [
        "收到",
        "谢谢",
        "好的",
        "辛苦了",
        "好的，收到！",
        "好的收到谢谢",
        "收到，辛苦了~",
        "OK",
        "嗯嗯好的",
        "👌",
        "谢谢您啦",
    ],
)
def test_polite_words_ask_for_nothing(said: str) -> None:
    assert is_courtesy(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "。",
        "收到报告了吗",
        "好的，状态",
        "谢谢，谁没交",
        "辛苦了，结束测评",
        "好" * 30,
        "知道谁没交吗",
        "帮助",
    ],
)
def test_what_asks_for_something_is_no_courtesy(said: str) -> None:
    assert not is_courtesy(said)
