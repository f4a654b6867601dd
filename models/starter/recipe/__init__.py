"""How the starter model is made: text from our own generator, a tokeniser, training, export.

`python -m models.starter.recipe --help` from the root of the repository.
"""
