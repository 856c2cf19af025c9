"""述职 (shuzhi)."""

import os

# Sounds are those of single characters; the table of phrases would take 55 MB and a quarter of a second.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
