"""One controller per activity: turns facts into commands and answers into facts. QtCore only."""
