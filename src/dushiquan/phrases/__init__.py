"""Official words, usable alone: deadlines, unit cells, names that may be one, days as they are typed."""
