"""One module for each format, imported only in the reading process.

Each has `read(source, builder)`; see `assistant.documents.reading`.
"""
