"""The chat mode: header, transcript, composer, inspector."""
