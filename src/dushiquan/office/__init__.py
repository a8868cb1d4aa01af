"""The public Python API: what an office does with its ledger. The command line calls nothing else."""
