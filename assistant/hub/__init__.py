"""Models: those on this disk; the catalogue and downloads come here too."""
