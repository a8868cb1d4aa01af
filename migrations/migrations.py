"""The migrations of the ledger, in order.

This file is append-only: never edit, rename or move a migration that has shipped. Add a new function at the
end, and its name to ``MIGRATIONS`` in ``dushiquan.store.opening``. Keep the file ASCII: ``sqlite-utils
migrate ledger.db migrations`` can run it, too, and reads it in the encoding of the locale.
"""

from hashlib import sha256

from sqlite_utils import Database, Migrations

migrations = Migrations("dushiquan")


@migrations()
def m001_ledger(db: Database) -> None:
    """Create the tables of plans, projects, events and stored states, and the ``ledger`` view."""
    for statement in M001.split(";;"):
        db.execute(statement)
    db.table("statuses").insert_all(
        [
            {"code": "planned", "label": "\u672a\u542f\u52a8"},
            {"code": "active", "label": "\u8fdb\u884c\u4e2d"},
            {"code": "submitted", "label": "\u5f85\u6838\u5b9e"},
            {"code": "done", "label": "\u5df2\u5b8c\u6210"},
            {"code": "paused", "label": "\u6682\u7f13"},
            {"code": "dropped", "label": "\u7ec8\u6b62"},
        ]
    )
    db.table("kinds").insert_all(
        [
            {"code": "complete", "label": "\u5b8c\u6210"},
            {"code": "submit", "label": "\u62a5\u9001"},
            {"code": "hold", "label": "\u4e3e\u529e"},
            {"code": "advance", "label": "\u63a8\u8fdb"},
            {"code": "recurring", "label": "\u5b9a\u671f"},
            {"code": "ongoing", "label": "\u957f\u671f"},
            {"code": "unknown", "label": "\u672a\u8bfb\u51fa"},
        ]
    )
    db.execute("PRAGMA application_id = 0x64737131")


@migrations()
def m002_readings(db: Database) -> None:
    """Remember which rows of which forms were recorded, so that none is recorded twice.

    The column ``sheet`` holds the id of the form.
    """
    db.execute(
        """
CREATE TABLE readings (
  sheet TEXT NOT NULL,
  project INTEGER NOT NULL REFERENCES projects (pk),
  batch TEXT NOT NULL,
  PRIMARY KEY (sheet, project, batch)
) STRICT
"""
    )


@migrations()
def m003_uses(db: Database) -> None:
    """Remember which plan was last taken into use, by loading, revising or choosing it."""
    db.execute(
        """
CREATE TABLE plan_uses (
  seq INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key)
) STRICT
"""
    )


@migrations()
def m004_order_and_identity(db: Database) -> None:
    """Give events a stored order, and projects and the ledger lasting ids.

    The kinds of events move to a lookup table, so a new kind needs no rebuild of the events. An id may be any
    short text. A category and a year become optional. The caller must turn foreign keys off.
    """
    rows = db.execute("SELECT seq, recorded_at FROM events ORDER BY seq").fetchall()
    for statement in M004.split(";;"):
        db.execute(statement)
    last = ""
    for seq, recorded_at in rows:
        last = _next_stamp(recorded_at, last)
        db.execute("UPDATE events_new SET stamp = ? WHERE seq = ?", [last, seq])
    for key, id, loaded_at in db.execute(
        "SELECT p.plan, p.id, q.loaded_at FROM projects_new p JOIN plans q ON q.key = p.plan"
    ).fetchall():
        uid = sha256(f"{key}\n{id}\n{loaded_at}".encode()).hexdigest()[:32]
        db.execute("UPDATE projects_new SET uid = ? WHERE plan = ? AND id = ?", [uid, key, id])
    for statement in M004_RENAME.split(";;"):
        db.execute(statement)
    db.execute("INSERT INTO ledger_info (name, value) VALUES ('id', lower(hex(randomblob(16))))")


@migrations()
def m005_applications(db: Database) -> None:
    """Keep in the state the day of an application to close out, on which the clock stops."""
    day = "CHECK (applied_on IS NULL OR applied_on IS date(applied_on, '+0 days'))"
    db.execute(f"ALTER TABLE states ADD COLUMN applied_on TEXT {day}")


