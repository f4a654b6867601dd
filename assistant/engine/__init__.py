"""Runs language models: the engine process, its supervisor and the scripted stand-in.

Imports only `assistant.core`; `llama_cpp` is imported by the package `llama` alone, and only in the
process that runs models.
"""
