-- A ledger as dsq wrote it before the migration m003_uses: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-23 16:34:20.012458+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-24 17:24:53.354614+00:00');
CREATE TABLE aliases (
  unit INTEGER NOT NULL REFERENCES units (pk),
  alias TEXT NOT NULL CHECK (alias <> ''),
  PRIMARY KEY (unit, alias)
) STRICT;
CREATE TABLE categories (
  pk INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  initials TEXT NOT NULL,
  UNIQUE (plan, name)
) STRICT;
INSERT INTO "categories" VALUES(1,'2011',1,'交通共联','jtgl');
INSERT INTO "categories" VALUES(2,'2011',2,'环境保护','hjbh');
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
) STRICT;
INSERT INTO "events" VALUES(1,'78d9d03d075fa9a043d553dbe42cc84f','418199926928b1a66c4aec4e59b200bc',1,'status','2011-07-01','2011-07-01T16:34:21.151461Z','小王','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(2,'21fc55e8d7b35b3cf5fd6d10bf8a3637','418199926928b1a66c4aec4e59b200bc',1,'progress','2011-07-01','2011-07-01T16:34:21.151461Z','小王','null','40','',NULL);
INSERT INTO "events" VALUES(3,'75e6ee6f95ce40eb530f75557d153d7f','418199926928b1a66c4aec4e59b200bc',1,'note','2011-07-01','2011-07-01T16:34:21.151461Z','小王','null','null','旧版所记',NULL);
INSERT INTO "events" VALUES(4,'df7cc69714dff8e97966bc8eaad347bd','418199926928b1a66c4aec4e59b200bc',2,'status','2011-07-01','2011-07-01T16:34:21.151461Z','小王','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(5,'809d81c94b8196c7bdfe87e25fd7b2e0','418199926928b1a66c4aec4e59b200bc',2,'progress','2011-07-01','2011-07-01T16:34:21.151461Z','小王','null','40','',NULL);
INSERT INTO "events" VALUES(6,'da229d9f9d0136c9a15fb2d267da1b32','418199926928b1a66c4aec4e59b200bc',2,'note','2011-07-01','2011-07-01T16:34:21.151461Z','小王','null','null','旧版所记',NULL);
INSERT INTO "events" VALUES(7,'2886a0f2edbd4a8f6c11df24673dcff0','d8bd149f91532a70453f23b9fb066900',1,'count','2011-07-01','2011-07-01T16:34:21.387085Z','小王','{"target": "里程", "count": 0}','{"target": "里程", "count": 2}','',NULL);
INSERT INTO "events" VALUES(8,'b1179b9b4eb910afcb23d685cfce6dac','6583c1a77d1b60c2b3a16c5e53c5489f',3,'status','2011-07-01','2011-07-01T16:34:21.702877Z','小王','"planned"','"done"','',NULL);
INSERT INTO "events" VALUES(9,'ca1f67e86278065e6d16edadd6134df5','fdd554c224c515b8fd9c6ababc2447e3',3,'revoke','2011-07-01','2011-07-01T16:34:21.953194Z','小王','null','null','','b1179b9b4eb910afcb23d685cfce6dac');
INSERT INTO "events" VALUES(10,'c0bcabbb8b19e2fff3f9c427fad4a7a0','52ec38a6d79db8751544604c5db1012e',2,'defer','2011-07-01','2011-07-01T16:34:22.227124Z','小王','"2011-06-30"','"2011-09-30"','天雨',NULL);
INSERT INTO "events" VALUES(11,'5b4c41226de582866430b840d634ea1d','9c6385eea8b9881ecb46016aee70ac6e',2,'status','2011-08-01','2011-08-01T16:34:22.482170Z','小王','"active"','"done"','',NULL);
INSERT INTO "events" VALUES(12,'f36bb91419a3cc10ec539e1ecff38801','5652558d95d27a27dd82632f1d8f6725',1,'note','2011-07-01','2011-07-01T17:24:53.356022Z','小王','null','null','升级后记',NULL);
CREATE TABLE kinds (
  code TEXT PRIMARY KEY,
  label TEXT NOT NULL
) STRICT;
INSERT INTO "kinds" VALUES('complete','完成');
INSERT INTO "kinds" VALUES('submit','报送');
INSERT INTO "kinds" VALUES('hold','举办');
INSERT INTO "kinds" VALUES('advance','推进');
INSERT INTO "kinds" VALUES('recurring','定期');
INSERT INTO "kinds" VALUES('ongoing','长期');
INSERT INTO "kinds" VALUES('unknown','未读出');
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
) STRICT;
INSERT INTO "plans" VALUES('2011','旧版台账的计划',2011,'','','','',NULL,NULL,NULL,'','2011-07-01T16:34:20.510837Z');
CREATE TABLE project_units (
  project INTEGER NOT NULL REFERENCES projects (pk),
  unit INTEGER NOT NULL REFERENCES units (pk),
  role TEXT NOT NULL CHECK (role IN ('lead', 'support')),
  position INTEGER NOT NULL,
  PRIMARY KEY (project, role, position)
) STRICT;
INSERT INTO "project_units" VALUES(1,1,'lead',1);
INSERT INTO "project_units" VALUES(2,2,'lead',1);
INSERT INTO "project_units" VALUES(2,3,'support',1);
INSERT INTO "project_units" VALUES(3,2,'lead',1);
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
) STRICT;
INSERT INTO "projects" VALUES(1,'2011',6,0,1,1,'钱江通道','建设通道。',0,'2011年完成','complete','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011',22,1,2,2,'联合执法','',0,'2011年6月底前完成','complete',NULL,'2011-06-30');
INSERT INTO "projects" VALUES(3,'2011',22,2,3,2,'环保宣传','',0,'长期','ongoing',NULL,NULL);
CREATE TABLE readings (
  sheet TEXT NOT NULL,
  project INTEGER NOT NULL REFERENCES projects (pk),
  batch TEXT NOT NULL,
  PRIMARY KEY (sheet, project, batch)
) STRICT
;
INSERT INTO "readings" VALUES('0123456789abcdef',1,'418199926928b1a66c4aec4e59b200bc');
CREATE TABLE regions (
  project INTEGER NOT NULL REFERENCES projects (pk),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (project, position)
) STRICT;
INSERT INTO "regions" VALUES(2,1,'海宁');
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
) STRICT;
INSERT INTO "states" VALUES(1,'active',40,'{"里程": 2}','2011-12-31',0,NULL,'2011-07-01',NULL);
INSERT INTO "states" VALUES(2,'done',40,'{}','2011-09-30',1,'2011-08-01','2011-08-01',NULL);
INSERT INTO "states" VALUES(3,'planned',NULL,'{}',NULL,0,NULL,NULL,NULL);
CREATE TABLE statuses (
  code TEXT PRIMARY KEY,
  label TEXT NOT NULL
) STRICT;
INSERT INTO "statuses" VALUES('planned','未启动');
INSERT INTO "statuses" VALUES('active','进行中');
INSERT INTO "statuses" VALUES('submitted','待核实');
INSERT INTO "statuses" VALUES('done','已完成');
INSERT INTO "statuses" VALUES('paused','暂缓');
INSERT INTO "statuses" VALUES('dropped','终止');
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
) STRICT;
INSERT INTO "targets" VALUES(1,1,'里程','lc',3,'公里',NULL);
CREATE TABLE units (
  pk INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key),
  name TEXT NOT NULL CHECK (name <> ''),
  initials TEXT NOT NULL,
  UNIQUE (plan, name)
) STRICT;
INSERT INTO "units" VALUES(1,'2011','市交通局','sjtj');
INSERT INTO "units" VALUES(2,'2011','市环保局','shbj');
INSERT INTO "units" VALUES(3,'2011','市公安局','sgaj');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX projects_in_order ON projects (plan, position);
CREATE INDEX projects_by_category ON projects (category, position);
CREATE INDEX project_units_by_unit ON project_units (unit);
CREATE INDEX events_by_project ON events (project);
CREATE INDEX events_by_day ON events ("on");
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: record a new one'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: revoke it instead'); END;
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
ORDER BY p.plan, p.position;
COMMIT;
