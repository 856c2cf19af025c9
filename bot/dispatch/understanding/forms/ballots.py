"""What is said of ballots: opening and ending one, the sheet, what one branch is asked."""

from bot.dispatch.understanding.forms.written import forms

POLLS = (
    *forms(
        "结束测评",
        r"(?:请|现在|可以)*收票(?:吧|了|啦)?[。!！]?",
        r"收票\s{1,3}(?P<text>[^\s。!！?？]{2,40})",
    ),
    *forms("纸质票", r"纸质(?:选)?票[\s:：,，]{0,9}(?P<text>[\s\S]{1,4000})", whole=True),
)
SHEETS = (
    *forms(
        "发测评表",
        r"(?:请|现在|可以|开始)*(?:发|发放|发一下|下发)测评表(?:吧|了)?(?P<text>[^?？]*)",
    ),
    # Several names, or a closing time, make one sheet for exactly these.
    *forms(
        "发测评表",
        r"开始测评\s{0,3}(?P<text>[^?？\s,，、;；]{2,20}"
        r"(?:[\s,，、;；]|(?:到|至|截)(?=[\d今明后本下周上中晚早止至]))[^?？]{0,200})",
        whole=True,
    ),
    *forms("怎样保密", r"(?:测评|投票|选票|票)?(?:是)?(?:怎样|怎么|如何)保密的?[?？]?"),
    *forms("测评表", r"(?:请)?(?:给我|再给我|我要)?(?:发|发一下|看看|看)?(?:我的)?测评表[。!！]?"),
)
