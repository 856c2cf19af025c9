"""Learns what phrases mean anew: `.venv/bin/python scripts/learn_phrases.py`.

Reads `bot/dispatch/understanding/phrases/*.tsv` and writes `learned.tsv` beside it. The same
phrases give the same file.
"""

from bot.dispatch.understanding.learned import LEARNED
from bot.dispatch.understanding.learning import learn

if __name__ == "__main__":
    LEARNED.write_text(learn(), encoding="utf-8")
