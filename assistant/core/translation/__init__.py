"""Texts and files in another language, sentence by sentence, with the person's own terms."""
