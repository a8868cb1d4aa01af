"""Find the tables in texts: notices, numbered lists, and tables that were flattened into lines."""
