"""The look: palettes by role, measures, and the theme that widgets follow."""
