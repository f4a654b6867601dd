"""Fetches model files so that what appears as a model is what the hub has, byte for byte.

`queue.py` is the door. `work.py` does one order in a thread of its own, `transfer.py` one file of
it, `connection.py` one request, `part.py` keeps what arrives.
"""
