"""Several things in one message, and words that leave open which one is meant."""

from datetime import date

import pytest

from bot.dispatch.understanding import Heard, Recent, Slot, Understanding, understand
from bot.domain.people import Person, Role
from tests.dispatch.understanding.casts import INTENTS, NUMBERED, TODAY

ORGANISER = next(person for person in NUMBERED.people if person.name == "吴晓梅")
LEADER = next(person for person in NUMBERED.people if person.name == "周敏")
BRANCHES = {branch.name: branch for branch in NUMBERED.branches}
WORDS = {intent.word: intent for intent in INTENTS}
HIS = ["定等", "测评", "平时", "调研", "点评", "详情", "状态", "谁没交"]


def heard(text: str, actor: Person = ORGANISER, his: list[str] | None = None) -> Understanding:
    return understand(text, intents=INTENTS, roster=NUMBERED, today=TODAY, actor=actor, his=his)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("请问报告哪天截止，另外评议会在哪儿开", ["倒计时", "会议"]),
        ("报告哪天截止，评议会在哪儿开", ["倒计时", "会议"]),
        ("①二支部受理 ②催一下赵明 ③评议会的安排发我", ["受理", "催交", "会议"]),
        ("1. 二支部受理 2. 催一下赵明 3. 评议会的安排发我", ["受理", "催交", "会议"]),
        ("票收了吧，收完把汇总交领导", ["结束测评", "交领导"]),
        ("三支部受理 四支部退回 他没写整改承诺", ["受理", "退回"]),
        ("等次：好 赵明、吴晓梅；其余较好", ["等次"]),
        ("第一条弄完了第三条还在谈", ["完成", "进展"]),
        ("第6条完成了：把学习地点搬到实验室两次；第7条完成了：已办好", ["完成", "完成"]),
        ("第1条完成了：办不了的说明了原因；第3条完成了：谈了5人", ["完成", "完成"]),
        ("第1条：已报上级；第3条：列了3个题目，第一个是组织生活", ["进展", "进展"]),
        ("先看看谁没交，然后催一下", ["谁没交", "催交"]),
        ("完成 1 走访12次，第8条也完成了", ["完成", "完成"]),
        ("第三条办完了，另外问下会几点开", ["完成", "会议"]),
        ("第3条办好了，承诺加一句明年每季度讲一次党课", ["完成", "承诺"]),
        ("点评孙德胜：讲得实在，措施偏软。详情也给我看一下他的", ["点评", "详情"]),
        ("平时，赵明值班巡查不含糊。\n调研，孙德胜那里的党小组会开得有质量。", ["平时", "调研"]),
        ("赵明 延到后天。孙德胜 催一下🏃", ["延期", "催交"]),
        ("赵明 孙德胜 还没动静😶 戳一下", ["催交", "催交"]),
        ("第二支部+第三支部 都行了👌 收下", ["受理", "受理"]),
        ("状态发我，再看看二支部", ["状态", "详情"]),
        ("一二过了，三退回去，太空", ["受理", "受理", "退回"]),
        ("二三支部催下", ["催交", "催交"]),
    ],
)
def test_each_of_several_requests_is_heard_in_order(said: str, words: list[str]) -> None:
    requests = heard(said).heard
    assert [one.intent for one in requests] == words
    for one in requests:
        intent = next(intent for intent in INTENTS if intent.word == one.intent)
        assert not (one.sure and intent.alters(ORGANISER, one.args.keys()))


@pytest.mark.parametrize(
    ("word", "n", "text"),
    [
        ("完成", 1, "走访12次，问题台账8条都答复了"),
        ("完成", 1, "走访，8条意见办结"),
        ("进展", 5, "走访12次，问题8条都答复了"),
    ],
)
def test_figures_behind_the_word_itself_name_no_second_item(word: str, n: int, text: str) -> None:
    (request,) = heard(f"{word} {n} {text}").heard
    assert (request.intent, request.args) == (word, {Slot.N: n, Slot.TEXT: text})


