"""One file a format: each lays out the same Content."""
