"""What the product means: entities, messages, errors, ports and one module per task.

Standard library and msgspec only; no Qt, no input or output.
"""
