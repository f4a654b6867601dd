"""Inkstone: a private writing desk that runs a language model on the user's own machine."""

__version__ = "0.1.0"
