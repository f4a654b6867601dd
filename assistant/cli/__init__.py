"""The terminal command: the same core, engine and database as the window, without Qt."""
