"""Mend what is broken in a table before it is read: lost merges, shifted rows, tables in parts, odd days."""
