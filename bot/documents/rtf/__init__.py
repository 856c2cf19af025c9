"""Rich text. Source: Rich Text Format specification 1.9.1.

Automatic numbers stand in the file as text.
"""
