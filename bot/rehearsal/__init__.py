"""The whole procedure on a simulated clock: notice to archive and twelve months of follow-up,
through the real program.

`play` drives the people, `scenes` is the script, `minutes` writes down what was said and made.
"""
