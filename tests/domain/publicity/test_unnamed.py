import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.publicity import is_unnamed, read_unnamed


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("匿名反馈 报告第二部分，不实", "报告第二部分，不实"),
        ("匿名反馈：报告不实", "报告不实"),
        ("反馈（匿名）张书记很少下支部", "张书记很少下支部"),
        ("反馈 匿名 看不到附件", "看不到附件"),
        ("我要匿名反映一个问题：经费不公开", "经费不公开"),
        ("我想匿名提个意见，第三支部组织生活少", "第三支部组织生活少"),
        ("反馈 食堂问题没解决，不要写我名字", "食堂问题没解决"),
        ("反馈 某事没办，请保密", "某事没办"),
        ("@述职助手 匿名反馈 经费不公开", "经费不公开"),
        ("匿名举报 经费不公开", "经费不公开"),
        ("不署名反馈 经费不公开", "经费不公开"),
        ("匿名 经费不公开", "经费不公开"),
        ("匿名反馈", ""),
        ("我对食堂有意见，不要写我的名字", "我对食堂有意见"),
        ("第三支部开会少，我反映一下，别说是我", "第三支部开会少，我反映一下"),
        ("第三支部开会少，匿名", "第三支部开会少"),
        ("我要反馈第三支部开会少，希望保密", "第三支部开会少"),
        ("反馈 第三支部开会少，不透露我是谁", "第三支部开会少"),
        ("反馈 第三支部开会少，别让人知道是我说的", "第三支部开会少"),
        ("反馈 第三支部开会少，不要告诉别人是我", "第三支部开会少"),
        ("反馈 第三支部开会少，不公开我的身份", "第三支部开会少"),
        ("反馈 第三支部开会少，我不想署名", "第三支部开会少"),
        ("反馈：第三支部开会少（不具名）", "第三支部开会少"),
        ("保密反馈：第三支部开会少", "第三支部开会少"),
        ("无记名反馈 第三支部开会少", "第三支部开会少"),
        ("不实名反馈 第三支部开会少", "第三支部开会少"),
        ("我要反映问题，不要写我名字：第三支部开会少", "问题，不要写我名字：第三支部开会少"),  # nothing is lost
        ("反馈 请保密 第三支部全年只开过一次会", "第三支部全年只开过一次会"),
    ],
)
def test_who_asks_for_secrecy_gets_it(said: str, text: str) -> None:
    assert is_unnamed(said)
    assert read_unnamed(said).text == text


@pytest.mark.parametrize(
    "said",
    [
        "反馈 报告写得好",
        "反馈 支部保密教育不够",
        "不匿名反馈 报告写得好",
        "实名反馈 报告写得好",
        "反馈 第三支部无记名测评组织得好",
        "反馈 报告里没写我的名字",
        "反馈 支部不让人知道经费去向",
        "反馈 开会的事没有告诉别人",
        "怎么匿名反馈",
        "匿名反馈怎么提？",
        "匿名反馈安全吗",
        "匿名投票吗",
        "给王文例记一条平时：匿名问卷反映联系少",
        "匿名测评怎么投",
        "匿名是不记名的意思吗",
        "平时 王文例 有同志匿名反映联系群众少",
        "点评 王文例 讲得实在",
        "意见 王文例",
        "加 问题 匿名问卷反映谈心少",
        "测评 好",
        "",
    ],
)
def test_everything_else_goes_its_usual_way(said: str) -> None:
    assert not is_unnamed(said)


@given(st.text(alphabet="支部书记报告不实经费公开，。 ", min_size=1, max_size=40))
def test_the_canonical_form_hands_on_exactly_what_was_written(text: str) -> None:
    said = f"匿名反馈 文字{text}完"
    assert is_unnamed(said)
    assert read_unnamed(said).text == f"文字{text}完"


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    if is_unnamed(text):
        read_unnamed(text)
