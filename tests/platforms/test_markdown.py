"""Nobody's words become a link, a picture, a mention or a heading of the robot's: judged by a parser of CommonMark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.platforms.markdown import as_text

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
INNOCENT = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"}
LISTS = {
    f"{kind}_{end}"
    for kind in ("bullet_list", "ordered_list", "list_item")
    for end in ("open", "close")
}
MARKS = "[]()<>!*_`~#|\\&;:-=@/\"' \n\t.1ax好"
attempts = st.lists(
    st.sampled_from(
        [
            *MARKS,
            *(
                "](",
                "<http://e.example>",
                "[点这里](http://e.example)",
                "![x](http://e.example)",
                "[a][b]",
                "[b]: http://e",
            ),
            *(
                "<@all>",
                "<font color=red>",
                "**重要**",
                "```",
                "~~~",
                "---",
                "===",
                "&lt;",
                "&#91;",
                "dtmd://",
                "    x",
            ),
        ]
    ),
    max_size=40,
).map("".join)


def kinds(text: str) -> set[str]:
    tokens = PARSER.parse(text)
    return {token.type for token in tokens} | {
        child.type for token in tokens for child in token.children or ()
    }


@given(attempts)
def test_no_words_become_markup(words: str) -> None:
    assert kinds(as_text(words)) <= INNOCENT | LISTS


@given(attempts | st.text())
def test_what_is_shown_once_is_not_changed_again(words: str) -> None:
    assert as_text(as_text(words)) == as_text(words)


@pytest.mark.parametrize(
    "words",
    [
        "已收到《述职报告_v2.docx》，第 1 版，12月2日（周三）14:30。",
        "1. 总体评价\n· 第一支部（王文例）\n字数 3412 - 3500，好 [2] 票",
        "请看 https://example.org/a_b?c=1",
        "K7、90 % > 80 %，#3",
    ],
)
def test_what_the_program_says_stays_as_it_is(words: str) -> None:
    assert as_text(words) == words


def test_a_hidden_link_is_seen() -> None:
    assert as_text("[公示](http://evil.example)") == "[公示］(http://evil.example)"
