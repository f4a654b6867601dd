"""Threads: the inference thread, the store thread and the task pool. QtCore only."""
