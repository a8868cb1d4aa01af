-- A ledger as dsq 0.1.0 wrote it, with m009_in_no_plan as its last migration: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-28 02:33:37.962245+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-28 02:33:37.962672+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-28 02:33:37.963031+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dushiquan','m004_order_and_identity','2026-11-28 02:33:37.976470+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dushiquan','m005_applications','2026-11-28 02:33:37.978188+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dushiquan','m006_known_on','2026-11-28 02:33:37.980445+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dushiquan','m007_forms','2026-11-28 02:33:37.983598+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dushiquan','m008_levels','2026-11-28 02:33:37.985310+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dushiquan','m009_in_no_plan','2026-11-28 02:33:37.991341+00:00');
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
INSERT INTO "events" VALUES(1,'813de73338d71e3160b7579e6357131c','4f8b44f1873d6771ae95dba579cd1d71','2011',NULL,'load','2011-02-20','2011-02-20T02:33:38.880131Z','2011-02-20T02:33:38.880131Z#00000000','小李','null','{"base": "08fb69a84a64aa698d8138c20b73f1989c596649ab0364002d26d0ad444cc50b", "projects": 3}','',NULL,NULL);
INSERT INTO "events" VALUES(2,'96390cc6ee632ea6e88074e86708c8a6','7539244f841301cf481aef13b3f66c3c','2011',1,'status','2011-03-15','2011-03-18T02:33:39.508799Z','2011-03-18T02:33:39.508799Z#00000000','小李','"planned"','"active"','',NULL,NULL);
INSERT INTO "events" VALUES(3,'fec59d33bb2324200ae13fda1ed58fab','7539244f841301cf481aef13b3f66c3c','2011',1,'count','2011-03-15','2011-03-18T02:33:39.508799Z','2011-03-18T02:33:39.508799Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL);
INSERT INTO "events" VALUES(4,'977a095550e8abc4e2a50eaea75523f2','e2222ece4fce87ab86f05b630d2b73a9','2011',1,'revoke','2011-03-25','2011-03-25T02:33:39.793959Z','2011-03-25T02:33:39.793959Z#00000000','小李','null','null','','96390cc6ee632ea6e88074e86708c8a6',NULL);
INSERT INTO "events" VALUES(5,'1cf0f7b8c52d0ec4208b7652e8a3b705','e2222ece4fce87ab86f05b630d2b73a9','2011',1,'revoke','2011-03-25','2011-03-25T02:33:39.793959Z','2011-03-25T02:33:39.793959Z#00000001','小李','null','null','','fec59d33bb2324200ae13fda1ed58fab',NULL);
INSERT INTO "events" VALUES(6,'6beabaf2f9f1964b6ae46d306ffc9d57','32eb4dd3fa4b6f7db13f7af90ede1cac','2011',1,'status','2011-03-25','2011-03-25T02:33:40.089731Z','2011-03-25T02:33:40.089731Z#00000000','小李','"planned"','"active"','',NULL,NULL);
INSERT INTO "events" VALUES(7,'22357640fc1dfeaa01ce7910f2e9dc53','32eb4dd3fa4b6f7db13f7af90ede1cac','2011',1,'count','2011-03-25','2011-03-25T02:33:40.089731Z','2011-03-25T02:33:40.089731Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL);
INSERT INTO "events" VALUES(8,'c85fb1142956713c901aa3301639b497','6aa2cd1f59488e46dc6253777eecb655','2011',2,'status','2011-04-02','2011-04-02T02:33:40.429287Z','2011-04-02T02:33:40.429287Z#00000000','小李','"planned"','"active"','',NULL,NULL);
INSERT INTO "events" VALUES(9,'5204449245d85b2dcfb76d6f4f34a79f','6aa2cd1f59488e46dc6253777eecb655','2011',2,'progress','2011-04-02','2011-04-02T02:33:40.429287Z','2011-04-02T02:33:40.429287Z#00000001','小李','null','40','',NULL,NULL);
INSERT INTO "events" VALUES(10,'ae7d1d0b9147e04ec6e07a9a3acb84de','6aa2cd1f59488e46dc6253777eecb655','2011',2,'note','2011-04-02','2011-04-02T02:33:40.429287Z','2011-04-02T02:33:40.429287Z#00000002','小李','null','null','执法两次',NULL,NULL);
INSERT INTO "events" VALUES(11,'fdccadcfdd2d5e89d01537d555f0abdd','3138b2593cfe307041881130de21a78c','2011',1,'note','2011-04-20','2011-04-20T02:33:40.755036Z','2011-04-20T02:33:40.755036Z#00000000','小李','null','null','路基已成',NULL,NULL);
INSERT INTO "events" VALUES(12,'391aa5a8682844fb81a818b29bc5a199','7e8481d115bc3c7c4231bd36fa779eda','2011',2,'defer','2011-05-05','2011-05-05T02:33:41.093236Z','2011-05-05T02:33:41.093236Z#00000000','小李','"2011-09-30"','"2011-10-15"','等方案（李主任批准）',NULL,NULL);
INSERT INTO "events" VALUES(13,'b73aa9ebc068fea20341404413c6361e','6fd4ba0a6f321e5d6c5782624f902308','2011',4,'revise','2011-07-01','2011-07-01T02:33:42.005443Z','2011-07-01T02:33:42.005443Z#00000000','小李','null','{"added": true, "behind": "f4a618c010038490d1175d6e6ac2ba0b", "id": "23", "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市公安局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "targets": []}','',NULL,NULL);
INSERT INTO "events" VALUES(14,'e9a61201c07b21f43de1f5506d24d5b9','6fd4ba0a6f321e5d6c5782624f902308','2011',2,'revise','2011-07-01','2011-07-01T02:33:42.005443Z','2011-07-01T02:33:42.005443Z#00000001','小李','{"title": "联合执法检查"}','{"title": "联合执法"}','',NULL,NULL);
INSERT INTO "events" VALUES(15,'c048f07711277137177a70d80aed573b','6fd4ba0a6f321e5d6c5782624f902308','2011',3,'withdraw','2011-07-01','2011-07-01T02:33:42.005443Z','2011-07-01T02:33:42.005443Z#00000002','小李','false','true','',NULL,NULL);
INSERT INTO "events" VALUES(16,'7ae00693fa82cfc4afc7c95d7d283b5d','6fd4ba0a6f321e5d6c5782624f902308','2011',NULL,'heading','2011-07-01','2011-07-01T02:33:42.005443Z','2011-07-01T02:33:42.005443Z#00000003','小李','{"title": "2011年合作计划"}','{"title": "2011年合作计划（调整）"}','',NULL,NULL);
INSERT INTO "events" VALUES(17,'e6e64000cf125865eed2c1c09912c810','6b3e767d75a14e5d7df8ba36fce305e3','2011',2,'remind','2011-10-20','2011-10-20T02:33:42.605230Z','2011-10-20T02:33:42.605230Z#00000000','小李','null','{"year": 2011, "number": 1, "unit": "市环保局", "step": "yellow", "by": "2011-10-27"}','',NULL,NULL);
INSERT INTO "events" VALUES(18,'e389ff1f7c0387bdd287fd9b73fc75b0','ae2e19eec1004f438273d48f2ba4771b','2011',2,'submit','2011-10-25','2011-10-25T02:33:43.190142Z','2011-10-25T02:33:43.190142Z#00000000','小李','"active"','"submitted"','报告',NULL,NULL);
INSERT INTO "events" VALUES(19,'6e2b41c9aa8de6c5490d0c3c2d41ec49','ef716debb13f262b24b37b82aad163af','2011',2,'return','2011-10-27','2011-10-27T02:33:43.544938Z','2011-10-27T02:33:43.544938Z#00000000','小李','"submitted"','"active"','缺附件',NULL,NULL);
INSERT INTO "events" VALUES(20,'6ef6db604c5689e6f1bbc520d01b365e','64610c142a54e677afbd8c895b0a2683','2011',1,'status','2011-11-20','2011-11-20T02:33:44.530489Z','2011-11-20T02:33:44.530489Z#00000000','小李','"active"','"paused"','经费',NULL,NULL);
INSERT INTO "events" VALUES(21,'ec8fc09db587dd0ca873b46e0a28275f','71418c299a92c3d16fdc047d87d61926','2011',4,'status','2011-12-01','2011-12-01T02:33:44.857450Z','2011-12-01T02:33:44.857450Z#00000000','小李','"planned"','"done"','',NULL,NULL);
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
INSERT INTO "form_rows" VALUES('07fd5e065603c840339c7831027cb8e8',1,1,'6','某通道工程','2011年加快推进','2011-12-31','active',NULL,'[["里程", 3, "公里", 1]]');
INSERT INTO "form_rows" VALUES('ba94d2f18632961ec5e4ad7953b1cb0e',1,2,'22.1','联合执法','2011年9月底前完成','2011-10-15','active',40,'[]');
INSERT INTO "form_rows" VALUES('577c4fbdfca86be2e64825bd65649786',1,4,'23','新增一项','年底前完成','2011-12-31','planned',NULL,'[]');
CREATE TABLE forms (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  plan TEXT NOT NULL REFERENCES plans (key),
  unit TEXT NOT NULL,
  sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on, '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL
) STRICT;
INSERT INTO "forms" VALUES('07fd5e065603c840339c7831027cb8e8','2011','市交通局','2011-11-10','2011-11-10T02:33:44.122453Z','小李');
INSERT INTO "forms" VALUES('ba94d2f18632961ec5e4ad7953b1cb0e','2011','市环保局','2011-11-10','2011-11-10T02:33:44.122453Z','小李');
INSERT INTO "forms" VALUES('577c4fbdfca86be2e64825bd65649786','2011','市公安局','2011-11-10','2011-11-10T02:33:44.122453Z','小李');
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
INSERT INTO "ledger_info" VALUES('id','1e12219345d39658744fb9fa8d7171c2');
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO "plan_bases" VALUES('08fb69a84a64aa698d8138c20b73f1989c596649ab0364002d26d0ad444cc50b','{"key": "2011", "title": "2011年合作计划", "year": 2011, "document": {"no": "合办〔2011〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2011-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "projects": [{"uid": "2a37a0778c5dc02507f715c23eed320e", "id": "6", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "advance", "start": "2011-01-01", "due": "2011-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "e39268d4c73335dd2c36e546699865c8", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2011年9月底前完成", "kind": "complete", "start": null, "due": "2011-09-30", "targets": []}, {"uid": "f4a618c010038490d1175d6e6ac2ba0b", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2011-02-18", "due": "2011-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2011-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2011-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2011-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2011-12-31"}]}]}');
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
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'合办〔2011〕1号','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T02:33:38.880131Z',NULL,'[]');
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
INSERT INTO "projects" VALUES(1,'2011','6','2a37a0778c5dc02507f715c23eed320e',1,1,'某通道工程','建成三公里',0,'[]','2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011','22.1','e39268d4c73335dd2c36e546699865c8',2,2,'联合执法','',1,'[]','2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011','22.2','f4a618c010038490d1175d6e6ac2ba0b',3,2,'联合采访','',0,'[]','每季度一次','recurring','2011-02-18','2011-12-31');
INSERT INTO "projects" VALUES(4,'2011','23','fc2f00b3203129589640dcd25e93c5ae',4,2,'新增一项','',0,'[]','年底前完成','complete',NULL,'2011-12-31');
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
