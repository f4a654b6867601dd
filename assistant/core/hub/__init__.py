"""Models from elsewhere: what a hub offers, what fits this machine, how files are fetched."""
