"""Templates in the window: "/" in the composer, the form of variables, the library."""
