"""The ledger of what is to be put right."""

from bot.domain.people import Role
from bot.domain.plan import Part
from bot.texts.questions.entry import asked

LEDGER = Part.RECTIFICATION

QUESTIONS = (
    asked(
        "整改台账是什么|什么是整改台账|台账里有什么|整改事项是哪来的|整改台账里的问题从哪来",
        "台账里是您确认过的问题和措施、作出的承诺，还有上级检查、领导点评交办的事项。"
        "发“整改”看自己的，办好一条销一条。",
        part=LEDGER,
    ),
    asked(
        "多久汇报一次|多久问一次进展|每个月都要填吗|要每月汇报吗|整改要天天填吗|整改多久报一次|要经常汇报吗",
        "不用打卡。快到期或有了进展，一句话告诉我就行，例如：进展 1 已和3名党员谈心。文字和文件都不是必须的。",
        part=LEDGER,
    ),
    # Calling to account never takes the place of putting right (S37).
    asked(
        "整改到期没完成怎么办|整改没按时完成会不会被问责|到期没做完怎么办|整改完不成怎么办|整改逾期会怎样|会被问责吗|完不成会问责吗|"
        "做不完怎么办|到期完不成会怎样",
        "说明情况就行：需要时间，可以调整时限，例如：时限 1 6月30日；有困难，回我“需要帮助”。"
        "不以问责代替整改。",
        part=LEDGER,
    ),
    asked(
        "销号是什么意思|什么叫销号|怎么销号|谁来销号|核验是什么意思|什么叫核验|谁来核验|完成了怎么办|办完了怎么说",
        "办完了告诉我，例如：完成 1 制度已经修订。由责任人以外的同志核验，通过就销号；"
        "过一段时间再看成效是否保持。",
        part=LEDGER,
    ),
    asked(
        "有困难怎么办|整改遇到困难怎么办|需要支持怎么办|整改需要帮助找谁|解决不了怎么办|没有经费怎么办",
        "直接回我“需要帮助”，写一句难在哪里，我转给组织员，由组织员和您联系。",
        part=LEDGER,
        roles=(Role.SECRETARY,),
    ),
    # Unannounced stays unannounced (rule of conduct 10).
    asked(
        "什么时候抽查|你们什么时候来抽查|会抽查我们吗|抽查哪些支部|会来检查吗|什么时候来检查|上面会来查吗",
        "抽查不事先通知，我也不会透露。平时怎么做就怎么做，不用为检查另做材料。",
        part=LEDGER,
        roles=(Role.SECRETARY, Role.MEMBER, Role.REPRESENTATIVE),
    ),
    asked(
        # Nobody is named where all can read it (rule of conduct 4).
        "会点名通报吗|通报会点名吗|整改会通报吗|通报写名字吗|通报给谁看",
        "通报由两位同志核对后才发，说“个别{unit}”，不点名。",
        part=LEDGER,
    ),
    # A deed counts and not its trace (S14).
    asked(
        "要交整改佐证吗|整改要附材料吗|整改要拍照吗|完成要附文件吗|需要整改报告吗",
        "不是必须的。一句话说清做了什么就行，愿意附一个文件也可以。",
        part=LEDGER,
    ),
    asked(
        "我还有哪些整改|我的整改还有几条|我还有几条没整改", request="整改", roles=(Role.SECRETARY,)
    ),
)
