"""Reading documents: the extractor process and its readers (none yet)."""
