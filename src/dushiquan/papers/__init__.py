"""What is said, in Chinese: labels, sentences, listings and papers, whatever they are written as."""
