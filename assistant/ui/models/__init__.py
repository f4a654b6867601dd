"""The models mode."""
