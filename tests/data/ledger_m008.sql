-- A ledger as dsq 0.1.0 wrote it, with m008_levels as its last migration: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-28 00:56:20.694792+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-28 00:56:20.695355+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-28 00:56:20.704138+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dushiquan','m004_order_and_identity','2026-11-28 00:56:20.725944+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dushiquan','m005_applications','2026-11-28 00:56:20.726871+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dushiquan','m006_known_on','2026-11-28 00:56:20.732418+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dushiquan','m007_forms','2026-11-28 00:56:20.734311+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dushiquan','m008_levels','2026-11-28 00:56:20.735213+00:00');
CREATE TABLE aliases (
  unit INTEGER NOT NULL REFERENCES units (pk),
  alias TEXT NOT NULL CHECK (alias <> ''),
  PRIMARY KEY (unit, alias)
) STRICT;
INSERT INTO "aliases" VALUES(1,'市交通运输局');
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
CREATE TABLE event_kinds (
  kind TEXT PRIMARY KEY,
  is_report INTEGER NOT NULL CHECK (is_report IN (0, 1))
) STRICT;
INSERT INTO "event_kinds" VALUES('status',1);
INSERT INTO "event_kinds" VALUES('progress',1);
INSERT INTO "event_kinds" VALUES('note',1);
INSERT INTO "event_kinds" VALUES('count',1);
INSERT INTO "event_kinds" VALUES('defer',1);
INSERT INTO "event_kinds" VALUES('submit',1);
INSERT INTO "event_kinds" VALUES('return',0);
INSERT INTO "event_kinds" VALUES('remind',0);
INSERT INTO "event_kinds" VALUES('revoke',0);
INSERT INTO "event_kinds" VALUES('revise',0);
INSERT INTO "event_kinds" VALUES('withdraw',0);
INSERT INTO "event_kinds" VALUES('load',0);
INSERT INTO "event_kinds" VALUES('heading',0);
CREATE TABLE "events" (
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
, origin TEXT CHECK (origin IS NULL OR json_type(origin) IS 'object')) STRICT;
INSERT INTO "events" VALUES(1,'6f6577f87ddfcac2cbacb836310cc7f8','a0fa8fd08962513c26683434b858dd2f','2011',NULL,'load','2011-02-20','2011-02-20T00:56:22.711393Z','2011-02-20T00:56:22.711393Z#00000000','小李','null','{"base": "28e540de0a6cca5a972ddb619fc1fe594f480ec0342d9af4d3ffd4adcee039e6", "projects": 3}','',NULL,NULL);
INSERT INTO "events" VALUES(2,'8582bfdfb5b9dc43ea9e5b582341479c','b042a0d2f86b1d81179bf5be804e4921','2011',1,'status','2011-03-15','2011-03-18T00:56:23.646199Z','2011-03-18T00:56:23.646199Z#00000000','小李','"planned"','"active"','',NULL,NULL);
INSERT INTO "events" VALUES(3,'91f9b2753f556d81f3404f7366bf4314','b042a0d2f86b1d81179bf5be804e4921','2011',1,'count','2011-03-15','2011-03-18T00:56:23.646199Z','2011-03-18T00:56:23.646199Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL);
INSERT INTO "events" VALUES(4,'2d216824b00797cd509866e35e8b4588','454c9d73f53e8f57219a0799b700045c','2011',1,'revoke','2011-03-25','2011-03-25T00:56:24.140235Z','2011-03-25T00:56:24.140235Z#00000000','小李','null','null','','8582bfdfb5b9dc43ea9e5b582341479c',NULL);
INSERT INTO "events" VALUES(5,'7f933794b535cdab17c99c46fb478b14','454c9d73f53e8f57219a0799b700045c','2011',1,'revoke','2011-03-25','2011-03-25T00:56:24.140235Z','2011-03-25T00:56:24.140235Z#00000001','小李','null','null','','91f9b2753f556d81f3404f7366bf4314',NULL);
INSERT INTO "events" VALUES(6,'63c490e163b90776ff0a173ef3f05ccc','9c87242d49dd39c8c77582a7276ce926','2011',1,'status','2011-03-25','2011-03-25T00:56:24.626819Z','2011-03-25T00:56:24.626819Z#00000000','小李','"planned"','"active"','',NULL,NULL);
INSERT INTO "events" VALUES(7,'0837395def7aa1ab16a7b2052266783f','9c87242d49dd39c8c77582a7276ce926','2011',1,'count','2011-03-25','2011-03-25T00:56:24.626819Z','2011-03-25T00:56:24.626819Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL);
INSERT INTO "events" VALUES(8,'4d3fa398ff11eae90ef972a8294ba8a5','be8dc8aaf9e04f16ef22c7a501374691','2011',2,'status','2011-04-02','2011-04-02T00:56:25.078771Z','2011-04-02T00:56:25.078771Z#00000000','小李','"planned"','"active"','',NULL,NULL);
INSERT INTO "events" VALUES(9,'e4851dcac1e416f3e983482de5b66746','be8dc8aaf9e04f16ef22c7a501374691','2011',2,'progress','2011-04-02','2011-04-02T00:56:25.078771Z','2011-04-02T00:56:25.078771Z#00000001','小李','null','40','',NULL,NULL);
INSERT INTO "events" VALUES(10,'8e291d9572f90bdcba9471c926388714','be8dc8aaf9e04f16ef22c7a501374691','2011',2,'note','2011-04-02','2011-04-02T00:56:25.078771Z','2011-04-02T00:56:25.078771Z#00000002','小李','null','null','执法两次',NULL,NULL);
INSERT INTO "events" VALUES(11,'d68f55acb8e039b32a4034d847529e98','d6968f8f632a5b322d9c661f308e5eb2','2011',1,'note','2011-04-20','2011-04-20T00:56:25.496056Z','2011-04-20T00:56:25.496056Z#00000000','小李','null','null','路基已成',NULL,NULL);
INSERT INTO "events" VALUES(12,'ad76fa51fc35cab440a44a4c1f6ef420','2038231114b67e546286fe4e408d50a4','2011',2,'defer','2011-05-05','2011-05-05T00:56:25.940100Z','2011-05-05T00:56:25.940100Z#00000000','小李','"2011-09-30"','"2011-10-15"','等方案（李主任批准）',NULL,NULL);
INSERT INTO "events" VALUES(13,'a205653bd2bfc5baa6a06322872a5df9','ee4c1f1a0c48f821d68e6886ced2f841','2011',4,'revise','2011-07-01','2011-07-01T00:56:27.430099Z','2011-07-01T00:56:27.430099Z#00000000','小李','null','{"added": true, "id": "23", "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市公安局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "targets": []}','',NULL,NULL);
INSERT INTO "events" VALUES(14,'ead5cc712da28148895d8752e00569c4','ee4c1f1a0c48f821d68e6886ced2f841','2011',2,'revise','2011-07-01','2011-07-01T00:56:27.430099Z','2011-07-01T00:56:27.430099Z#00000001','小李','{"title": "联合执法检查"}','{"title": "联合执法"}','',NULL,NULL);
INSERT INTO "events" VALUES(15,'2f81fd51a96d67b571154e759c9b1346','ee4c1f1a0c48f821d68e6886ced2f841','2011',3,'withdraw','2011-07-01','2011-07-01T00:56:27.430099Z','2011-07-01T00:56:27.430099Z#00000002','小李','false','true','',NULL,NULL);
INSERT INTO "events" VALUES(16,'66cc88d332cdc160d66219b62b8daf25','ee4c1f1a0c48f821d68e6886ced2f841','2011',NULL,'heading','2011-07-01','2011-07-01T00:56:27.430099Z','2011-07-01T00:56:27.430099Z#00000003','小李','{"title": "2011年合作计划"}','{"title": "2011年合作计划（调整）"}','',NULL,NULL);
INSERT INTO "events" VALUES(17,'94abaf1505a0bc87cc3ad826274941cf','c324b82d567855f604dd3ca614d68abc','2011',2,'remind','2011-10-20','2011-10-20T00:56:28.293700Z','2011-10-20T00:56:28.293700Z#00000000','小李','null','{"year": 2011, "number": 1, "unit": "市环保局", "step": "yellow", "by": "2011-10-27"}','',NULL,NULL);
INSERT INTO "events" VALUES(18,'2bf02a07de234a13eef7ba56f0bb09a6','ca7d8e5156b2f3878d20aab57f767fdf','2011',2,'submit','2011-10-25','2011-10-25T00:56:29.018499Z','2011-10-25T00:56:29.018499Z#00000000','小李','"active"','"submitted"','报告',NULL,NULL);
INSERT INTO "events" VALUES(19,'b7285564ef5232966a63c226563c4e24','468278c2d93fcd5c9395a9e999b33994','2011',2,'return','2011-10-27','2011-10-27T00:56:29.460161Z','2011-10-27T00:56:29.460161Z#00000000','小李','"submitted"','"active"','缺附件',NULL,NULL);
INSERT INTO "events" VALUES(20,'99d6f5d8557ceb42c89de0c12f4deb60','38ca6ace7350c114ec21e91b7f7fe617','2011',1,'status','2011-11-20','2011-11-20T00:56:31.033486Z','2011-11-20T00:56:31.033486Z#00000000','小李','"active"','"paused"','经费',NULL,NULL);
INSERT INTO "events" VALUES(21,'1147ff361355b8583080bdd9bfc41c31','7fbf60d171b74e2787b0dc32fb12999f','2011',4,'status','2011-12-01','2011-12-01T00:56:31.461449Z','2011-12-01T00:56:31.461449Z#00000000','小李','"planned"','"done"','',NULL,NULL);
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
) STRICT;
INSERT INTO "form_rows" VALUES('a91203d962c744fd427b8dd4392d8ac0',1,1,'6','某通道工程','2011年加快推进','2011-12-31','active',NULL,'[["里程", 3, "公里", 1]]');
INSERT INTO "form_rows" VALUES('de5adb65e598296c96b6144590504885',1,2,'22.1','联合执法','2011年9月底前完成','2011-10-15','active',40,'[]');
INSERT INTO "form_rows" VALUES('af427995f97f1cca22709f67ef87593e',1,4,'23','新增一项','年底前完成','2011-12-31','planned',NULL,'[]');
CREATE TABLE forms (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  plan TEXT NOT NULL REFERENCES plans (key),
  unit TEXT NOT NULL,
  sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on, '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL
) STRICT;
INSERT INTO "forms" VALUES('a91203d962c744fd427b8dd4392d8ac0','2011','市交通局','2011-11-10','2011-11-10T00:56:30.426795Z','小李');
INSERT INTO "forms" VALUES('de5adb65e598296c96b6144590504885','2011','市环保局','2011-11-10','2011-11-10T00:56:30.426795Z','小李');
INSERT INTO "forms" VALUES('af427995f97f1cca22709f67ef87593e','2011','市公安局','2011-11-10','2011-11-10T00:56:30.426795Z','小李');
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
CREATE TABLE ledger_info (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
INSERT INTO "ledger_info" VALUES('id','02a0bc87a7750308fabe79980269d581');
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO "plan_bases" VALUES('28e540de0a6cca5a972ddb619fc1fe594f480ec0342d9af4d3ffd4adcee039e6','{"key": "2011", "title": "2011年合作计划", "year": 2011, "document": {"no": "合办〔2011〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2011-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "projects": [{"uid": "356c250c91bc4bc3ba7e8177dada72fe", "id": "6", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "advance", "start": "2011-01-01", "due": "2011-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "c29d0ee551ee121b70910ee2e2909df8", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2011年9月底前完成", "kind": "complete", "start": null, "due": "2011-09-30", "targets": []}, {"uid": "4ca367c5a0eca2dabd46535a3eb712d1", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2011-02-18", "due": "2011-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2011-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2011-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2011-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2011-12-31"}]}]}');
CREATE TABLE plan_uses (
  seq INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key)
) STRICT
;
INSERT INTO "plan_uses" VALUES(1,'2011');
INSERT INTO "plan_uses" VALUES(2,'2011');
CREATE TABLE "plans" (
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
, levels TEXT NOT NULL DEFAULT '[]' CHECK (json_type(levels) IS 'array')) STRICT;
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'合办〔2011〕1号','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T00:56:22.711393Z',NULL,'[]');
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
INSERT INTO "project_units" VALUES(4,3,'lead',1);
CREATE TABLE "projects" (
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
) STRICT;
INSERT INTO "projects" VALUES(1,'2011','6','356c250c91bc4bc3ba7e8177dada72fe',1,1,'某通道工程','建成三公里',0,'[]','2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011','22.1','c29d0ee551ee121b70910ee2e2909df8',2,2,'联合执法','',1,'[]','2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011','22.2','4ca367c5a0eca2dabd46535a3eb712d1',3,2,'联合采访','',0,'[]','每季度一次','recurring','2011-02-18','2011-12-31');
INSERT INTO "projects" VALUES(4,'2011','23','f37ad6b5f5196b10c5c7c1b50e903c1a',4,2,'新增一项','',0,'[]','年底前完成','complete',NULL,'2011-12-31');
CREATE TABLE readings (
  sheet TEXT NOT NULL,
  project INTEGER NOT NULL REFERENCES projects (pk),
  batch TEXT NOT NULL, typed TEXT CHECK (typed IS NULL OR json_type(typed) IS 'object'),
  PRIMARY KEY (sheet, project, batch)
) STRICT
;
CREATE TABLE regions (
  project INTEGER NOT NULL REFERENCES projects (pk),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (project, position)
) STRICT;
INSERT INTO "regions" VALUES(1,1,'东城区');
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
, applied_on TEXT CHECK (applied_on IS NULL OR applied_on IS date(applied_on, '+0 days')), known_on TEXT CHECK (known_on IS NULL OR known_on IS date(known_on, '+0 days'))) STRICT;
INSERT INTO "states" VALUES(1,'paused',NULL,'{"里程": 1}','2011-12-31',0,NULL,'2011-11-20',NULL,NULL,NULL);
INSERT INTO "states" VALUES(2,'active',40,'{}','2011-10-15',1,NULL,'2011-10-25',NULL,NULL,NULL);
INSERT INTO "states" VALUES(3,'planned',NULL,'{}','2011-12-31',0,NULL,NULL,'2011-07-01',NULL,NULL);
INSERT INTO "states" VALUES(4,'done',NULL,'{}','2011-12-31',0,'2011-12-01','2011-12-01',NULL,NULL,'2011-07-01');
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
INSERT INTO "targets" VALUES(3,1,'第一季度','dyjd',1,'次','2011-03-31');
INSERT INTO "targets" VALUES(3,2,'第二季度','dejd',1,'次','2011-06-30');
INSERT INTO "targets" VALUES(3,3,'第三季度','dsjd',1,'次','2011-09-30');
INSERT INTO "targets" VALUES(3,4,'第四季度','dsjd',1,'次','2011-12-31');
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
CREATE INDEX project_units_by_unit ON project_units (unit);
CREATE UNIQUE INDEX projects_by_uid ON projects (uid);
CREATE INDEX projects_in_order ON projects (plan, position);
CREATE INDEX projects_by_number ON projects (plan, number);
CREATE INDEX projects_by_category ON projects (category, position);
CREATE INDEX events_by_project ON events (project);
CREATE INDEX events_by_day ON events ("on");
CREATE INDEX events_by_stamp ON events (stamp);
CREATE INDEX events_by_revoked ON events (revokes) WHERE revokes IS NOT NULL;
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: record a new one'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: revoke it instead'); END;
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
ORDER BY p.plan, p.position;
COMMIT;