@migrations()
def m006_known_on(db: Database) -> None:
    """Store the day on which a new edition brought a project in; the states are folded anew afterwards.

    The view has no progress for a project if none of its targets was counted.
    """
    for statement in M006.split(";;"):
        db.execute(statement)


@migrations()
def m007_forms(db: Database) -> None:
    """Remember the forms that were sent, what was read from them, and the file that an event came from."""
    for statement in M007.split(";;"):
        db.execute(statement)


@migrations()
def m008_levels(db: Database) -> None:
    """Keep the levels of escalation in the plan: the shipped plan of 2011 had the only ones so far."""
    for statement in M008.split(";;"):
        db.execute(statement)


@migrations()
def m009_in_no_plan(db: Database) -> None:
    """Let a project be in no plan: it came with a load that was taken back, and events refer to it."""
    for statement in M009.split(";;"):
        db.execute(statement)


@migrations()
def m010_decisions(db: Database) -> None:
    """Let an event name the document that it rests on, by its number."""
    db.execute("ALTER TABLE events ADD COLUMN document TEXT NOT NULL DEFAULT ''")


@migrations()
def m011_contacts(db: Database) -> None:
    """Keep in the plan whom to ask at each unit."""
    db.execute(
        "ALTER TABLE plans ADD COLUMN contacts TEXT NOT NULL DEFAULT '{}'"
        " CHECK (json_type(contacts) IS 'object')"
    )


@migrations()
def m012_carried(db: Database) -> None:
    """Let a project be carried into another plan."""
    db.table("statuses").insert({"code": "carried", "label": "\u7ed3\u8f6c"})
    db.execute("INSERT INTO event_kinds (kind, is_report) VALUES ('carry', 0)")


@migrations()
def m013_answers_and_remarks(db: Database) -> None:
    """Keep answers to letters, problems and next steps, and applications for deferrals."""
    for kind, is_report in M013_KINDS.items():
        db.execute("INSERT INTO event_kinds (kind, is_report) VALUES (?, ?)", (kind, is_report))
    db.execute(
        "ALTER TABLE states ADD COLUMN said TEXT NOT NULL DEFAULT '{}' CHECK (json_type(said) IS 'object')"
    )
    db.execute(
        "ALTER TABLE forms ADD COLUMN answer_by TEXT"
        " CHECK (answer_by IS NULL OR answer_by IS date(answer_by, '+0 days'))"
    )
    db.execute("ALTER TABLE form_rows ADD COLUMN content TEXT NOT NULL DEFAULT ''")


M013_KINDS = {"answer": 1, "problem": 1, "next": 1, "expect": 1, "request": 1, "refuse": 0}


@migrations()
def m014_sharing(db: Database) -> None:
    """Let a ledger be shared: which replica sent which event, and what it had seen by then.

    An event read from one form on two machines has one id; the earlier entry replaces the later one.
    """
    for statement in M014.split(";;"):
        db.execute(statement)


def _next_stamp(recorded_at: str, last: str) -> str:
    """Return the next stamp of the hybrid clock: ``domain.moments.next_stamp`` as of this migration."""
    fresh = f"{recorded_at}#00000000"
    if fresh > last:
        return fresh
    moment, _, counter = last.partition("#")
    return f"{moment}#{int(counter) + 1:08}"


