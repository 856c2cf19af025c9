"""The year's artefacts (S34): workbook, papers, pictures, files, and the archive that the next year
begins with.
"""
