"""The mode "Write": a text, what is done with it, and every change of it."""
