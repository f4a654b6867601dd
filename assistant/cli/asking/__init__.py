"""The parts of `inkstone ask`: reading and indexing, embedding, asking."""