@pytest.mark.parametrize(
    "said",
    [
        "退回 第二支部 1. 缺数据 2. 措施太虚",
        "点评王建国：1. 例子太少 2. 问题讲得实在",
        "方案原文再给我看一眼",
    ],
)
def test_a_list_inside_of_one_request_cuts_nothing(said: str) -> None:
    assert len(heard(said).heard) == 1


@pytest.mark.parametrize(
    "said", ["第四支部再给宽限两天", "第四支部，再给宽限两天", "第四支部再给延两天"]
)
def test_more_time_for_a_branch_is_no_second_request(said: str) -> None:
    """「再给」 also leads to something new: the branch in front of it was lost."""
    (request,) = heard(said).heard
    assert request.intent == "延期"
    assert request.args == {Slot.BRANCH: BRANCHES["第四支部"], Slot.DAYS: 2}


@pytest.mark.parametrize("said", ["老孙给个好", "孙德胜，一般吧", "给孙德胜一个较好"])
def test_a_grade_without_a_word_is_a_decision_or_a_vote(said: str) -> None:
    doubt = heard(said, LEADER, HIS).doubt
    assert doubt is not None
    assert [one.intent for one in doubt.choices if isinstance(one, Heard)] == ["定等", "测评"]


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("老孙这人踏实，群众有事找得着他", "踏实，群众有事找得着他"),
        ("王建国党课讲得不错，记上", "党课讲得不错"),
        ("赵明办事很拖，群众有意见 记一下", "办事很拖，群众有意见"),
    ],
)
def test_a_remark_without_a_word_is_asked_for_its_kind(said: str, remark: str) -> None:
    doubt = heard(said, LEADER, HIS).doubt
    assert doubt is not None
    choices = [one for one in doubt.choices if isinstance(one, Heard)]
    assert [one.intent for one in choices] == ["平时", "调研", "点评"]
    assert {one.args[Slot.TEXT] for one in choices} == {remark}


@pytest.mark.parametrize("said", ["老孙住院了", "老孙这人酒量可真好", "赵明交得怎么样"])
def test_talk_about_somebody_is_no_remark(said: str) -> None:
    doubt = heard(said, LEADER, HIS).doubt
    assert doubt is None or not doubt.choices


def test_whoever_makes_no_remarks_is_not_asked() -> None:
    doubt = heard("老孙这人踏实，群众有事找得着他", ORGANISER, ["状态", "谁没交"]).doubt
    assert doubt is None or not any(
        isinstance(one, Heard) and one.intent == "平时" for one in doubt.choices
    )


def test_the_last_of_two_days_is_the_new_one() -> None:
    (one,) = heard("因12月18日全校停网，二支部的截止日顺延到12月21日").heard
    assert one.args[Slot.DATE] == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("第三支部受理第四支部退回去没写原因", ["受理", "退回"]),
        ("第三支部退回去，事例太少；第二支部也退，没写原因", ["退回", "退回"]),
        ("先给赵明延到下周五 再催一下老孙", ["延期", "催交"]),
        ("第二支部、第三支部，催。", ["催交", "催交"]),
    ],
)
def test_voice_input_is_cut_where_another_is_named(said: str, words: list[str]) -> None:
    assert [one.intent for one in heard(said).heard] == words


def test_who_is_only_quoted_is_not_its_object() -> None:
    (one,) = heard("周书记刚打电话来说让提醒一下王建国老师交报告").heard
    first = next(branch for branch in NUMBERED.branches if branch.name == "第一支部")
    assert (one.intent, one.args[Slot.BRANCH]) == ("催交", first)


