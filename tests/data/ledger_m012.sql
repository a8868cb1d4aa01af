-- A ledger as dsq 0.1.0 wrote it, with m012_carried as its last migration: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-28 07:03:02.263827+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-28 07:03:02.264097+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-28 07:03:02.264331+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dushiquan','m004_order_and_identity','2026-11-28 07:03:02.270466+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dushiquan','m005_applications','2026-11-28 07:03:02.271264+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dushiquan','m006_known_on','2026-11-28 07:03:02.272421+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dushiquan','m007_forms','2026-11-28 07:03:02.273914+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dushiquan','m008_levels','2026-11-28 07:03:02.274715+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dushiquan','m009_in_no_plan','2026-11-28 07:03:02.277577+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dushiquan','m010_decisions','2026-11-28 07:03:02.278279+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'dushiquan','m011_contacts','2026-11-28 07:03:02.279064+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'dushiquan','m012_carried','2026-11-28 07:03:02.279393+00:00');
CREATE TABLE aliases (
  unit INTEGER NOT NULL REFERENCES units (pk),
  alias TEXT NOT NULL CHECK (alias <> ''),
  PRIMARY KEY (unit, alias)
) STRICT;
INSERT INTO "aliases" VALUES(1,'市交通运输局');
INSERT INTO "aliases" VALUES(4,'市交通运输局');
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
INSERT INTO "categories" VALUES(3,'2012',1,'交通共联','jtgl');
INSERT INTO "categories" VALUES(4,'2012',2,'环境共建','hjgj');
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
INSERT INTO "event_kinds" VALUES('carry',0);
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
INSERT INTO "events" VALUES(1,'40ac9c336bb15a0ddfe617feb4926681','cd55fb25da9386c5eab7520b0b8fe8cf','2011',NULL,'load','2011-02-20','2011-02-20T07:03:02.988188Z','2011-02-20T07:03:02.988188Z#00000000','小李','null','{"base": "70e19c842063b7613f6735c68d0562a4659bd36a0e5e7fb08d7dc1e4e5429c0d", "projects": 3}','',NULL,NULL,'');
INSERT INTO "events" VALUES(2,'6a2bbcacb00c1ca486d93693401326a2','61d804097597ac21e984952080744618','2011',1,'status','2011-03-15','2011-03-18T07:03:03.417051Z','2011-03-18T07:03:03.417051Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(3,'c97d911bfbdc278c9d889304f7662d9f','61d804097597ac21e984952080744618','2011',1,'count','2011-03-15','2011-03-18T07:03:03.417051Z','2011-03-18T07:03:03.417051Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(4,'8b8612599aee9c1c63f7072dd76c661b','f64bfe84cd4aa43955d65aec644f2bb3','2011',1,'revoke','2011-03-25','2011-03-25T07:03:03.663886Z','2011-03-25T07:03:03.663886Z#00000000','小李','null','null','','6a2bbcacb00c1ca486d93693401326a2',NULL,'');
INSERT INTO "events" VALUES(5,'6313e3aae85cfae7a64a2b9a1717d78c','f64bfe84cd4aa43955d65aec644f2bb3','2011',1,'revoke','2011-03-25','2011-03-25T07:03:03.663886Z','2011-03-25T07:03:03.663886Z#00000001','小李','null','null','','c97d911bfbdc278c9d889304f7662d9f',NULL,'');
INSERT INTO "events" VALUES(6,'31ad63d0bd73f9c9b6cb300254aa4380','7ef8876b95bb1fa4317effecb5c44a0f','2011',1,'status','2011-03-25','2011-03-25T07:03:03.910504Z','2011-03-25T07:03:03.910504Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(7,'cd4a7bc37fd3919d646eb07e5363eab0','7ef8876b95bb1fa4317effecb5c44a0f','2011',1,'count','2011-03-25','2011-03-25T07:03:03.910504Z','2011-03-25T07:03:03.910504Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(8,'84a882a0b9921af3a91cad4acbe11249','dda8d7edc107b5cbeaed828490cd9abe','2011',2,'status','2011-04-02','2011-04-02T07:03:04.166598Z','2011-04-02T07:03:04.166598Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(9,'c5b96d489c3d71b4adbf33c9a57e71ff','dda8d7edc107b5cbeaed828490cd9abe','2011',2,'progress','2011-04-02','2011-04-02T07:03:04.166598Z','2011-04-02T07:03:04.166598Z#00000001','小李','null','40','',NULL,NULL,'');
INSERT INTO "events" VALUES(10,'c76c43154cbc9d9af9c08cb84ba390ff','dda8d7edc107b5cbeaed828490cd9abe','2011',2,'note','2011-04-02','2011-04-02T07:03:04.166598Z','2011-04-02T07:03:04.166598Z#00000002','小李','null','null','执法两次',NULL,NULL,'');
INSERT INTO "events" VALUES(11,'f1230cd30c23f0acdeb867aa92e6915d','c0f02c6bff05de3ab5b42136088df8dc','2011',1,'note','2011-04-20','2011-04-20T07:03:04.449889Z','2011-04-20T07:03:04.449889Z#00000000','小李','null','null','路基已成',NULL,NULL,'');
INSERT INTO "events" VALUES(12,'d61575a75be3fe74825b86ec2ee0d013','498c723520b0d940c914c7eca6e71e91','2011',2,'defer','2011-05-05','2011-05-05T07:03:04.860051Z','2011-05-05T07:03:04.860051Z#00000000','小李','"2011-09-30"','"2011-10-15"','等方案（李主任批准）',NULL,NULL,'');
INSERT INTO "events" VALUES(13,'bd0c38af48b83c0ddd65ee2a39379a65','b1d1396e0ec69562c72ba4b01cc38381','2011',4,'revise','2011-07-01','2011-07-01T07:03:05.858784Z','2011-07-01T07:03:05.858784Z#00000000','小李','null','{"added": true, "behind": "6d6114e2c28c890628016376f4275d57", "id": "23", "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市公安局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "targets": []}','',NULL,NULL,'');
INSERT INTO "events" VALUES(14,'ef68341ba102cc9a868df654e907baa9','b1d1396e0ec69562c72ba4b01cc38381','2011',2,'revise','2011-07-01','2011-07-01T07:03:05.858784Z','2011-07-01T07:03:05.858784Z#00000001','小李','{"title": "联合执法检查"}','{"title": "联合执法"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(15,'f394bfcc59274e7aa696dee240bbd308','b1d1396e0ec69562c72ba4b01cc38381','2011',3,'withdraw','2011-07-01','2011-07-01T07:03:05.858784Z','2011-07-01T07:03:05.858784Z#00000002','小李','false','true','',NULL,NULL,'');
INSERT INTO "events" VALUES(16,'0a65f047a1b4b341d0156e967cba6d7e','b1d1396e0ec69562c72ba4b01cc38381','2011',NULL,'heading','2011-07-01','2011-07-01T07:03:05.858784Z','2011-07-01T07:03:05.858784Z#00000003','小李','{"title": "2011年合作计划"}','{"title": "2011年合作计划（调整）"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(17,'10803290541e6c02c3f0d26c0bb10fc4','fe0bcb17c2a335216976efbf0f16e4ca','2011',2,'remind','2011-10-20','2011-10-20T07:03:06.470077Z','2011-10-20T07:03:06.470077Z#00000000','小李','null','{"year": 2011, "number": 1, "unit": "市环保局", "step": "yellow", "by": "2011-10-27"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(18,'71faa7e4be79202dd9bf8e121f2db382','de2f9dc389785e8e0a7930f46af7aaa0','2011',2,'submit','2011-10-25','2011-10-25T07:03:07.094156Z','2011-10-25T07:03:07.094156Z#00000000','小李','"active"','"submitted"','报告',NULL,NULL,'');
INSERT INTO "events" VALUES(19,'1f2667865bd6e629a651e69c6bc041c9','ac7ba0113f55db90df7d6762f23426dd','2011',2,'return','2011-10-27','2011-10-27T07:03:07.505252Z','2011-10-27T07:03:07.505252Z#00000000','小李','"submitted"','"active"','缺附件',NULL,NULL,'');
INSERT INTO "events" VALUES(20,'1cd50ed2698b75ab228788171973795f','c540a25846b7d3b285dcd7567f58032f','2011',1,'status','2011-11-20','2011-11-20T07:03:08.618016Z','2011-11-20T07:03:08.618016Z#00000000','小李','"active"','"paused"','经费',NULL,NULL,'');
INSERT INTO "events" VALUES(21,'c2d095bddf79e08ec1a194442f9e0cc8','c3317aadad1636f066af6585365a6e82','2011',4,'status','2011-12-01','2011-12-01T07:03:08.983946Z','2011-12-01T07:03:08.983946Z#00000000','小李','"planned"','"done"','',NULL,NULL,'');
INSERT INTO "events" VALUES(22,'19624aee4f5a7707e874a24bb7f7197e','c2e17e4ce8a4cfc2141000b6a4282ac6','2012',NULL,'load','2012-03-01','2012-03-01T07:03:10.067764Z','2012-03-01T07:03:10.067764Z#00000000','小李','null','{"base": "8f9f69c3a8a975b976239a7a5e96c8383a031e154ca7e1c2e5b410d5ec00c168", "projects": 3}','',NULL,NULL,'');
INSERT INTO "events" VALUES(23,'c102f96ac9d9309b5df7f20d74d3b98f','3622a88272f0902541e42797dc9371de','2012',8,'revise','2012-03-02','2012-03-02T07:03:11.601660Z','2012-03-02T07:03:11.601660Z#00000000','小李','null','{"added": true, "behind": "54e7c230b16651155026cc739a0f9e4f", "id": "23", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "unknown", "start": null, "due": null, "targets": []}','未完成',NULL,NULL,'');
INSERT INTO "events" VALUES(24,'bda58076ec48dda56918222de5b2f58d','3622a88272f0902541e42797dc9371de','2011',1,'carry','2012-03-02','2012-03-02T07:03:11.601660Z','2012-03-02T07:03:11.601660Z#00000001','小李','"paused"','{"into": {"uid": "4a654bfb0ba76feb746fec02a77468b1", "plan": "2012", "id": "23"}}','未完成',NULL,NULL,'');
INSERT INTO "events" VALUES(25,'7c258dc1d11f76a643ec121ce9260887','3622a88272f0902541e42797dc9371de','2012',8,'carry','2012-03-02','2012-03-02T07:03:11.601660Z','2012-03-02T07:03:11.601660Z#00000002','小李','null','{"from": {"uid": "aab64e8ff3368c07e39305676ee52fe7", "plan": "2011", "id": "6"}}','未完成',NULL,NULL,'');
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
INSERT INTO "form_rows" VALUES('fe8975f60625b0b51f345b8bbfac0210',1,1,'6','某通道工程','2011年加快推进','2011-12-31','active',NULL,'[["里程", 3, "公里", 1]]');
INSERT INTO "form_rows" VALUES('aee1ee19030a670d63c0b02d51bdff23',1,2,'22.1','联合执法','2011年9月底前完成','2011-10-15','active',40,'[]');
INSERT INTO "form_rows" VALUES('f955c8b2a529cba4cedb4aebd02118fb',1,4,'23','新增一项','年底前完成','2011-12-31','planned',NULL,'[]');
CREATE TABLE forms (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  plan TEXT NOT NULL REFERENCES plans (key),
  unit TEXT NOT NULL,
  sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on, '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL
) STRICT;
INSERT INTO "forms" VALUES('fe8975f60625b0b51f345b8bbfac0210','2011','市交通局','2011-11-10','2011-11-10T07:03:08.134174Z','小李');
INSERT INTO "forms" VALUES('aee1ee19030a670d63c0b02d51bdff23','2011','市环保局','2011-11-10','2011-11-10T07:03:08.134174Z','小李');
INSERT INTO "forms" VALUES('f955c8b2a529cba4cedb4aebd02118fb','2011','市公安局','2011-11-10','2011-11-10T07:03:08.134174Z','小李');
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
INSERT INTO "ledger_info" VALUES('id','c860eef4bebffa113420f9c2a80f027b');
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO "plan_bases" VALUES('70e19c842063b7613f6735c68d0562a4659bd36a0e5e7fb08d7dc1e4e5429c0d','{"key": "2011", "title": "2011年合作计划", "year": 2011, "document": {"no": "合办〔2011〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2011-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "contacts": {}, "projects": [{"uid": "aab64e8ff3368c07e39305676ee52fe7", "id": "6", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "advance", "start": "2011-01-01", "due": "2011-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "1e0e38eb7d969bd3c17a7030a90abd0e", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2011年9月底前完成", "kind": "complete", "start": null, "due": "2011-09-30", "targets": []}, {"uid": "6d6114e2c28c890628016376f4275d57", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2011-02-18", "due": "2011-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2011-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2011-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2011-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2011-12-31"}]}]}');
INSERT INTO "plan_bases" VALUES('8f9f69c3a8a975b976239a7a5e96c8383a031e154ca7e1c2e5b410d5ec00c168','{"key": "2012", "title": "2012年合作计划", "year": 2012, "document": {"no": "合办〔2012〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2012-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "contacts": {}, "projects": [{"uid": "54e7c230b16651155026cc739a0f9e4f", "id": "6", "category": "交通共联", "title": "某环线工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2012年加快推进", "kind": "advance", "start": "2012-01-01", "due": "2012-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "7a786fed5c4cec34dc08095f6e2197d9", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2012年9月底前完成", "kind": "complete", "start": null, "due": "2012-09-30", "targets": []}, {"uid": "c08b7be6333353748e1e229320fad8ec", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2012-02-18", "due": "2012-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2012-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2012-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2012-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2012-12-31"}]}]}');
CREATE TABLE plan_uses (
  seq INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans (key)
) STRICT
;
INSERT INTO "plan_uses" VALUES(1,'2011');
INSERT INTO "plan_uses" VALUES(2,'2011');
INSERT INTO "plan_uses" VALUES(3,'2012');
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
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'合办〔2011〕1号','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T07:03:02.988188Z',NULL,'[]','{}');
INSERT INTO "plans" VALUES('2012','2012年合作计划',2012,'合办〔2012〕1号','','市政府办公厅','市经合办',NULL,'2012-02-18',NULL,'','2012-03-01T07:03:10.067764Z',NULL,'[]','{}');
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
INSERT INTO "project_units" VALUES(5,4,'lead',1);
INSERT INTO "project_units" VALUES(8,4,'lead',1);
INSERT INTO "project_units" VALUES(6,5,'lead',1);
INSERT INTO "project_units" VALUES(6,6,'support',1);
INSERT INTO "project_units" VALUES(7,5,'lead',1);
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
INSERT INTO "projects" VALUES(1,'2011','6','aab64e8ff3368c07e39305676ee52fe7',1,1,'某通道工程','建成三公里',0,'[]','2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011','22.1','1e0e38eb7d969bd3c17a7030a90abd0e',2,2,'联合执法','',1,'[]','2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011','22.2','6d6114e2c28c890628016376f4275d57',3,2,'联合采访','',0,'[]','每季度一次','recurring','2011-02-18','2011-12-31');
INSERT INTO "projects" VALUES(4,'2011','23','3b961cd69ffe9c254221fd54b8537919',4,2,'新增一项','',0,'[]','年底前完成','complete',NULL,'2011-12-31');
INSERT INTO "projects" VALUES(5,'2012','6','54e7c230b16651155026cc739a0f9e4f',1,3,'某环线工程','建成三公里',0,'[]','2012年加快推进','advance','2012-01-01','2012-12-31');
INSERT INTO "projects" VALUES(6,'2012','22.1','7a786fed5c4cec34dc08095f6e2197d9',3,4,'联合执法检查','',1,'[]','2012年9月底前完成','complete',NULL,'2012-09-30');
INSERT INTO "projects" VALUES(7,'2012','22.2','c08b7be6333353748e1e229320fad8ec',4,4,'联合采访','',0,'[]','每季度一次','recurring','2012-02-18','2012-12-31');
INSERT INTO "projects" VALUES(8,'2012','23','4a654bfb0ba76feb746fec02a77468b1',2,3,'某通道工程','建成三公里',0,'[]','2011年加快推进','unknown',NULL,NULL);
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
INSERT INTO "regions" VALUES(5,1,'东城区');
INSERT INTO "regions" VALUES(8,1,'东城区');
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
INSERT INTO "states" VALUES(1,'carried',NULL,'{"里程": 1}','2011-12-31',0,NULL,'2011-11-20',NULL,NULL,NULL);
INSERT INTO "states" VALUES(2,'active',40,'{}','2011-10-15',1,NULL,'2011-10-25',NULL,NULL,NULL);
INSERT INTO "states" VALUES(3,'planned',NULL,'{}','2011-12-31',0,NULL,NULL,'2011-07-01',NULL,NULL);
INSERT INTO "states" VALUES(4,'done',NULL,'{}','2011-12-31',0,'2011-12-01','2011-12-01',NULL,NULL,'2011-07-01');
INSERT INTO "states" VALUES(5,'planned',NULL,'{}','2012-12-31',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "states" VALUES(6,'planned',NULL,'{}','2012-09-30',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "states" VALUES(7,'planned',NULL,'{}','2012-12-31',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "states" VALUES(8,'planned',NULL,'{}',NULL,0,NULL,NULL,NULL,NULL,'2012-03-02');
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
INSERT INTO "statuses" VALUES('carried','结转');
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
INSERT INTO "targets" VALUES(5,1,'里程','lc',3,'公里',NULL);
INSERT INTO "targets" VALUES(7,1,'第一季度','dyjd',1,'次','2012-03-31');
INSERT INTO "targets" VALUES(7,2,'第二季度','dejd',1,'次','2012-06-30');
INSERT INTO "targets" VALUES(7,3,'第三季度','dsjd',1,'次','2012-09-30');
INSERT INTO "targets" VALUES(7,4,'第四季度','dsjd',1,'次','2012-12-31');
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
INSERT INTO "units" VALUES(4,'2012','市交通局','sjtj');
INSERT INTO "units" VALUES(5,'2012','市环保局','shbj');
INSERT INTO "units" VALUES(6,'2012','市公安局','sgaj');
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
