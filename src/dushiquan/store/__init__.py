"""The ledger's database: the only package that knows SQL.

Only ``connection`` connects to one, and only ``opening`` opens a ledger. Reading and recording use plain
``sqlite3``, which imports in a few milliseconds. ``sqlite-utils`` is used only for rare work: migrating, and
loading a plan.
"""