def test_a_vote_that_is_only_supposed_is_no_request_beside_a_question() -> None:
    meant = heard("我要是打差，会不会被看出来是我打的？", LEADER, [*HIS, "怎样保密"])
    assert [one.intent for one in meant.heard] == ["怎样保密"]
    assert not meant.ballot


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("各支部整改都咋样了，有过期的没", ["整改情况"]),
        ("测评结果领导点过头了，可以公布给大家，麻烦操作一下", ["公布"]),
        ("帮我戳一下赵明，报告到现在连个影都没有", ["催交"]),
        ("谁没交，催一下", ["谁没交", "催交"]),
        ("麻烦通知大家，30号下午两点半在三楼会议室开述职会", ["会议通知"]),
    ],
)
def test_what_is_only_said_along_is_no_request(said: str, words: list[str]) -> None:
    assert [one.intent for one in heard(said).heard] == words


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("那个帮我催一下赵明哦不对是孙德胜让他把报告交上来", Slot.BRANCH, "孙德胜"),
        ("催一下赵明，说错了，孙德胜", Slot.BRANCH, "孙德胜"),
        ("延期 第三支部 三天哦不五天", Slot.DAYS, 5),
        ("第三支部延到28号不对29号", Slot.DATE, date(2026, 12, 29)),
    ],
)
def test_the_last_of_what_is_corrected_counts_and_is_asked(
    said: str, slot: Slot, value: object
) -> None:
    (one,) = heard(said).heard
    if isinstance(value, str):
        person = next(person for person in NUMBERED.people if person.name == value)
        value = NUMBERED.place_of(person)
    assert (one.args[slot], one.sure) == (value, False)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("那天要盯设备验收，会上我请个假", "那天要盯设备验收"),
        ("第六项还在走流程，等学院盖章", "还在走流程，等学院盖章"),
        ("第五项还没完，卡在学工处，等盖章", "卡在学工处，等盖章"),
        (
            "点评，老孙，我主要说两点：一是例子少，二是措施虚",
            "我主要说两点：一是例子少，二是措施虚",
        ),
    ],
)
def test_a_text_opens_in_front_of_all_that_is_told(said: str, text: str) -> None:
    (one,) = heard(said, LEADER).heard
    assert one.args[Slot.TEXT] == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            "总支29号开会研究了，赵明、孙德胜等次都是好",
            "总支29号开会研究了，赵明、孙德胜等次都是好",
        ),
        (
            "帮我录等次，前天总支会研究的：赵明、孙德胜好，王建国较好",
            "前天总支会研究的：赵明、孙德胜好，王建国较好",
        ),
        (
            "等次录一下：赵明、孙德胜好，王建国较好，12月29号总支会上研究的",
            "赵明、孙德胜好，王建国较好，12月29号总支会上研究的",
        ),
        ("等次这样记：赵明、孙德胜好，其余较好", "赵明、孙德胜好，其余较好"),
        ("各位等次如下：赵明、孙德胜好；王建国一般", "赵明、孙德胜好；王建国一般"),
    ],
)
def test_a_decision_on_many_is_kept_whole(said: str, text: str) -> None:
    (one,) = heard(said).heard
    assert (one.intent, one.args[Slot.TEXT]) == ("等次", text)


@pytest.mark.parametrize("said", ["还有二支部也退回", "那二支部也退回吧"])
def test_that_it_is_sent_back_too_is_no_reason(said: str) -> None:
    (sent_back,) = heard(said).heard
    assert sent_back.args == {Slot.BRANCH: NUMBERED.branches[1]}


def test_what_was_done_by_mistake_is_not_done_again() -> None:
    assert [one.intent for one in heard("二支部退错了").heard] == ["详情"]


def test_all_are_not_the_one_just_spoken_of() -> None:
    """「都过了吧」 behind 「八支部」 was read as all of the eighth branch."""
    recent = Recent(branch=NUMBERED.branches[1], intent="退回")
    (accepted,) = understand(
        "都过了吧",
        intents=INTENTS,
        roster=NUMBERED,
        today=TODAY,
        actor=ORGANISER,
        recent=recent,
    ).heard
    assert accepted.args == {Slot.TEXT: "全部"}


