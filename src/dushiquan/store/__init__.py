"""The ledger's database: the only room that knows SQL.

``opening`` is the only entrance. Reading and recording use plain ``sqlite3``, which takes a few milliseconds
to import. ``sqlite-utils`` is for rare work: migrating and loading a plan.
"""
