-- A ledger as dsq 0.1.0 wrote it, with m010_decisions as its last migration: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-28 03:19:40.043798+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-28 03:19:40.044160+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-28 03:19:40.044419+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dushiquan','m004_order_and_identity','2026-11-28 03:19:40.060945+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dushiquan','m005_applications','2026-11-28 03:19:40.061907+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dushiquan','m006_known_on','2026-11-28 03:19:40.063030+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dushiquan','m007_forms','2026-11-28 03:19:40.069125+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dushiquan','m008_levels','2026-11-28 03:19:40.070067+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dushiquan','m009_in_no_plan','2026-11-28 03:19:40.077669+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dushiquan','m010_decisions','2026-11-28 03:19:40.078522+00:00');
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
, origin TEXT CHECK (origin IS NULL OR json_type(origin) IS 'object'), document TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "events" VALUES(1,'59d9c2d54b7f84042f554013070ffb59','2f179562739ff659bb72285352a6886a','2011',NULL,'load','2011-02-20','2011-02-20T03:19:41.636997Z','2011-02-20T03:19:41.636997Z#00000000','小李','null','{"base": "1b7daeab3faaeb5f6142008169e4122da26ac1cdbf78bd8ba857e667ff059614", "projects": 3}','',NULL,NULL,'');
INSERT INTO "events" VALUES(2,'903f130b80a32cff83216589872c78aa','6ec0bd221e9ca517264b09d1c6d4673e','2011',1,'status','2011-03-15','2011-03-18T03:19:42.562966Z','2011-03-18T03:19:42.562966Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(3,'e76d39fa6d2ba189c837dd46535009cb','6ec0bd221e9ca517264b09d1c6d4673e','2011',1,'count','2011-03-15','2011-03-18T03:19:42.562966Z','2011-03-18T03:19:42.562966Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(4,'1123b8f51999dfe7aefeab15fec3e619','c7f6f6e891c2863b95e383c2d40210c3','2011',1,'revoke','2011-03-25','2011-03-25T03:19:42.820228Z','2011-03-25T03:19:42.820228Z#00000000','小李','null','null','','903f130b80a32cff83216589872c78aa',NULL,'');
INSERT INTO "events" VALUES(5,'cfa577b2df28ecf02739b4df76fab341','c7f6f6e891c2863b95e383c2d40210c3','2011',1,'revoke','2011-03-25','2011-03-25T03:19:42.820228Z','2011-03-25T03:19:42.820228Z#00000001','小李','null','null','','e76d39fa6d2ba189c837dd46535009cb',NULL,'');
INSERT INTO "events" VALUES(6,'e8b497a3d0600fc06893dea62ea64177','1a00c5073e8c03dc749856d81ad79e50','2011',1,'status','2011-03-25','2011-03-25T03:19:43.457734Z','2011-03-25T03:19:43.457734Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(7,'87213f3064a8349da8af63db337edac8','1a00c5073e8c03dc749856d81ad79e50','2011',1,'count','2011-03-25','2011-03-25T03:19:43.457734Z','2011-03-25T03:19:43.457734Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(8,'ab4223719b76919260a3ee36a4eda587','99f2b9f0474347294681f86f23dc60b3','2011',2,'status','2011-04-02','2011-04-02T03:19:44.089271Z','2011-04-02T03:19:44.089271Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(9,'c032570189415641f29f8addea393cda','99f2b9f0474347294681f86f23dc60b3','2011',2,'progress','2011-04-02','2011-04-02T03:19:44.089271Z','2011-04-02T03:19:44.089271Z#00000001','小李','null','40','',NULL,NULL,'');
INSERT INTO "events" VALUES(10,'693823ac8ddde083bede67cfa498f45e','99f2b9f0474347294681f86f23dc60b3','2011',2,'note','2011-04-02','2011-04-02T03:19:44.089271Z','2011-04-02T03:19:44.089271Z#00000002','小李','null','null','执法两次',NULL,NULL,'');
INSERT INTO "events" VALUES(11,'8394c36c6d46267eb94fcc52d334ab13','d9aee1d3d68f23c6eaf7eccc839daac8','2011',1,'note','2011-04-20','2011-04-20T03:19:44.545044Z','2011-04-20T03:19:44.545044Z#00000000','小李','null','null','路基已成',NULL,NULL,'');
INSERT INTO "events" VALUES(12,'91fd0916e25c8c63f5dee23b2baaf98f','6b217089fc762febb775546ac1360d95','2011',2,'defer','2011-05-05','2011-05-05T03:19:44.960279Z','2011-05-05T03:19:44.960279Z#00000000','小李','"2011-09-30"','"2011-10-15"','等方案（李主任批准）',NULL,NULL,'');
INSERT INTO "events" VALUES(13,'32eb10c58704c71172b8eb168e774a23','b7368109066b921b5aa6dafa89baa424','2011',4,'revise','2011-07-01','2011-07-01T03:19:46.176702Z','2011-07-01T03:19:46.176702Z#00000000','小李','null','{"added": true, "behind": "9115f2b0ee4ac22f9c0459939c15fbd3", "id": "23", "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市公安局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "targets": []}','',NULL,NULL,'');
INSERT INTO "events" VALUES(14,'1a47a3279348d7a0fdc6674d9b108661','b7368109066b921b5aa6dafa89baa424','2011',2,'revise','2011-07-01','2011-07-01T03:19:46.176702Z','2011-07-01T03:19:46.176702Z#00000001','小李','{"title": "联合执法检查"}','{"title": "联合执法"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(15,'c989c43251efdc5d3545a33ae74d4d08','b7368109066b921b5aa6dafa89baa424','2011',3,'withdraw','2011-07-01','2011-07-01T03:19:46.176702Z','2011-07-01T03:19:46.176702Z#00000002','小李','false','true','',NULL,NULL,'');
INSERT INTO "events" VALUES(16,'51f8a1429a4fad459f49bdfd21c59343','b7368109066b921b5aa6dafa89baa424','2011',NULL,'heading','2011-07-01','2011-07-01T03:19:46.176702Z','2011-07-01T03:19:46.176702Z#00000003','小李','{"title": "2011年合作计划"}','{"title": "2011年合作计划（调整）"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(17,'a0bcb44a792d36ac5e9ad3de05ae9c6f','46b51c3103c16f930d79d3f02efb1ed9','2011',2,'remind','2011-10-20','2011-10-20T03:19:47.185023Z','2011-10-20T03:19:47.185023Z#00000000','小李','null','{"year": 2011, "number": 1, "unit": "市环保局", "step": "yellow", "by": "2011-10-27"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(18,'f97345fc30a1413b58df424fa4307c85','439ec061318ef4b88c2476a565c465d8','2011',2,'submit','2011-10-25','2011-10-25T03:19:47.988763Z','2011-10-25T03:19:47.988763Z#00000000','小李','"active"','"submitted"','报告',NULL,NULL,'');
INSERT INTO "events" VALUES(19,'e7cfe348b53dc03ee6edfeaaca7c584b','ed71db85686f0b2e5e1babbf1d22832e','2011',2,'return','2011-10-27','2011-10-27T03:19:48.383826Z','2011-10-27T03:19:48.383826Z#00000000','小李','"submitted"','"active"','缺附件',NULL,NULL,'');
INSERT INTO "events" VALUES(20,'06ae57d4cc26c96d66d3b94799665651','c96393e4ab55852a269aa11e4b5d89af','2011',1,'status','2011-11-20','2011-11-20T03:19:49.434809Z','2011-11-20T03:19:49.434809Z#00000000','小李','"active"','"paused"','经费',NULL,NULL,'');
INSERT INTO "events" VALUES(21,'97e1b8f179f2b4b547b9a6eb8cfed264','b8aa7302c5d23ca8a00f4fb6fcb2318d','2011',4,'status','2011-12-01','2011-12-01T03:19:49.856297Z','2011-12-01T03:19:49.856297Z#00000000','小李','"planned"','"done"','',NULL,NULL,'');
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
INSERT INTO "form_rows" VALUES('78387fc65a8c22ab9857c597039d60fe',1,1,'6','某通道工程','2011年加快推进','2011-12-31','active',NULL,'[["里程", 3, "公里", 1]]');
INSERT INTO "form_rows" VALUES('1850cb3906722cf639102bb49d68526c',1,2,'22.1','联合执法','2011年9月底前完成','2011-10-15','active',40,'[]');
INSERT INTO "form_rows" VALUES('65279a0e3f2f271e87c449c53a0127d1',1,4,'23','新增一项','年底前完成','2011-12-31','planned',NULL,'[]');
CREATE TABLE forms (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  plan TEXT NOT NULL REFERENCES plans (key),
  unit TEXT NOT NULL,
  sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on, '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL
) STRICT;
INSERT INTO "forms" VALUES('78387fc65a8c22ab9857c597039d60fe','2011','市交通局','2011-11-10','2011-11-10T03:19:49.098097Z','小李');
INSERT INTO "forms" VALUES('1850cb3906722cf639102bb49d68526c','2011','市环保局','2011-11-10','2011-11-10T03:19:49.098097Z','小李');
INSERT INTO "forms" VALUES('65279a0e3f2f271e87c449c53a0127d1','2011','市公安局','2011-11-10','2011-11-10T03:19:49.098097Z','小李');
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
INSERT INTO "ledger_info" VALUES('id','88a0d16577e9fb3f95d6c1659a295fc8');
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO "plan_bases" VALUES('1b7daeab3faaeb5f6142008169e4122da26ac1cdbf78bd8ba857e667ff059614','{"key": "2011", "title": "2011年合作计划", "year": 2011, "document": {"no": "合办〔2011〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2011-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "projects": [{"uid": "2f7ed526a6ee24960adbdba7b67be2c3", "id": "6", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "advance", "start": "2011-01-01", "due": "2011-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "e6437559b68b92079cbf0c2f7d0175d7", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2011年9月底前完成", "kind": "complete", "start": null, "due": "2011-09-30", "targets": []}, {"uid": "9115f2b0ee4ac22f9c0459939c15fbd3", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2011-02-18", "due": "2011-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2011-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2011-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2011-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2011-12-31"}]}]}');
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
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'合办〔2011〕1号','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T03:19:41.636997Z',NULL,'[]');
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
) STRICT;
INSERT INTO "projects" VALUES(1,'2011','6','2f7ed526a6ee24960adbdba7b67be2c3',1,1,'某通道工程','建成三公里',0,'[]','2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011','22.1','e6437559b68b92079cbf0c2f7d0175d7',2,2,'联合执法','',1,'[]','2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011','22.2','9115f2b0ee4ac22f9c0459939c15fbd3',3,2,'联合采访','',0,'[]','每季度一次','recurring','2011-02-18','2011-12-31');
INSERT INTO "projects" VALUES(4,'2011','23','fdd05ed478a06d6d4a34d5aba4f2d035',4,2,'新增一项','',0,'[]','年底前完成','complete',NULL,'2011-12-31');
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
CREATE INDEX events_by_project ON events (project);
CREATE INDEX events_by_day ON events ("on");
CREATE INDEX events_by_stamp ON events (stamp);
CREATE INDEX events_by_revoked ON events (revokes) WHERE revokes IS NOT NULL;
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: record a new one'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only: revoke it instead'); END;
CREATE UNIQUE INDEX projects_by_uid ON projects (uid);
CREATE INDEX projects_in_order ON projects (plan, position);
CREATE INDEX projects_by_number ON projects (plan, number);
CREATE INDEX projects_by_category ON projects (category, position);
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
WHERE p.plan IS NOT NULL
ORDER BY p.plan, p.position;
COMMIT;