M001 = """
CREATE TABLE statuses (
  code TEXT PRIMARY KEY,
  label TEXT NOT NULL
) STRICT;;

CREATE TABLE kinds (
  code TEXT PRIMARY KEY,
  label TEXT NOT NULL
) STRICT;;

CREATE TABLE plans (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  title TEXT NOT NULL,
  year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2999),
  document_no TEXT NOT NULL,
  document_title TEXT NOT NULL,
  issuer TEXT NOT NULL,
  drafter TEXT NOT NULL,
  drafted TEXT CHECK (drafted IS NULL OR drafted IS date(drafted, '+0 days')),
  issued TEXT CHECK (issued IS NULL OR issued IS date(issued, '+0 days')),
  effective TEXT CHECK (effective IS NULL OR effective IS date(effective, '+0 days')),
  remark TEXT NOT NULL,
  loaded_at TEXT NOT NULL
) STRICT;;

CREATE TABLE categories (
  pk INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  initials TEXT NOT NULL,
  UNIQUE (plan, name)
) STRICT;;

CREATE TABLE units (
  pk INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key),
  name TEXT NOT NULL CHECK (name <> ''),
  initials TEXT NOT NULL,
  UNIQUE (plan, name)
) STRICT;;

CREATE TABLE aliases (
  unit INTEGER NOT NULL REFERENCES units (pk),
  alias TEXT NOT NULL CHECK (alias <> ''),
  PRIMARY KEY (unit, alias)
) STRICT;;

CREATE TABLE projects (
  pk INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key),
  no INTEGER NOT NULL CHECK (no > 0),
  part INTEGER NOT NULL CHECK (part >= 0),
  id TEXT GENERATED ALWAYS AS (iif(part, no || '.' || part, CAST(no AS TEXT))) VIRTUAL,
  position INTEGER NOT NULL,
  category INTEGER NOT NULL REFERENCES categories (pk),
  title TEXT NOT NULL CHECK (title <> ''),
  content TEXT NOT NULL,
  support_open INTEGER NOT NULL CHECK (support_open IN (0, 1)),
  requirement TEXT NOT NULL,
  kind TEXT NOT NULL REFERENCES kinds (code),
  start TEXT CHECK (start IS NULL OR start IS date(start, '+0 days')),
  due TEXT CHECK (due IS NULL OR due IS date(due, '+0 days')),
  CHECK (start IS NULL OR due IS NULL OR start <= due),
  UNIQUE (plan, no, part)
) STRICT;;

CREATE INDEX projects_in_order ON projects (plan, position);;
CREATE INDEX projects_by_category ON projects (category, position);;

CREATE TABLE project_units (
  project INTEGER NOT NULL REFERENCES projects (pk),
  unit INTEGER NOT NULL REFERENCES units (pk),
  role TEXT NOT NULL CHECK (role IN ('lead', 'support')),
  position INTEGER NOT NULL,
  PRIMARY KEY (project, role, position)
) STRICT;;

CREATE INDEX project_units_by_unit ON project_units (unit);;

CREATE TABLE regions (
  project INTEGER NOT NULL REFERENCES projects (pk),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (project, position)
) STRICT;;

CREATE TABLE targets (
  project INTEGER NOT NULL REFERENCES projects (pk),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  initials TEXT NOT NULL,
  goal INTEGER NOT NULL CHECK (goal > 0),
  measure TEXT NOT NULL,
  due TEXT CHECK (due IS NULL OR due IS date(due, '+0 days')),
  PRIMARY KEY (project, position),
  UNIQUE (project, name)
) STRICT;;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  batch TEXT NOT NULL,
  project INTEGER NOT NULL REFERENCES projects (pk),
  kind TEXT NOT NULL CHECK (kind IN ('status', 'progress', 'note', 'count', 'defer', 'submit', 'return',
    'remind', 'revoke', 'revise', 'withdraw')),
  "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL,
  before TEXT NOT NULL CHECK (json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after)),
  note TEXT NOT NULL,
  revokes TEXT UNIQUE REFERENCES events (id),
  CHECK ((kind = 'revoke') = (revokes IS NOT NULL))
) STRICT;;

CREATE INDEX events_by_project ON events (project);;
CREATE INDEX events_by_day ON events ("on");;

CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: record a new one'); END;;

CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: revoke it instead'); END;;

CREATE TABLE states (
  project INTEGER PRIMARY KEY REFERENCES projects (pk),
  status TEXT NOT NULL REFERENCES statuses (code),
  progress INTEGER CHECK (progress BETWEEN 0 AND 100),
  counts TEXT NOT NULL CHECK (json_type(counts) IS 'object'),
  due TEXT CHECK (due IS NULL OR due IS date(due, '+0 days')),
  deferrals INTEGER NOT NULL CHECK (deferrals >= 0),
  done_on TEXT CHECK (done_on IS NULL OR done_on IS date(done_on, '+0 days')),
  last_reported TEXT CHECK (last_reported IS NULL OR last_reported IS date(last_reported, '+0 days')),
  withdrawn_on TEXT CHECK (withdrawn_on IS NULL OR withdrawn_on IS date(withdrawn_on, '+0 days'))
) STRICT;;

CREATE VIEW ledger AS
SELECT p.plan, p.id, c.name AS category, p.title, p.content,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT u.name FROM project_units pu JOIN units u
    ON u.pk = pu.unit WHERE pu.project = p.pk AND pu.role = 'lead' ORDER BY pu.position)) AS lead,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT u.name FROM project_units pu JOIN units u
    ON u.pk = pu.unit WHERE pu.project = p.pk AND pu.role = 'support' ORDER BY pu.position)) AS support,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT name FROM regions r
    WHERE r.project = p.pk ORDER BY r.position)) AS regions,
  p.requirement, k.label AS kind, p.start, s.due, p.due AS due_original, s.deferrals,
  iif(s.withdrawn_on IS NULL, st.label, char(0x5DF2, 0x64A4, 0x9500)) AS status,
  CASE
    WHEN s.status = 'done' THEN 100
    WHEN s.progress IS NOT NULL OR s.counts = '{}' THEN s.progress
    ELSE (SELECT CAST(sum(min(coalesce((SELECT j.value FROM json_each(s.counts) j WHERE j.key = t.name), 0),
      t.goal) * 100.0 / t.goal) / count(*) + 1e-9 AS INTEGER) FROM targets t WHERE t.project = p.pk)
  END AS progress,
  (SELECT group_concat(line, char(10)) FROM (SELECT t.name || ' '
    || coalesce((SELECT j.value FROM json_each(s.counts) j WHERE j.key = t.name), 0)
    || '/' || t.goal || t.measure AS line FROM targets t
    WHERE t.project = p.pk ORDER BY t.position)) AS targets,
  s.done_on, s.last_reported, s.withdrawn_on
FROM projects p
JOIN categories c ON c.pk = p.category
JOIN kinds k ON k.code = p.kind
JOIN states s ON s.project = p.pk
JOIN statuses st ON st.code = s.status
ORDER BY p.plan, p.position
"""


