"""Models that other programs have fetched: where they lie and what they are called.

One module for each program, with `places(where)` and `models(where, deadline)`. Their files are
used in place; nothing in their folders is ever written, moved, locked or deleted.
"""
