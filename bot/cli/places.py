"""Where an installation's data lie, in words for the terminal."""

from bot.settings import Settings

SET_DATABASE = "SHUZHI_DATABASE_URL 指的数据库"
WHERE_TO_RUN = "请到程序所在的目录运行，或用 SHUZHI_DATA_DIR 指明数据目录"


def inside(settings: Settings) -> str:
    """Returns how a sentence begins that tells what is, or is not, among the data."""
    if settings.database_url:
        return f"{SET_DATABASE}里"
    return f"{settings.data_dir} 里"


def kept_in(settings: Settings) -> str:
    """Says where what people send is kept: beside another database only the files lie in the folder."""
    if settings.database_url:
        return f"数据保存在 {SET_DATABASE}，收到的文件在 {settings.data_dir}"
    return f"数据保存在 {settings.data_dir}"
