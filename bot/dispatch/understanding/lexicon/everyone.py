"""What everybody may ask for."""

from collections.abc import Mapping

from bot.dispatch.understanding.lexicon.frames import Entry, way

EVERYONE: Mapping[str, Entry] = {
    "帮助": Entry(
        (
            way("help", "use howto what you me whether who count want"),
            way("able", "you me want howto use", bonus=0.5),
            way(
                "use you|me|what|howto|how|who|count|lack|ok",
                "you me what howto who want whether",
                bonus=1.5,
            ),
            way("you identity|use|what", "use whether", never="me name_me", bonus=1),
            way("howto", "use write_up lack want me you", bonus=1),
            way("lack use|howto", "use howto me", bonus=0.5),
            way("greeting", "you", bonus=-0.5),
        ),
    ),
    "倒计时": Entry(
        (
            way(
                "deadline",
                "overall when time remaining hand paper what whether count year T D lack who year work_of all",
            ),
            way(
                "remaining when|time|count|whether",
                "time deadline year T hand paper work_of end finished count lack",
                never="vote",
            ),
            way("when hand|paper", "time deadline hand paper finished all me order_to", bonus=-0.5),
            way(
                "time remaining|when|what|count",
                "when state order remaining count all whether year",
            ),
            way("when end|finished", "work_of all year", never="vote meeting"),
            way("T remaining when|count|whether", "time", bonus=0.5),
            way("extend|late when", "lack remaining", never="name"),
        ),
    ),
    "我是谁": Entry(
        (
            way(
                "me identity",
                "who what whether count time howto counted branch number you",
                bonus=1,
            ),
            way("my_vote identity", "who what number_of", bonus=1),
            way("name_me what|whether|who|howto", "identity branch"),
            way("identity", "who what whether count", bonus=-0.5),
        ),
    ),
    "绑定": Entry(
        (way("bind", "me name_me identity P want"), way("name_me P", "me want")), swallows=True
    ),
    "测评": Entry(
        (
            way("vote howto", "want me what whether", bonus=0.5),
            way("vote want", "me"),
            way("vote", "me", bonus=-0.3),
        ),
    ),
    "我的票": Entry(
        (
            way(
                "my_vote",
                "vote me whether counted count state how received arrive ok look lack finished result say",
            ),
            way(
                "vote me whether|counted|lack|ok|received|unvoted",
                "me counted finished arrive look state ok lack unvoted",
            ),
            way("vote counted whether", "look", bonus=0.5),
        ),
    ),
    "反馈": Entry(
        (
            way("feedback", "anonymous me want say problem show work_of number_of remark state"),
            way("anonymous say|remark", "me want number_of"),
            way("remark me|show", "want say anonymous show"),
        ),
        swallows=True,
    ),
    "反馈办法": Entry(
        (
            way(
                "feedback|remark howto|safe", "anonymous show me whether say write want", bonus=0.5
            ),
            way("anonymous howto|whether|safe", "feedback say remark me show"),
        ),
    ),
    "反馈情况": Entry(
        (
            way(
                "feedback state|how|what|whether|count|who|received|detail|log",
                "all show arrive lack received remark number_of",
                never="howto safe",
            ),
            way(
                "remark|feedback all|received|arrive",
                "show say what who whether state count received arrive",
                bonus=0.3,
            ),
        ),
    ),
    "签到": Entry(
        (
            way(
                "signin",
                "all who whether lack count P start state count order_to arrive end present",
            ),
            way("present", "me whether", bonus=1.2),
        ),
        reports=True,
        asks="签到",
    ),
    "请假": Entry(
        (way("absent", "me P meeting want", never="written on_paper"),),
        extends=True,
    ),
    "测评结果": Entry(
        (
            way(
                "result", "vote whether state tell what count P when all publish how who", bonus=0.5
            ),
            way("result publish whether|lack", "vote when"),
        ),
    ),
    "提醒记录": Entry(
        (
            way("reminder_log", "me what who"),
            way("remind me what|why|whether|log|who|count|lack", "received say when", bonus=0.5),
            way("remind log", "me"),
            way("remind received", "what who me say when"),
        ),
    ),
    "公示": Entry(
        (
            way(
                "show",
                "publish notice paper all howto start look B who tell write_up prepare prepare accept hand version what secretary branch",
            ),
            way("paper B", "look want show", bonus=-0.8),
        ),
        asks="状态",
    ),
}
