"""The rules of deadlines, units, history and supervision: pure functions on frozen dataclasses.

Nothing here reads a clock, a file or a database: the day is always a parameter, ``as_of``.
"""
