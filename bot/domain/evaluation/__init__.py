"""From the four inputs to the grade (S31-S33):
what is asked for, what a person decides, and how it is replayed.
"""
