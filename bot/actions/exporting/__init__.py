"""The year's artefacts (S34): workbook, papers, pictures, files, and the archive that the next year
begins with.
"""

from bot.actions.exporting.artefacts import archive_file, artefacts, is_left_out
from bot.actions.exporting.ledger import ledger_file
from bot.actions.exporting.starting import ArchiveUnusable, adopt

__all__ = ["ArchiveUnusable", "adopt", "archive_file", "artefacts", "is_left_out", "ledger_file"]
