"""The year's artefacts (S34): workbook, papers, pictures, files, and the archive that the next year
begins with.
"""

from bot.actions.exporting.adopting import Adopted, ArchiveUnusable, adopt, preview
from bot.actions.exporting.artefacts import archive_file, artefacts, is_left_out
from bot.actions.exporting.ledger import ledger_file

__all__ = [
    "Adopted",
    "ArchiveUnusable",
    "adopt",
    "archive_file",
    "artefacts",
    "is_left_out",
    "ledger_file",
    "preview",
]
