"""Input and output: read and write every file format, and print on terminals. Nothing here knows plans."""
