"""The quick window: a small window for any text of any program, and what brings it up."""
