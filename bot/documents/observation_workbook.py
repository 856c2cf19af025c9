"""The sheet of observations as an Excel workbook, when it comes back filled in."""

from bot.documents.spreadsheet import read_spreadsheets
from bot.domain.evaluation.observation_sheet import COLUMNS, ObservationRows, Row, row_of


def read_observation_workbook(content: bytes) -> ObservationRows:
    """Reads every sheet that has these columns; titles and notes above them are passed over.

    Raises `UnreadableFile` as `read_spreadsheets`.
    """
    observations: list[Row] = []
    for sheet in read_spreadsheets(content):
        titles: dict[int, str] = {}
        for line in sheet.rows:
            words = {column: str(value).strip() for column, value in line.values.items()}
            if set(COLUMNS) <= set(words.values()):
                titles = words
                continue
            if not titles:
                continue
            named = {title: words.get(column, "") for column, title in titles.items()}
            observation = row_of(named)
            if observation.name and observation.text:
                observations.append(observation)
    return ObservationRows(tuple(observations))
