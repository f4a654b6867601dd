"""Documents in the window: plans, sources, pages, and the library."""
