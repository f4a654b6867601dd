"""The hub in the window: finding models, a repository, downloads."""
