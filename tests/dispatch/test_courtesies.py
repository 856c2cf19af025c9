import pytest

from bot.dispatch.courtesies import is_courtesy, reply
from bot.texts import talk


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
        "在吗？",
        "早上好",
        "您好，打扰一下",
        "Hi",
        "谢谢小助手，辛苦啦",
        "谢谢老师",
        "好的，领导",
        "收到，谢谢述职助手！",
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
        "收到？",
        "你好",
        "张老师在吗",
        "早，谁没交",
        "老师",
        "机器人好",
        "书记收到了吗",
    ],
)
def test_what_asks_for_something_is_no_courtesy(said: str) -> None:
    assert not is_courtesy(said)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("在吗", talk.HERE),
        ("早上好！", talk.HERE),
        ("收到", talk.COURTESY),
        ("新年好，在吗", "新年好。"),
    ],
)
def test_whoever_calls_is_greeted(said: str, answer: str) -> None:
    assert reply(said) == answer
