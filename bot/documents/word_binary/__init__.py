"""Word's binary format (doc, dot; wps as WPS Writer saves it).

Source: [MS-DOC]; names of structures are its own.
"""