M004 = """
DROP VIEW ledger;;
CREATE TABLE ledger_info (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;;
CREATE TABLE event_kinds (
  kind TEXT PRIMARY KEY,
  is_report INTEGER NOT NULL CHECK (is_report IN (0, 1))
) STRICT;;
INSERT INTO event_kinds (kind, is_report) VALUES
  ('status', 1), ('progress', 1), ('note', 1), ('count', 1), ('defer', 1), ('submit', 1), ('return', 0),
  ('remind', 0), ('revoke', 0), ('revise', 0), ('withdraw', 0), ('load', 0), ('heading', 0);;
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;;
CREATE TABLE plans_new (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  title TEXT NOT NULL,
  year INTEGER CHECK (year IS NULL OR year BETWEEN 1900 AND 2999),
  document_no TEXT NOT NULL,
  document_title TEXT NOT NULL,
  issuer TEXT NOT NULL,
  drafter TEXT NOT NULL,
  drafted TEXT CHECK (drafted IS NULL OR drafted IS date(drafted, '+0 days')),
  issued TEXT CHECK (issued IS NULL OR issued IS date(issued, '+0 days')),
  effective TEXT CHECK (effective IS NULL OR effective IS date(effective, '+0 days')),
  remark TEXT NOT NULL,
  loaded_at TEXT NOT NULL,
  month_before TEXT CHECK (month_before IN ('included', 'excluded'))
) STRICT;;
INSERT INTO plans_new SELECT *, NULL FROM plans ORDER BY rowid;;
CREATE TABLE projects_new (
  pk INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key),
  id TEXT NOT NULL CHECK (id <> ''),
  number INTEGER GENERATED ALWAYS AS (CAST(id AS INTEGER)) VIRTUAL,
  uid TEXT NOT NULL,
  position INTEGER NOT NULL,
  category INTEGER REFERENCES categories (pk),
  title TEXT NOT NULL CHECK (title <> ''),
  content TEXT NOT NULL,
  support_open INTEGER NOT NULL CHECK (support_open IN (0, 1)),
  persons TEXT NOT NULL DEFAULT '[]' CHECK (json_type(persons) IS 'array'),
  requirement TEXT NOT NULL,
  kind TEXT NOT NULL REFERENCES kinds (code),
  start TEXT CHECK (start IS NULL OR start IS date(start, '+0 days')),
  due TEXT CHECK (due IS NULL OR due IS date(due, '+0 days')),
  CHECK (start IS NULL OR due IS NULL OR start <= due),
  UNIQUE (plan, id)
) STRICT;;
INSERT INTO projects_new
  (pk, plan, id, uid, position, category, title, content, support_open, requirement, kind, start, due)
  SELECT pk, plan, id, '', position, category, title, content, support_open, requirement, kind, start, due
  FROM projects;;
CREATE TABLE events_new (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  batch TEXT NOT NULL,
  plan TEXT NOT NULL REFERENCES plans (key),
  project INTEGER REFERENCES projects (pk),
  kind TEXT NOT NULL REFERENCES event_kinds (kind),
  "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  stamp TEXT NOT NULL,
  actor TEXT NOT NULL,
  before TEXT NOT NULL CHECK (json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after)),
  note TEXT NOT NULL,
  revokes TEXT
) STRICT;;
INSERT INTO events_new
  SELECT e.seq, e.id, e.batch, p.plan, e.project, e.kind, e."on", e.recorded_at, '', e.actor, e.before,
    e.after, e.note, e.revokes
  FROM events e JOIN projects p ON p.pk = e.project
"""

