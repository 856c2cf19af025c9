"""Every sentence that a person can read, by noun.

Chinese, short, courteous, free of blame; facts in, sentence out.
"""