def test_the_meeting_is_announced_without_asking_whether_it_is_changed() -> None:
    """What stands already decides it, and both are shown before the group hears them."""
    said = "评议会12月21下午两点半系楼302"
    assert [one.intent for one in heard(said).heard] == ["会议通知"]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("第二条搞不定，没人帮忙", "需要帮助"),
        ("第4条做不完", "需要帮助"),
        ("第1条办不了", "需要帮助"),
        ("第二条卡住了", "需要帮助"),
        ("第2条搞定了", "完成"),
        ("第2条做不完的补上了，已完成", "完成"),
        ("第3条完成了：谈不下来的合同谈下来了", "完成"),
    ],
)
def test_what_cannot_be_done_is_not_done(said: str, word: str) -> None:
    """「搞不定」 was offered as a report that the item is done."""
    secretary = next(person for person in NUMBERED.people if person.has(Role.SECRETARY))
    assert [one.intent for one in heard(said, secretary).heard] == [word]


def test_what_is_told_of_a_meeting_is_handed_on_whole() -> None:
    said = "物理楼305，下周五下午2点半，给大家发个会议通知"
    (one,) = heard(said).heard
    assert (one.intent, one.args[Slot.TEXT]) == ("会议通知", said)


def test_an_act_behind_a_question_takes_what_stands_before_it() -> None:
    where, leave = heard("会在哪儿开呀？不过那天我婆婆做手术，得请假").heard
    assert (where.intent, leave.intent) == ("会议", "请假")
    assert "婆婆做手术" in str(leave.args[Slot.TEXT])


def test_nothing_is_done_to_a_leader_who_only_waits() -> None:
    (one,) = heard("测评的结果现在就交给领导吧，周敏等着看呢").heard
    assert one.intent == "交领导"


@pytest.mark.parametrize(
    "said", ["平时王建国，改成孙德胜吧，雪天给困难党员送煤", "核验第二条，哦第三条，支部是离退休"]
)
def test_what_is_taken_back_behind_the_exact_form_is_asked(said: str) -> None:
    assert not any(one.sure for one in heard(said, LEADER).heard)


@pytest.mark.parametrize(
    ("said", "word", "text"),
    [
        ("签到表打一份，要纸的", "打印", "签到表"),
        ("材料太空,把第四支部的打回", "退回", "材料太空"),
        ("活动室投影仪修好了，第六条可以销了", "完成", "活动室投影仪修好了"),
        ("腿不好爬不动楼 会我就不去了 请假", "请假", "腿不好爬不动楼"),
    ],
)
def test_a_text_in_front_ends_where_the_request_begins(said: str, word: str, text: str) -> None:
    (one,) = heard(said).heard
    assert (one.intent, one.args[Slot.TEXT]) == (word, text)


@pytest.mark.parametrize(
    ("said", "grade", "text"),
    [
        ("孙书记等次一般，理由支部活动长期开不起来", "一般", "支部活动长期开不起来"),
        ("孙德胜定等较好，主要原因是整改拖得久", "较好", "整改拖得久"),
        ("那我就给孙德胜定个好了", "好", None),
        ("那就给孙德胜评个好了吧", "好", None),
    ],
)
def test_a_grade_is_told_with_its_reason(said: str, grade: str, text: str | None) -> None:
    (one,) = heard(said, LEADER).heard
    assert (one.intent, one.args[Slot.GRADE], one.args.get(Slot.TEXT)) == ("定等", grade, text)
    assert not one.sure


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("高铁晚点 会赶不上了 请假", "请假"),
        ("王建国说要晚点交 那就宽限他一个礼拜", "延期"),
        ("投得差不多了，不等了，投票关掉关掉", "结束测评"),
        ("会要挪一挪，改到30号上午九点，地方不变", "会议改期"),
    ],
)
def test_what_only_sounds_like_putting_off_denies_nothing(said: str, word: str) -> None:
    assert [one.intent for one in heard(said, LEADER).heard] == [word]


@pytest.mark.parametrize("said", ["晚点再催赵明", "先等一下再催赵明"])
def test_what_is_put_off_is_not_done(said: str) -> None:
    assert not any(WORDS[one.intent].changes for one in heard(said).heard)
