"""Runs language models: the engine process, its supervisor and the scripted stand-in.

Imports only `assistant.core`; `llama_cpp` is imported by `llama.py` alone, and only in the
process that runs models.
"""