M004_RENAME = """
DROP TABLE events;;
DROP TABLE projects;;
DROP TABLE plans;;
ALTER TABLE plans_new RENAME TO plans;;
ALTER TABLE projects_new RENAME TO projects;;
ALTER TABLE events_new RENAME TO events;;
CREATE UNIQUE INDEX projects_by_uid ON projects (uid);;
CREATE INDEX projects_in_order ON projects (plan, position);;
CREATE INDEX projects_by_number ON projects (plan, number);;
CREATE INDEX projects_by_category ON projects (category, position);;
CREATE INDEX events_by_project ON events (project);;
CREATE INDEX events_by_day ON events ("on");;
CREATE INDEX events_by_stamp ON events (stamp);;
CREATE INDEX events_by_revoked ON events (revokes) WHERE revokes IS NOT NULL;;
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: record a new one'); END;;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: revoke it instead'); END;;
CREATE VIEW ledger AS
SELECT p.plan, p.id, coalesce(c.name, '') AS category, p.title, p.content,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT u.name FROM project_units pu JOIN units u
    ON u.pk = pu.unit WHERE pu.project = p.pk AND pu.role = 'lead' ORDER BY pu.position)) AS lead,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT u.name FROM project_units pu JOIN units u
    ON u.pk = pu.unit WHERE pu.project = p.pk AND pu.role = 'support' ORDER BY pu.position)) AS support,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT name FROM regions r
    WHERE r.project = p.pk ORDER BY r.position)) AS regions,
  p.requirement, k.label AS kind, p.start, s.due, p.due AS due_original, s.deferrals,
  iif(s.withdrawn_on IS NULL, st.label, char(0x5DF2, 0x64A4, 0x9500)) AS status,
  CASE
    WHEN s.status = 'done' THEN 100
    WHEN s.progress IS NOT NULL OR s.counts = '{}' THEN s.progress
    ELSE (SELECT CAST(sum(min(coalesce((SELECT j.value FROM json_each(s.counts) j WHERE j.key = t.name), 0),
      t.goal) * 100.0 / t.goal) / count(*) + 1e-9 AS INTEGER) FROM targets t WHERE t.project = p.pk)
  END AS progress,
  (SELECT group_concat(line, char(10)) FROM (SELECT t.name || ' '
    || coalesce((SELECT j.value FROM json_each(s.counts) j WHERE j.key = t.name), 0)
    || '/' || t.goal || t.measure AS line FROM targets t
    WHERE t.project = p.pk ORDER BY t.position)) AS targets,
  s.done_on, s.last_reported, s.withdrawn_on
FROM projects p
LEFT JOIN categories c ON c.pk = p.category
JOIN kinds k ON k.code = p.kind
JOIN states s ON s.project = p.pk
JOIN statuses st ON st.code = s.status
ORDER BY p.plan, p.position
"""

