-- A ledger as dsq 0.1.0 wrote it, with m005_applications as its last migration: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-27 23:18:37.800106+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-27 23:18:37.800439+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-27 23:18:37.800687+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dushiquan','m004_order_and_identity','2026-11-27 23:18:37.824890+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dushiquan','m005_applications','2026-11-27 23:18:37.825968+00:00');
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
) STRICT;
INSERT INTO "events" VALUES(1,'0f0ffb1f791c82f3503fd23426bc008f','665488341cf95d419c3cdf8fa09aa5a5','2011',NULL,'load','2011-02-20','2011-02-20T23:18:40.274616Z','2011-02-20T23:18:40.274616Z#00000000','小李','null','{"base": "1baf49e15bbae8b82086dcd0929860ed007757965a61ea5e77b8b2d821e1b676", "projects": 3}','',NULL);
INSERT INTO "events" VALUES(2,'36c57f8d306f2a9ca5e46d795db4aa48','215110d228e2338b4f0fd00325aaae07','2011',1,'status','2011-03-15','2011-03-18T23:18:41.927336Z','2011-03-18T23:18:41.927336Z#00000000','小李','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(3,'22625473265a8130245ffb6a8922bf6a','215110d228e2338b4f0fd00325aaae07','2011',1,'count','2011-03-15','2011-03-18T23:18:41.927336Z','2011-03-18T23:18:41.927336Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL);
INSERT INTO "events" VALUES(4,'00db9931065bd1c848c6cdd535ecfbb9','624b177fe949b4bcc77040c0501d3fb1','2011',1,'revoke','2011-03-25','2011-03-25T23:18:42.541740Z','2011-03-25T23:18:42.541740Z#00000000','小李','null','null','','36c57f8d306f2a9ca5e46d795db4aa48');
INSERT INTO "events" VALUES(5,'8f8e641cdabc828d7dbb02d6d5a05862','624b177fe949b4bcc77040c0501d3fb1','2011',1,'revoke','2011-03-25','2011-03-25T23:18:42.541740Z','2011-03-25T23:18:42.541740Z#00000001','小李','null','null','','22625473265a8130245ffb6a8922bf6a');
INSERT INTO "events" VALUES(6,'7022184aefabddc67904b2840010c8f6','23f4629498786b96d99fbeb0e75f6af3','2011',1,'status','2011-03-25','2011-03-25T23:18:43.172417Z','2011-03-25T23:18:43.172417Z#00000000','小李','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(7,'855560ddc36c15c928b369c967d14d9b','23f4629498786b96d99fbeb0e75f6af3','2011',1,'count','2011-03-25','2011-03-25T23:18:43.172417Z','2011-03-25T23:18:43.172417Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL);
INSERT INTO "events" VALUES(8,'f984da68a304dfe6fb7abde454381aa0','254bdb7afee8fed978ce514d7a4583c0','2011',2,'status','2011-04-02','2011-04-02T23:18:43.949657Z','2011-04-02T23:18:43.949657Z#00000000','小李','"planned"','"active"','',NULL);
INSERT INTO "events" VALUES(9,'4465528404b2442e42cc3be6ab956725','254bdb7afee8fed978ce514d7a4583c0','2011',2,'progress','2011-04-02','2011-04-02T23:18:43.949657Z','2011-04-02T23:18:43.949657Z#00000001','小李','null','40','',NULL);
INSERT INTO "events" VALUES(10,'6c5e086033b311056932bd50390b2952','254bdb7afee8fed978ce514d7a4583c0','2011',2,'note','2011-04-02','2011-04-02T23:18:43.949657Z','2011-04-02T23:18:43.949657Z#00000002','小李','null','null','执法两次',NULL);
INSERT INTO "events" VALUES(11,'54ea9552f5bd10b6e20f428261487ec9','7382333197a4d09a1145c7de99c4b6a3','2011',1,'note','2011-04-20','2011-04-20T23:18:44.910546Z','2011-04-20T23:18:44.910546Z#00000000','小李','null','null','路基已成',NULL);
INSERT INTO "events" VALUES(12,'dbd14d8bc59998fa35a85a4255923c3e','ae939f0cba7de981a6670d1f94f2c6e7','2011',2,'defer','2011-05-05','2011-05-05T23:18:45.853747Z','2011-05-05T23:18:45.853747Z#00000000','小李','"2011-09-30"','"2011-10-15"','等方案（李主任批准）',NULL);
INSERT INTO "events" VALUES(13,'dd194bca5b84273653072c66101ab146','ecc9d3c683dc47530589f9b2e1bf3331','2011',4,'revise','2011-07-01','2011-07-01T23:18:48.794297Z','2011-07-01T23:18:48.794297Z#00000000','小李','null','{"added": true, "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市公安局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "targets": []}','',NULL);
INSERT INTO "events" VALUES(14,'51575824a1f89b08e30ab45fa0a909dc','ecc9d3c683dc47530589f9b2e1bf3331','2011',2,'revise','2011-07-01','2011-07-01T23:18:48.794297Z','2011-07-01T23:18:48.794297Z#00000001','小李','{"title": "联合执法检查"}','{"title": "联合执法"}','',NULL);
INSERT INTO "events" VALUES(15,'e3667f24b8f74ff8ec1b8591880adfe9','ecc9d3c683dc47530589f9b2e1bf3331','2011',3,'withdraw','2011-07-01','2011-07-01T23:18:48.794297Z','2011-07-01T23:18:48.794297Z#00000002','小李','false','true','',NULL);
INSERT INTO "events" VALUES(16,'9324e9d1bbfaa5af9db766995abba8da','ecc9d3c683dc47530589f9b2e1bf3331','2011',NULL,'heading','2011-07-01','2011-07-01T23:18:48.794297Z','2011-07-01T23:18:48.794297Z#00000003','小李','{"title": "2011年合作计划"}','{"title": "2011年合作计划（调整）"}','',NULL);
INSERT INTO "events" VALUES(17,'edca1a77b83b8d85c6279773e9fcfce5','04e5426cefc17442d784b72f812dbf3f','2011',2,'remind','2011-10-20','2011-10-20T23:18:50.769054Z','2011-10-20T23:18:50.769054Z#00000000','小李','null','{"year": 2011, "number": 1, "unit": "市环保局", "step": "yellow", "by": "2011-10-27"}','',NULL);
INSERT INTO "events" VALUES(18,'60ec3c2d8524d32912092c053de6067c','0c69051695ede84ae238da7489bc64bc','2011',2,'submit','2011-10-25','2011-10-25T23:18:52.383992Z','2011-10-25T23:18:52.383992Z#00000000','小李','"active"','"submitted"','报告',NULL);
INSERT INTO "events" VALUES(19,'5e174eda8bec9c736cf1449c3f543666','ed849c115a51a6935f673ca7a6fbb44c','2011',2,'return','2011-10-27','2011-10-27T23:18:53.288753Z','2011-10-27T23:18:53.288753Z#00000000','小李','"submitted"','"active"','缺附件',NULL);
INSERT INTO "events" VALUES(20,'52ade14cf3f1551fc0f07916d1a8747f','dbb9dd7b68d7dc676838f7df2e2c5b85','2011',1,'status','2011-11-20','2011-11-20T23:18:54.297325Z','2011-11-20T23:18:54.297325Z#00000000','小李','"active"','"paused"','经费',NULL);
INSERT INTO "events" VALUES(21,'00fcb35efe3763eaf3cc7d22ea651057','5e971708656ef1995b07a954f05c1015','2011',4,'status','2011-12-01','2011-12-01T23:18:55.247460Z','2011-12-01T23:18:55.247460Z#00000000','小李','"planned"','"done"','',NULL);
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
INSERT INTO "ledger_info" VALUES('id','e237724ee0c23f1c88ddb0323f7c05f2');
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO "plan_bases" VALUES('1baf49e15bbae8b82086dcd0929860ed007757965a61ea5e77b8b2d821e1b676','{"key": "2011", "title": "2011年合作计划", "year": 2011, "document": {"no": "合办〔2011〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2011-02-18", "effective": null}, "remark": "", "month_before": null, "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "projects": [{"uid": "e4a77518c66619519339f926b9a2646b", "id": "6", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "advance", "start": "2011-01-01", "due": "2011-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "cdad88f10c633f6212cbe5c66aef49ef", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2011年9月底前完成", "kind": "complete", "start": null, "due": "2011-09-30", "targets": []}, {"uid": "5693a9950dc30daf827503beef38489c", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2011-02-18", "due": "2011-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2011-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2011-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2011-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2011-12-31"}]}]}');
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
) STRICT;
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'合办〔2011〕1号','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T23:18:40.274616Z',NULL);
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
INSERT INTO "project_units" VALUES(4,3,'lead',1);
INSERT INTO "project_units" VALUES(3,2,'lead',1);
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
INSERT INTO "projects" VALUES(1,'2011','6','e4a77518c66619519339f926b9a2646b',1,1,'某通道工程','建成三公里',0,'[]','2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011','22.1','cdad88f10c633f6212cbe5c66aef49ef',2,2,'联合执法','',1,'[]','2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011','22.2','5693a9950dc30daf827503beef38489c',4,2,'联合采访','',0,'[]','每季度一次','recurring','2011-02-18','2011-12-31');
INSERT INTO "projects" VALUES(4,'2011','23','01b07280b6382b8ea86287d6c887077a',3,2,'新增一项','',0,'[]','年底前完成','complete',NULL,'2011-12-31');
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
, applied_on TEXT CHECK (applied_on IS NULL OR applied_on IS date(applied_on, '+0 days'))) STRICT;
INSERT INTO "states" VALUES(1,'paused',NULL,'{"里程": 1}','2011-12-31',0,NULL,'2011-11-20',NULL,NULL);
INSERT INTO "states" VALUES(2,'active',40,'{}','2011-10-15',1,NULL,'2011-10-25',NULL,NULL);
INSERT INTO "states" VALUES(3,'planned',NULL,'{}','2011-12-31',0,NULL,NULL,'2011-07-01',NULL);
INSERT INTO "states" VALUES(4,'done',NULL,'{}','2011-12-31',0,'2011-12-01','2011-12-01',NULL,NULL);
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
ORDER BY p.plan, p.position;
COMMIT;
