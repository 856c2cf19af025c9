"""What an administrator hears of a program that cannot serve."""

from datetime import date

from bot.texts import dates

FILES_MISSING = "数据目录里缺少已收到的报告文件：请检查 SHUZHI_DATA_DIR 是不是原来的目录"


def cannot_share(lacking: str) -> str:
    return (
        # It would void what it cannot open (decision 0031).
        f"另一个进程正在用这个数据库，而{lacking}。没有启动，以免作废进行中的测评。"
        "几个进程要用同一个数据目录和同一个密钥目录（SHUZHI_DATA_DIR、SHUZHI_KEY_DIR）"
    )


def disk_low(megabytes: int) -> str:
    return f"述职助手所在机器的磁盘快满了，只剩 {megabytes} MB。请转告管理员清理，满了以后收不下报告和选票。"


# Read in the group while the robot hears nobody.
TAKEN_OVER = (
    "述职助手现在收不到大家的消息：它的机器人被另一个程序接管了。"
    "请组织员转告管理员，只留一处使用；这段时间发给它的话，请等它恢复后再发一次。"
)


def was_taken_over(since: date) -> str:
    """Says that another program had the account, once something reaches the organiser again."""
    return (
        f"我的机器人{dates.day(since)}起曾被另一个程序接管，那段时间大家发来的消息我没有收到，"
        "请提醒大家再发一次，并请管理员确认只有一处在用这个机器人。"
    )


def keyless(number: int) -> str:
    return (
        f"{number} 场进行中的测评在这里没有密钥，投票会失败：请检查 SHUZHI_KEY_DIR，或重新进行测评"
    )
