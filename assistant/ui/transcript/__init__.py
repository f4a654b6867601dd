"""The conversation as it is read: a virtualised list of turns, streaming, finding, editing."""
