"""What libraries know of language: differences of texts, which language one is in, term files.

Imports of ours only `core`.
"""
