"""Learns what phrases mean anew: `.venv/bin/python scripts/learn_phrases.py`.

Reads `bot/dispatch/understanding/phrases/*.tsv` and writes `learned.json` beside it. The same
phrases give the same file.
"""

from bot.dispatch.understanding.intents import LEARNED
from bot.dispatch.understanding.learning import learn

if __name__ == "__main__":
    LEARNED.write_text(learn(), encoding="utf-8")
