"""What an office does with its ledger: the public Python API, and all that the command line calls."""
