-- A ledger as dsq 0.1.0 wrote it, with m011_contacts as its last migration: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-28 03:50:26.668552+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-28 03:50:26.669048+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-28 03:50:26.669531+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dushiquan','m004_order_and_identity','2026-11-28 03:50:26.686011+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dushiquan','m005_applications','2026-11-28 03:50:26.687503+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dushiquan','m006_known_on','2026-11-28 03:50:26.694296+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dushiquan','m007_forms','2026-11-28 03:50:26.702171+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dushiquan','m008_levels','2026-11-28 03:50:26.712806+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dushiquan','m009_in_no_plan','2026-11-28 03:50:26.725179+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dushiquan','m010_decisions','2026-11-28 03:50:26.726674+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'dushiquan','m011_contacts','2026-11-28 03:50:26.736661+00:00');
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
INSERT INTO "events" VALUES(1,'96b13badd4a03c14263f909f901ba44a','f483e15f5613b0567a079782f4adebd5','2011',NULL,'load','2011-02-20','2011-02-20T03:50:28.591251Z','2011-02-20T03:50:28.591251Z#00000000','小李','null','{"base": "da4617f214910178d831faa574afe524d8115dd1f5d9f0691e8f5a900cb8b483", "projects": 3}','',NULL,NULL,'');
INSERT INTO "events" VALUES(2,'2719398e419e1f586a3fef73c734a8e1','3423efe861f23cee78761c4b1a6056e9','2011',1,'status','2011-03-15','2011-03-18T03:50:30.519764Z','2011-03-18T03:50:30.519764Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(3,'0fbb70bbcc413513446cac6fd25d2dae','3423efe861f23cee78761c4b1a6056e9','2011',1,'count','2011-03-15','2011-03-18T03:50:30.519764Z','2011-03-18T03:50:30.519764Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(4,'e096ecd3843eafd9ad6b2014ea630662','2547308bd05400dfc0bd7915a57b51d7','2011',1,'revoke','2011-03-25','2011-03-25T03:50:31.308469Z','2011-03-25T03:50:31.308469Z#00000000','小李','null','null','','2719398e419e1f586a3fef73c734a8e1',NULL,'');
INSERT INTO "events" VALUES(5,'302b2446116a48663dfff8e9e5505cb2','2547308bd05400dfc0bd7915a57b51d7','2011',1,'revoke','2011-03-25','2011-03-25T03:50:31.308469Z','2011-03-25T03:50:31.308469Z#00000001','小李','null','null','','0fbb70bbcc413513446cac6fd25d2dae',NULL,'');
INSERT INTO "events" VALUES(6,'158c00408355bf3a75ccff9b679917e0','3071e0b3fa436b8503843c4653c5b090','2011',1,'status','2011-03-25','2011-03-25T03:50:32.296042Z','2011-03-25T03:50:32.296042Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(7,'c8836c57cba725426d9e340d8b1f43ae','3071e0b3fa436b8503843c4653c5b090','2011',1,'count','2011-03-25','2011-03-25T03:50:32.296042Z','2011-03-25T03:50:32.296042Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(8,'b8f2609195398751082e76bd929191dc','650b0d434b727d9f5e7edb14fb4bfe2d','2011',2,'status','2011-04-02','2011-04-02T03:50:33.125699Z','2011-04-02T03:50:33.125699Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(9,'45013e597d62316a91093ed6ed2f47c6','650b0d434b727d9f5e7edb14fb4bfe2d','2011',2,'progress','2011-04-02','2011-04-02T03:50:33.125699Z','2011-04-02T03:50:33.125699Z#00000001','小李','null','40','',NULL,NULL,'');
INSERT INTO "events" VALUES(10,'0ac3b169c23e47b0c996873e169949ea','650b0d434b727d9f5e7edb14fb4bfe2d','2011',2,'note','2011-04-02','2011-04-02T03:50:33.125699Z','2011-04-02T03:50:33.125699Z#00000002','小李','null','null','执法两次',NULL,NULL,'');
INSERT INTO "events" VALUES(11,'cd79421ce101b6084b4da5e1e98d8bcc','5c7165d787596399fd3f3215c2074a75','2011',1,'note','2011-04-20','2011-04-20T03:50:33.817579Z','2011-04-20T03:50:33.817579Z#00000000','小李','null','null','路基已成',NULL,NULL,'');
INSERT INTO "events" VALUES(12,'5508ae00fa47d0f4ff8d7c24121bf031','b7cb50781041b4f9a85462ef73668048','2011',2,'defer','2011-05-05','2011-05-05T03:50:34.300568Z','2011-05-05T03:50:34.300568Z#00000000','小李','"2011-09-30"','"2011-10-15"','等方案（李主任批准）',NULL,NULL,'');
INSERT INTO "events" VALUES(13,'bcfa1256a6ffdb752cdbb663015def40','b26ef8ee494e22d1a433cb2c15413e6f','2011',4,'revise','2011-07-01','2011-07-01T03:50:35.883411Z','2011-07-01T03:50:35.883411Z#00000000','小李','null','{"added": true, "behind": "ddd1cdd307f100f90e7620a1f9842118", "id": "23", "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市公安局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "targets": []}','',NULL,NULL,'');
INSERT INTO "events" VALUES(14,'9ebb61c5ccfdad8cd99839101a9a57af','b26ef8ee494e22d1a433cb2c15413e6f','2011',2,'revise','2011-07-01','2011-07-01T03:50:35.883411Z','2011-07-01T03:50:35.883411Z#00000001','小李','{"title": "联合执法检查"}','{"title": "联合执法"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(15,'666975344d6c8e668593b586e9ae860a','b26ef8ee494e22d1a433cb2c15413e6f','2011',3,'withdraw','2011-07-01','2011-07-01T03:50:35.883411Z','2011-07-01T03:50:35.883411Z#00000002','小李','false','true','',NULL,NULL,'');
INSERT INTO "events" VALUES(16,'94229bdbac6f8fd247d44673cb5f550c','b26ef8ee494e22d1a433cb2c15413e6f','2011',NULL,'heading','2011-07-01','2011-07-01T03:50:35.883411Z','2011-07-01T03:50:35.883411Z#00000003','小李','{"title": "2011年合作计划"}','{"title": "2011年合作计划（调整）"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(17,'f93ed8938cfd62f88b2041bcf3f918bf','7f8fb3ed211456fe413551612b357f85','2011',2,'remind','2011-10-20','2011-10-20T03:50:37.350285Z','2011-10-20T03:50:37.350285Z#00000000','小李','null','{"year": 2011, "number": 1, "unit": "市环保局", "step": "yellow", "by": "2011-10-27"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(18,'e1aae4096f2a461761ab06669cce4f98','1cbbd92abce0eb83b70ec9c8cf1c9dba','2011',2,'submit','2011-10-25','2011-10-25T03:50:38.334636Z','2011-10-25T03:50:38.334636Z#00000000','小李','"active"','"submitted"','报告',NULL,NULL,'');
INSERT INTO "events" VALUES(19,'4495db9fedb38b4c1c23df69229d3bc4','a4b109fd3517f6976967e925665ffb45','2011',2,'return','2011-10-27','2011-10-27T03:50:38.971319Z','2011-10-27T03:50:38.971319Z#00000000','小李','"submitted"','"active"','缺附件',NULL,NULL,'');
INSERT INTO "events" VALUES(20,'83f42c917d032d5faf7f1a9126d76ad6','7d4c49084cf7947ac591d5149545ea04','2011',1,'status','2011-11-20','2011-11-20T03:50:41.379711Z','2011-11-20T03:50:41.379711Z#00000000','小李','"active"','"paused"','经费',NULL,NULL,'');
INSERT INTO "events" VALUES(21,'a18b1264d2da23267ca1fe0efa633343','2c80938897d2b4e0d08d5cdde3e31854','2011',4,'status','2011-12-01','2011-12-01T03:50:42.121812Z','2011-12-01T03:50:42.121812Z#00000000','小李','"planned"','"done"','',NULL,NULL,'');
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
INSERT INTO "form_rows" VALUES('1d198eb51eeb3f6aad16b62c0c87eb22',1,1,'6','某通道工程','2011年加快推进','2011-12-31','active',NULL,'[["里程", 3, "公里", 1]]');
INSERT INTO "form_rows" VALUES('3ef780f8041d98a0377272ce06225083',1,2,'22.1','联合执法','2011年9月底前完成','2011-10-15','active',40,'[]');
INSERT INTO "form_rows" VALUES('007030e608cd6558e842f898ea3f4452',1,4,'23','新增一项','年底前完成','2011-12-31','planned',NULL,'[]');
CREATE TABLE forms (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  plan TEXT NOT NULL REFERENCES plans (key),
  unit TEXT NOT NULL,
  sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on, '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL
) STRICT;
INSERT INTO "forms" VALUES('1d198eb51eeb3f6aad16b62c0c87eb22','2011','市交通局','2011-11-10','2011-11-10T03:50:40.473549Z','小李');
INSERT INTO "forms" VALUES('3ef780f8041d98a0377272ce06225083','2011','市环保局','2011-11-10','2011-11-10T03:50:40.473549Z','小李');
INSERT INTO "forms" VALUES('007030e608cd6558e842f898ea3f4452','2011','市公安局','2011-11-10','2011-11-10T03:50:40.473549Z','小李');
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
INSERT INTO "ledger_info" VALUES('id','76ca51ae0c0b3227bd6a8804b76351fa');
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO "plan_bases" VALUES('da4617f214910178d831faa574afe524d8115dd1f5d9f0691e8f5a900cb8b483','{"key": "2011", "title": "2011年合作计划", "year": 2011, "document": {"no": "合办〔2011〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2011-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "contacts": {}, "projects": [{"uid": "a1b8685ecf2a658048f680e63a675257", "id": "6", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "advance", "start": "2011-01-01", "due": "2011-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "144ab9a80e4b0314e39e34b3aa8bd1a2", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2011年9月底前完成", "kind": "complete", "start": null, "due": "2011-09-30", "targets": []}, {"uid": "ddd1cdd307f100f90e7620a1f9842118", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2011-02-18", "due": "2011-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2011-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2011-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2011-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2011-12-31"}]}]}');
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
, levels TEXT NOT NULL DEFAULT '[]' CHECK (json_type(levels) IS 'array'), contacts TEXT NOT NULL DEFAULT '{}' CHECK (json_type(contacts) IS 'object')) STRICT;
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'合办〔2011〕1号','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T03:50:28.591251Z',NULL,'[]','{}');
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
INSERT INTO "projects" VALUES(1,'2011','6','a1b8685ecf2a658048f680e63a675257',1,1,'某通道工程','建成三公里',0,'[]','2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011','22.1','144ab9a80e4b0314e39e34b3aa8bd1a2',2,2,'联合执法','',1,'[]','2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011','22.2','ddd1cdd307f100f90e7620a1f9842118',3,2,'联合采访','',0,'[]','每季度一次','recurring','2011-02-18','2011-12-31');
INSERT INTO "projects" VALUES(4,'2011','23','ed044528cbb4ed698f28b923ddb4955e',4,2,'新增一项','',0,'[]','年底前完成','complete',NULL,'2011-12-31');
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
