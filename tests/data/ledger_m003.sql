-- A ledger as dsq 0.1.0 wrote it before the migration m004_order_and_identity: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-25 05:12:28.326073+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-25 05:12:28.326309+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-25 05:12:28.326563+00:00');
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
INSERT INTO "categories" VALUES(2,'2011',2,'环境共建','hjgj');
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
INSERT INTO "events" VALUES(1,'569e011f2d284c5c0523fae1a988a8f3','a0a69318c11098796248423fb4768e76',1,'status','2011-03-15','2011-03-18T05:12:28.759148Z','小李','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(2,'e269d4e053912ec4ce82faffc02dd14f','a0a69318c11098796248423fb4768e76',1,'count','2011-03-15','2011-03-18T05:12:28.759148Z','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 2}','',NULL);
INSERT INTO "events" VALUES(3,'549ac47191d632d31f639174b128ca49','7b129672c2f3aba797bace233af6f0e5',1,'revoke','2011-03-25','2011-03-25T05:12:28.842798Z','小李','null','null','','569e011f2d284c5c0523fae1a988a8f3');
INSERT INTO "events" VALUES(4,'ec8cff1305de2d0e5e1d0aef0da15cce','7b129672c2f3aba797bace233af6f0e5',1,'revoke','2011-03-25','2011-03-25T05:12:28.842798Z','小李','null','null','','e269d4e053912ec4ce82faffc02dd14f');
INSERT INTO "events" VALUES(5,'f396df2edfd83526abaed5db2f700542','8fe25ea726617b13a654063326004783',1,'status','2011-03-25','2011-03-25T05:12:28.926151Z','小李','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(6,'7f5819db966249e61b3099ce707e88b9','8fe25ea726617b13a654063326004783',1,'count','2011-03-25','2011-03-25T05:12:28.926151Z','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL);
INSERT INTO "events" VALUES(7,'17b738e56ad80e13c832088c93766f2c','d0cac403e810fa98b95c1869e2082df8',2,'status','2011-04-02','2011-04-02T05:12:29.011425Z','小李','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(8,'e86a7337117349022c5e3cb4ecddda91','d0cac403e810fa98b95c1869e2082df8',2,'progress','2011-04-02','2011-04-02T05:12:29.011425Z','小李','null','40','',NULL);
INSERT INTO "events" VALUES(9,'27489392ab5637ff8b0fdef96dc61260','d0cac403e810fa98b95c1869e2082df8',2,'note','2011-04-02','2011-04-02T05:12:29.011425Z','小李','null','null','执法两次',NULL);
INSERT INTO "events" VALUES(10,'1f4b2a36e1d99b6402c3e367acc089c7','e85c6f2cdb78edc2e8f4c27ac3047deb',2,'defer','2011-05-05','2011-05-05T05:12:29.093515Z','小李','"2011-06-30"','"2011-07-30"','等方案（市政府批准）',NULL);
INSERT INTO "events" VALUES(11,'7051cf5ad56d8d81a173d921c7e3d85a','e0650337d38d74e4181cb2d5850ac84a',4,'revise','2011-07-01','2011-07-01T05:12:29.287756Z','小李','null','{"added": true, "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "regions": [], "targets": []}','',NULL);
INSERT INTO "events" VALUES(12,'0a5254bd985d931febc76af15475d30f','e0650337d38d74e4181cb2d5850ac84a',2,'revise','2011-07-01','2011-07-01T05:12:29.287756Z','小李','{"title": "联合执法", "requirement": "2011年6月底前完成", "due": "2011-06-30"}','{"title": "联合执法检查", "requirement": "2011年9月底前完成", "due": "2011-09-30"}','',NULL);
INSERT INTO "events" VALUES(13,'35f5befc16b01a87db00b30ccc9a7d20','e0650337d38d74e4181cb2d5850ac84a',3,'withdraw','2011-07-01','2011-07-01T05:12:29.287756Z','小李','false','true','',NULL);
INSERT INTO "events" VALUES(14,'9314cf9660305418b80b46c7ce658831','fc9b359b811204045c0fb7ef39340ca3',2,'remind','2011-10-20','2011-10-20T05:12:29.619575Z','小李','null','{"year": 2011, "number": 1, "unit": "市环保局", "step": "yellow", "by": "2011-10-27"}','',NULL);
INSERT INTO "events" VALUES(15,'089025a38e02a0ee97db72f0c8f98095','dc3be8a8112c79a52619ec01d60d911a',2,'submit','2011-10-25','2011-10-25T05:12:29.828505Z','小李','"active"','"submitted"','报告',NULL);
INSERT INTO "events" VALUES(16,'82cf38046e0eb2d0dc361f4ebdc2b84f','e57e574916e7a590e1467e76819abb5c',2,'return','2011-10-27','2011-10-27T05:12:29.910601Z','小李','"submitted"','"active"','缺附件',NULL);
INSERT INTO "events" VALUES(17,'b6abc30bb3b21fcb73cf92ee6d390aaa','30d87d92df8461544925c0acbb35f864',2,'status','2011-11-20','2011-11-20T05:12:30.000836Z','小李','"active"','"paused"','经费',NULL);
INSERT INTO "events" VALUES(18,'9d72b62b062f6c575455ff48f28313ec','f93c47322d2b6df2673a346dffa5cfb0',2,'revoke','2011-11-21','2011-11-21T05:12:30.083156Z','小李','null','null','','b6abc30bb3b21fcb73cf92ee6d390aaa');
INSERT INTO "events" VALUES(19,'f0fcde74ccb1e98451595d6368ef09ea','1d2fdf313eba354a624e8369b45b6832',4,'status','2011-12-01','2011-12-01T05:12:30.168162Z','小李','"planned"','"done"','',NULL);
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
CREATE TABLE plan_uses (
  seq INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key)
) STRICT
;
INSERT INTO "plan_uses" VALUES(1,'2011');
INSERT INTO "plan_uses" VALUES(2,'2011');
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
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T05:12:28.524650Z');
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
INSERT INTO "project_units" VALUES(4,2,'lead',1);
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
INSERT INTO "projects" VALUES(1,'2011',6,0,1,1,'某通道工程','建成三公里',0,'2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011',22,1,2,2,'联合执法检查','',1,'2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011',22,2,4,2,'联合采访','',0,'每季度一次','recurring',NULL,NULL);
INSERT INTO "projects" VALUES(4,'2011',23,0,3,2,'新增一项','',0,'年底前完成','complete',NULL,'2011-12-31');
CREATE TABLE readings (
  sheet TEXT NOT NULL,
  project INTEGER NOT NULL REFERENCES projects (pk),
  batch TEXT NOT NULL,
  PRIMARY KEY (sheet, project, batch)
) STRICT
;
CREATE TABLE regions (
  project INTEGER NOT NULL REFERENCES projects (pk),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (project, position)
) STRICT;
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
INSERT INTO "states" VALUES(1,'active',NULL,'{"里程": 1}','2011-12-31',0,NULL,'2011-03-25',NULL);
INSERT INTO "states" VALUES(2,'active',40,'{}','2011-09-30',1,NULL,'2011-10-25',NULL);
INSERT INTO "states" VALUES(3,'planned',NULL,'{}',NULL,0,NULL,NULL,'2011-07-01');
INSERT INTO "states" VALUES(4,'done',NULL,'{}','2011-12-31',0,'2011-12-01','2011-12-01',NULL);
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
