"""The page as its readers have it: opened in a browser, served, changed while it is open."""
