"""The on-site evaluation (现场测评, S28): forms, roll, ballots, tally, disclosure.

See the steps in docs/requirements.md.
"""
