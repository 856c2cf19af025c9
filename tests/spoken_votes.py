"""Votes in plain words, with the step in them: the rule reads them, and so does the chat."""

PLAIN = (
    "我选{}",
    "我投{}",
    "改票 {}",
    "改成{}",
    "我投王书记 {}",
    "王文例 {}",
    "侧评 {}",
    "我vote{}",
    "给王文例投{}",
)