M006 = """
ALTER TABLE states
  ADD COLUMN known_on TEXT CHECK (known_on IS NULL OR known_on IS date(known_on, '+0 days'));;
DROP VIEW ledger;;
CREATE VIEW ledger AS
SELECT p.plan, p.id, coalesce(c.name, '') AS category, p.title, p.content,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT u.name FROM project_units pu JOIN units u
    ON u.pk = pu.unit WHERE pu.project = p.pk AND pu.role = 'lead' ORDER BY pu.position)) AS lead,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT u.name FROM project_units pu JOIN units u
    ON u.pk = pu.unit WHERE pu.project = p.pk AND pu.role = 'support' ORDER BY pu.position)) AS support,
  (SELECT group_concat(name, char(0x3001)) FROM (SELECT name FROM regions r
    WHERE r.project = p.pk ORDER BY r.position)) AS regions,
  p.requirement, k.label AS kind, p.start, s.due, p.due AS due_original, s.deferrals,
  iif(s.withdrawn_on IS NULL, st.label, char(0x5DF2, 0x64A4, 0x9500)) AS status,
  CASE
    WHEN s.status = 'done' THEN 100
    WHEN s.progress IS NOT NULL OR NOT EXISTS (SELECT 1 FROM targets t JOIN json_each(s.counts) j
      ON j.key = t.name WHERE t.project = p.pk) THEN s.progress
    ELSE (SELECT CAST(sum(min(coalesce((SELECT j.value FROM json_each(s.counts) j WHERE j.key = t.name), 0),
      t.goal) * 100.0 / t.goal) / count(*) + 1e-9 AS INTEGER) FROM targets t WHERE t.project = p.pk)
  END AS progress,
  (SELECT group_concat(line, char(10)) FROM (SELECT t.name || ' '
    || coalesce((SELECT j.value FROM json_each(s.counts) j WHERE j.key = t.name), 0)
    || '/' || t.goal || t.measure AS line FROM targets t
    WHERE t.project = p.pk ORDER BY t.position)) AS targets,
  s.done_on, s.last_reported, s.withdrawn_on
FROM projects p
LEFT JOIN categories c ON c.pk = p.category
JOIN kinds k ON k.code = p.kind
JOIN states s ON s.project = p.pk
JOIN statuses st ON st.code = s.status
ORDER BY p.plan, p.position
"""

M007 = """
CREATE TABLE forms (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  plan TEXT NOT NULL REFERENCES plans (key),
  unit TEXT NOT NULL,
  sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on, '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL
) STRICT;;
CREATE TABLE form_rows (
  form TEXT NOT NULL REFERENCES forms (id),
  position INTEGER NOT NULL,
  project INTEGER NOT NULL REFERENCES projects (pk),
  id TEXT NOT NULL CHECK (id <> ''),
  title TEXT NOT NULL CHECK (title <> ''),
  requirement TEXT NOT NULL,
  due TEXT CHECK (due IS NULL OR due IS date(due, '+0 days')),
  status TEXT NOT NULL REFERENCES statuses (code),
  progress INTEGER CHECK (progress BETWEEN 0 AND 100),
  targets TEXT NOT NULL CHECK (json_type(targets) IS 'array'),
  PRIMARY KEY (form, position),
  UNIQUE (form, project)
) STRICT;;
ALTER TABLE readings ADD COLUMN typed TEXT CHECK (typed IS NULL OR json_type(typed) IS 'object');;
ALTER TABLE events ADD COLUMN origin TEXT CHECK (origin IS NULL OR json_type(origin) IS 'object')
"""

M008 = """
ALTER TABLE plans ADD COLUMN levels TEXT NOT NULL DEFAULT '[]' CHECK (json_type(levels) IS 'array');;
UPDATE plans SET levels = '[{"name": "\u4e13\u4e1a\u59d4\u5458\u4f1a\u6267\u884c", "days": 1},
  {"name": "\u4e3b\u4efb\u529e\u516c\u4f1a\u8bae\u8bae\u4e8b", "days": 31},
  {"name": "\u79d8\u4e66\u957f\u5de5\u4f5c\u4f1a\u8bae\u534f\u5546", "days": 61},
  {"name": "\u5e02\u957f\u8054\u5e2d\u4f1a\u8bae\u51b3\u7b56", "days": 91}]'
  WHERE key = '2011' AND (title = '2011\u5e74\u676d\u5dde\u90fd\u5e02\u7ecf\u6d4e\u5708'
    || '\u5408\u4f5c\u9879\u76ee\u8ba1\u5212\u5b89\u6392\u8868'
    OR document_no = '\u676d\u653f\u529e\u51fd[2011]44\u53f7')
"""

