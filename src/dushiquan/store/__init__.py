"""The ledger's database: the only room that knows SQL.

``opening`` is the one way in. Reading and recording are plain ``sqlite3``, which costs a few
milliseconds to import; ``sqlite-utils`` serves what is rare: migrating, loading a plan, checking.
"""
