"""A demonstration and a service never work on the same data: each refuses what belongs to the other."""

from bot.cli.failures import CommandFailed
from bot.domain.installation import Purpose
from bot.settings import Settings
from bot.storage.database import Database, holds_data
from bot.storage.installation import purpose_of

DEMONSTRATION_ELSEWHERE = "这里的设置和数据属于正式服务，没有启动演示。请在另一个没有 .env 的空目录里运行 shuzhi demo，数据会放在那里"
SERVICE_ELSEWHERE = (
    "这里的数据是演示用的，时钟拨动过，不能用于正式服务。"
    "请把演示的数据和密钥（data、data-keys）移走，或用 SHUZHI_DATA_DIR 指向一个新的目录，"
    "再运行 shuzhi department add 编号 --name 名称"
)
SENTENCES = {Purpose.SERVICE: DEMONSTRATION_ELSEWHERE, Purpose.DEMONSTRATION: SERVICE_ELSEWHERE}


def check_purpose(settings: Settings, wanted: Purpose) -> None:
    """Looks before anything is written. Raises CommandFailed where the data are of the other purpose;
    data that are not there yet fit both.
    """
    if not holds_data(settings.database):
        return
    database = Database(settings.database)
    try:
        found = purpose_of(database)
    finally:
        database.stop()
    if found is not None and found is not wanted:
        raise CommandFailed(SENTENCES[found])
