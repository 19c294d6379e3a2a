"""A Dossier in, bytes out: reports never solve and never compute a figure twice."""
