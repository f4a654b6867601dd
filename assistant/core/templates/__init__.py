"""Prompts that people keep: named, with typed variables, examples and parameters."""
