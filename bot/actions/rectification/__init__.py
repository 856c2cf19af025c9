"""The ledger, the monthly question, the closure gate, looking back (S10, S15, S16, S30, S35 to
S37).
"""
