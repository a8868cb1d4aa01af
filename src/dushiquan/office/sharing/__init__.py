"""Sharing a ledger: each replica has a branch of its own, in bundles or at a git URL."""