M009 = """
DROP VIEW ledger;;
CREATE TABLE projects_new (
  pk INTEGER PRIMARY KEY,
  plan TEXT REFERENCES plans (key),
  id TEXT NOT NULL CHECK (id <> ''),
  number INTEGER GENERATED ALWAYS AS (CAST(id AS INTEGER)) VIRTUAL,
  uid TEXT NOT NULL,
  position INTEGER NOT NULL,
  category INTEGER REFERENCES categories (pk),
  title TEXT NOT NULL CHECK (title <> ''),
  content TEXT NOT NULL,
  support_open INTEGER NOT NULL CHECK (support_open IN (0, 1)),
  persons TEXT NOT NULL DEFAULT '[]' CHECK (json_type(persons) IS 'array'),
  requirement TEXT NOT NULL,
  kind TEXT NOT NULL REFERENCES kinds (code),
  start TEXT CHECK (start IS NULL OR start IS date(start, '+0 days')),
  due TEXT CHECK (due IS NULL OR due IS date(due, '+0 days')),
  CHECK (start IS NULL OR due IS NULL OR start <= due),
  UNIQUE (plan, id)
) STRICT;;
INSERT INTO projects_new
  (pk, plan, id, uid, position, category, title, content, support_open, persons, requirement, kind, start,
    due)
  SELECT pk, plan, id, uid, position, category, title, content, support_open, persons, requirement, kind,
    start, due
  FROM projects;;
DROP TABLE projects;;
ALTER TABLE projects_new RENAME TO projects;;
CREATE UNIQUE INDEX projects_by_uid ON projects (uid);;
CREATE INDEX projects_in_order ON projects (plan, position);;
CREATE INDEX projects_by_number ON projects (plan, number);;
CREATE INDEX projects_by_category ON projects (category, position);;
"""

M009 += M006[M006.index("CREATE VIEW ledger") :].replace(
    "ORDER BY p.plan, p.position", "WHERE p.plan IS NOT NULL\nORDER BY p.plan, p.position"
)

M014 = """
INSERT INTO event_kinds (kind, is_report) VALUES ('settle', 0);;
CREATE TABLE replicas (
  pk INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> ''),
  name TEXT NOT NULL,
  is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
  version TEXT NOT NULL
) STRICT;;
CREATE TABLE segments (
  pk INTEGER PRIMARY KEY,
  replica INTEGER NOT NULL REFERENCES replicas (pk),
  number INTEGER NOT NULL CHECK (number > 0),
  seen TEXT NOT NULL CHECK (json_type(seen) IS 'object'),
  made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T??:??:??*Z'),
  UNIQUE (replica, number)
) STRICT;;
CREATE TABLE places (
  event INTEGER NOT NULL REFERENCES events (seq),
  segment INTEGER NOT NULL REFERENCES segments (pk),
  PRIMARY KEY (event, segment)
) STRICT, WITHOUT ROWID;;
CREATE INDEX places_by_segment ON places (segment);;
CREATE TABLE parked (
  segment INTEGER NOT NULL REFERENCES segments (pk),
  line INTEGER NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  PRIMARY KEY (segment, line)
) STRICT, WITHOUT ROWID;;
CREATE TABLE doubtful (
  plan TEXT NOT NULL,
  project INTEGER NOT NULL,
  PRIMARY KEY (plan, project)
) STRICT, WITHOUT ROWID;;
ALTER TABLE forms ADD COLUMN segment INTEGER REFERENCES segments (pk);;
DROP TRIGGER events_are_not_updated;;
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
WHEN NOT (NEW.seq IS OLD.seq AND NEW.id IS OLD.id AND NEW.plan IS OLD.plan AND NEW.project IS OLD.project
  AND NEW.kind IS OLD.kind AND NEW.note IS OLD.note AND NEW.revokes IS OLD.revokes
  AND OLD.origin IS NOT NULL AND NEW.origin IS NOT NULL
  AND (NEW.stamp < OLD.stamp OR NEW.stamp IS OLD.stamp AND NEW.batch < OLD.batch))
BEGIN SELECT RAISE(ABORT, 'events are append-only: record a new one'); END
"""
