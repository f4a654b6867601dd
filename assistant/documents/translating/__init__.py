"""Takes the texts out of files and puts their translations in, with everything else kept."""
