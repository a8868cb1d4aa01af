"""The Chinese output: labels, sentences, listings and papers, independent of any file format."""
