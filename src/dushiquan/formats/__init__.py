"""Bytes and terminals: reading and writing every kind of file, knowing nothing of plans."""
