"""Questions about plans: why a line is short, what falls when a nation leaves, what a report may say."""
