"""What organisers and leaders ask about their own work."""

from bot.domain.people import Role
from bot.domain.plan import Part
from bot.texts.questions.entry import asked

THOSE_WHO_RUN_IT = (Role.ORGANISER, Role.LEADER)

QUESTIONS = (
    asked(
        "怎么导入名册|名册怎么上传|名册怎么导入|名册怎么弄|名册怎么改|怎么更新名册|怎么加人|名册格式是什么|名册模板在哪",
        "把 Excel 名册直接发给我，我先说明有哪些改动，您确认后生效。空白名册请管理员导出。",
        roles=THOSE_WHO_RUN_IT,
        like="帮助",
    ),
    asked(
        "怎么改日期|日期能改吗|日期怎么改|怎么改截止日期|怎么改时间|怎么改期|会议怎么改期",
        "直接说就行，例如：把截止日期改到12月15日；会议改期 12月23日14:30。我先给您看改动，确认后才通知大家。",
        roles=THOSE_WHO_RUN_IT,
        like="帮助",
    ),
    # One person is asked first, the others only when he is silent (decision 0027).
    asked(
        "为什么要两个人确认|为什么还要别人确认|复核人是谁|谁来复核|怎么要另一个人确认|一个人不能定吗",
        "公布、公示、通报、等次这类事由两位同志把关：一位提出，另一位负责同志复核。先请一位，没有答复再请别的同志。",
        roles=THOSE_WHO_RUN_IT,
    ),
    asked(
        "等次怎么录入|等次怎么录进系统|怎么录等次|等次怎么填|怎么录入等次|怎么批量录等次",
        "党组织研究后一句话录入，例如：{grades_example}。您核对一次，再由一位班子成员确认。",
        part=Part.GRADE,
        roles=THOSE_WHO_RUN_IT,
        like="帮助",
    ),
    asked(
        "纸质票怎么录|纸质的票怎么录进去|怎么录纸质票|纸票怎么办|有人填了纸票怎么办|纸质票怎么统计|纸质票怎么录入",
        "发“打印 测评表”拿到纸表；收回后按类录入，先写收回几份、有效几份，再写每位各等次的票数，"
        "也可以填好“打印 统计表”发给我。另一位同志核对后计入。",
        part=Part.BALLOT,
        roles=THOSE_WHO_RUN_IT,
        like="帮助",
    ),
    asked(
        "怎么开始测评|会那天我要做什么|测评怎么开始|开会那天怎么办|会上怎么操作|会议当天流程是什么|测评怎么组织",
        "三步：发“发测评表”，大家在私聊里发“到”就领到表；讲完发“收票”；再发“交领导”，另一位同志核对后送到。",
        part=Part.BALLOT,
        roles=THOSE_WHO_RUN_IT,
        like="帮助",
    ),
    asked(
        "怎么通过报告|怎么审核报告|报告怎么审|怎么批量通过|能一次全部通过吗|怎么退回报告",
        "发“通过 全部”看清每一份，一次确认；单独一份，例如：通过 第三{unit}；要改的写明原因，"
        "例如：退回 第三{unit} 问题写得太虚。",
        part=Part.REVIEW,
        roles=THOSE_WHO_RUN_IT,
        like="帮助",
    ),
    asked(
        "怎么发会议通知|会议通知怎么发|怎么通知开会|怎么定会议时间",
        "发时间和地点，例如：会议通知 12月21日14:30 系楼302。我拟好通知给您看，确认后发到群里。",
        part=Part.MEETING,
        roles=THOSE_WHO_RUN_IT,
        like="帮助",
    ),
    asked(
        # Every step has an offline way (rule of conduct 9).
        "系统坏了怎么办|机器人不回怎么办|你坏了怎么办|断网了怎么办|会上用不了怎么办|没有网怎么办|投票卡住了怎么办",
        "会照常开，改用纸质测评表，会后录入。已经收到的票和材料都存好了，恢复后接着办；"
        "程序的事请找管理员。",
    ),
    asked(
        # When a year is archived the bot is silent about it (rule of conduct 6).
        "归档以后还发消息吗|年度结束以后呢|归档后怎么办|什么时候结束|以后还会发消息吗|这个群什么时候解散",
        "年度归档后不再就这一年发消息，记录保留、可以查看；下一年由组织员启动。群是否解散由单位定。",
    ),
    asked(
        "下一年怎么开始|明年怎么弄|怎么开始新一年|怎么启动明年的",
        "组织员发“方案”和年份，例如：方案 {next_year}，改好日期发回来；确认后新的一年就开始。",
        roles=THOSE_WHO_RUN_IT,
    ),
    asked("现在要办什么|今天要办什么|下一步做什么|接下来做什么|有什么要我办的", request="待办"),
)
