"""Measures an engine, against the bare loop of `engine/llama/bare.py` on the same machine."""
