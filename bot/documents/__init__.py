"""Files of people -> `Manuscript`, safely.

Sniffing, limits, one extractor per format, all inside a sandboxed worker process. The door is
`bot.documents.reader.DocumentReader`; everything else here runs only in the worker.
"""
