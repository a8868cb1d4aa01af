-- A ledger as dsq 0.1.0 wrote it, with m013_answers_and_remarks as its last migration: never edited.
PRAGMA application_id = 1685287217;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dushiquan','m001_ledger','2026-11-28 08:41:18.295294+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dushiquan','m002_readings','2026-11-28 08:41:18.311997+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dushiquan','m003_uses','2026-11-28 08:41:18.312406+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dushiquan','m004_order_and_identity','2026-11-28 08:41:18.336258+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dushiquan','m005_applications','2026-11-28 08:41:18.337281+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dushiquan','m006_known_on','2026-11-28 08:41:18.338470+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dushiquan','m007_forms','2026-11-28 08:41:18.356729+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dushiquan','m008_levels','2026-11-28 08:41:18.357771+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dushiquan','m009_in_no_plan','2026-11-28 08:41:18.369881+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dushiquan','m010_decisions','2026-11-28 08:41:18.371047+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'dushiquan','m011_contacts','2026-11-28 08:41:18.381160+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'dushiquan','m012_carried','2026-11-28 08:41:18.381637+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'dushiquan','m013_answers_and_remarks','2026-11-28 08:41:18.396681+00:00');
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
INSERT INTO "event_kinds" VALUES('answer',1);
INSERT INTO "event_kinds" VALUES('problem',1);
INSERT INTO "event_kinds" VALUES('next',1);
INSERT INTO "event_kinds" VALUES('expect',1);
INSERT INTO "event_kinds" VALUES('request',1);
INSERT INTO "event_kinds" VALUES('refuse',0);
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
INSERT INTO "events" VALUES(1,'07e7d81ca0989928f05e77f1282d3b17','49e5178dcb934c7d71d145a73510d572','2011',NULL,'load','2011-02-20','2011-02-20T08:41:23.390448Z','2011-02-20T08:41:23.390448Z#00000000','小李','null','{"base": "8ab22ae3f7b975c5ee9760dd76b2553a91725377b2420bda71c0f760a527b459", "projects": 3}','',NULL,NULL,'');
INSERT INTO "events" VALUES(2,'d41fdad5337bc231ed609359c2c319ab','4bdecd5cc46a2819b9f07b483fa76af9','2011',1,'status','2011-03-15','2011-03-18T08:41:28.146836Z','2011-03-18T08:41:28.146836Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(3,'9ff209595ac80705ddff0805a83b0dac','4bdecd5cc46a2819b9f07b483fa76af9','2011',1,'count','2011-03-15','2011-03-18T08:41:28.146836Z','2011-03-18T08:41:28.146836Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(4,'6bf1badf30e9d6c0f0ad0f7dd9dcd3c7','4349fa451e800ee49295c347fdf928bf','2011',1,'revoke','2011-03-25','2011-03-25T08:41:31.126380Z','2011-03-25T08:41:31.126380Z#00000000','小李','null','null','','d41fdad5337bc231ed609359c2c319ab',NULL,'');
INSERT INTO "events" VALUES(5,'b1a276d698cb79ff56a5cd97b622f865','4349fa451e800ee49295c347fdf928bf','2011',1,'revoke','2011-03-25','2011-03-25T08:41:31.126380Z','2011-03-25T08:41:31.126380Z#00000001','小李','null','null','','9ff209595ac80705ddff0805a83b0dac',NULL,'');
INSERT INTO "events" VALUES(6,'682fe9b83857390563690aca18cdfc13','52e552a0e657bf40da58728bfa4ec4e8','2011',1,'status','2011-03-25','2011-03-25T08:41:34.131300Z','2011-03-25T08:41:34.131300Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(7,'ccdc9f9dedd17f70bb38b149199f55b6','52e552a0e657bf40da58728bfa4ec4e8','2011',1,'count','2011-03-25','2011-03-25T08:41:34.131300Z','2011-03-25T08:41:34.131300Z#00000001','小李','{"target": "里程", "count": 0}','{"target": "里程", "count": 1}','',NULL,NULL,'');
INSERT INTO "events" VALUES(8,'787aea955536523c31072e14c34ed5ac','9fd58c702a950884d5f2a451b7a430fd','2011',2,'status','2011-04-02','2011-04-02T08:41:36.156298Z','2011-04-02T08:41:36.156298Z#00000000','小李','"planned"','"active"','',NULL,NULL,'');
INSERT INTO "events" VALUES(9,'11f47aa9bd86a4dbfa8e200896ec7728','9fd58c702a950884d5f2a451b7a430fd','2011',2,'progress','2011-04-02','2011-04-02T08:41:36.156298Z','2011-04-02T08:41:36.156298Z#00000001','小李','null','40','',NULL,NULL,'');
INSERT INTO "events" VALUES(10,'fd102aa07304adce0aed593b39f09977','9fd58c702a950884d5f2a451b7a430fd','2011',2,'note','2011-04-02','2011-04-02T08:41:36.156298Z','2011-04-02T08:41:36.156298Z#00000002','小李','null','null','执法两次',NULL,NULL,'');
INSERT INTO "events" VALUES(11,'08dfac543c077808351f57b94387b012','07d0e2b21f110b11fbb5a187b8439f3d','2011',1,'note','2011-04-20','2011-04-20T08:41:37.945093Z','2011-04-20T08:41:37.945093Z#00000000','小李','null','null','路基已成',NULL,NULL,'');
INSERT INTO "events" VALUES(12,'5739bd7a899377ee3a0fc3b572f502bc','37510465d25c1fa0dbe8addf5982e8f9','2011',2,'defer','2011-05-05','2011-05-05T08:41:40.566607Z','2011-05-05T08:41:40.566607Z#00000000','小李','"2011-09-30"','"2011-10-15"','等方案（李主任批准）',NULL,NULL,'');
INSERT INTO "events" VALUES(13,'8691b1c17bbc120a0eeb1acc7a300b6e','fee6038186ccd930adc46b4054ae96bd','2011',4,'revise','2011-07-01','2011-07-01T08:41:46.981505Z','2011-07-01T08:41:46.981505Z#00000000','小李','null','{"added": true, "behind": "6dee2f20657682b530b909f98153942b", "id": "23", "category": "环境共建", "title": "新增一项", "content": "", "lead": ["市公安局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "年底前完成", "kind": "complete", "start": null, "due": "2011-12-31", "targets": []}','',NULL,NULL,'');
INSERT INTO "events" VALUES(14,'4921e8260241319170a02b070137dfa4','fee6038186ccd930adc46b4054ae96bd','2011',2,'revise','2011-07-01','2011-07-01T08:41:46.981505Z','2011-07-01T08:41:46.981505Z#00000001','小李','{"title": "联合执法检查"}','{"title": "联合执法"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(15,'c648c76bd2627d8e3b3063445a821ee7','fee6038186ccd930adc46b4054ae96bd','2011',3,'withdraw','2011-07-01','2011-07-01T08:41:46.981505Z','2011-07-01T08:41:46.981505Z#00000002','小李','false','true','',NULL,NULL,'');
INSERT INTO "events" VALUES(16,'353e9829bc66b0ecb7bbbea97f55538f','fee6038186ccd930adc46b4054ae96bd','2011',NULL,'heading','2011-07-01','2011-07-01T08:41:46.981505Z','2011-07-01T08:41:46.981505Z#00000003','小李','{"title": "2011年合作计划"}','{"title": "2011年合作计划（调整）"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(17,'23825fbda9fdc2e89260df899f3d0172','634dd7148c1fe2abbecec37f54b42624','2011',1,'remind','2011-10-20','2011-10-20T08:41:51.830467Z','2011-10-20T08:41:51.830467Z#00000000','小李','null','{"year": 2011, "number": 1, "unit": "市交通局", "step": "yellow", "by": "2011-10-27", "matter": "behind", "sign": "催办"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(18,'c61c4b2017943cdaa9c23894e5fa21ce','634dd7148c1fe2abbecec37f54b42624','2011',2,'remind','2011-10-20','2011-10-20T08:41:51.830467Z','2011-10-20T08:41:51.830467Z#00000001','小李','null','{"year": 2011, "number": 2, "unit": "市环保局", "step": "yellow", "by": "2011-10-27", "matter": "late", "sign": "催办"}','',NULL,NULL,'');
INSERT INTO "events" VALUES(19,'c951e1fe75d9344e112140b1d49da051','714e381d78e5fc24cc5f87b5b1481452','2011',1,'answer','2011-10-21','2011-10-21T08:41:59.009714Z','2011-10-21T08:41:59.009714Z#00000000','小李','null','{"year": 2011, "number": 1, "sign": "催办"}','已落实',NULL,NULL,'');
INSERT INTO "events" VALUES(20,'5846aa7f6ca60f180e6943adf4f2a775','87e9bcf7457a12ea9a2b43846095e122','2011',2,'problem','2011-10-21','2011-10-21T08:42:02.549161Z','2011-10-21T08:42:02.549161Z#00000000','小李','null','null','资金',NULL,NULL,'');
INSERT INTO "events" VALUES(21,'6512cf400157fc90f8fd53fef0052d3c','87e9bcf7457a12ea9a2b43846095e122','2011',2,'next','2011-10-21','2011-10-21T08:42:02.549161Z','2011-10-21T08:42:02.549161Z#00000001','小李','null','null','开工',NULL,NULL,'');
INSERT INTO "events" VALUES(22,'0c37a7d94e0370a3c84ab20eefbc1b61','87e9bcf7457a12ea9a2b43846095e122','2011',2,'expect','2011-10-21','2011-10-21T08:42:02.549161Z','2011-10-21T08:42:02.549161Z#00000002','小李','null','"2011-11-30"','',NULL,NULL,'');
INSERT INTO "events" VALUES(23,'b7a12a1154ecba2fc70fa4ceb765476b','81c3f37bc37039a1e334c4558c18c1a2','2011',2,'request','2011-10-22','2011-10-22T08:42:05.991768Z','2011-10-22T08:42:05.991768Z#00000000','小李','null','"2011-12-31"','资金',NULL,NULL,'');
INSERT INTO "events" VALUES(24,'ff10a582deec253f98552d8a4f99768f','984aa182b7b69121569ad3115f43fecc','2011',2,'refuse','2011-10-23','2011-10-23T08:42:09.863370Z','2011-10-23T08:42:09.863370Z#00000000','小李','null','null','抓紧',NULL,NULL,'');
INSERT INTO "events" VALUES(25,'9b6fba7980a2e85e55a8b6f1747a44db','f33ce07dab2a0803d2c909c8a487098c','2011',2,'submit','2011-10-25','2011-10-25T08:42:13.358887Z','2011-10-25T08:42:13.358887Z#00000000','小李','"active"','"submitted"','报告',NULL,NULL,'');
INSERT INTO "events" VALUES(26,'194dab875d2a06ce3c15059ad47fea69','9c0d2b34fdbae7151a73e84ed7981cca','2011',2,'return','2011-10-27','2011-10-27T08:42:16.348781Z','2011-10-27T08:42:16.348781Z#00000000','小李','"submitted"','"active"','缺附件',NULL,NULL,'');
INSERT INTO "events" VALUES(27,'778e3e6ba08a5a54b12233ff56fc908b','5dd7219d8aa5476d8a29bc4dd953b5fa','2011',1,'status','2011-11-20','2011-11-20T08:42:26.256968Z','2011-11-20T08:42:26.256968Z#00000000','小李','"active"','"paused"','经费',NULL,NULL,'');
INSERT INTO "events" VALUES(28,'1c5c3b4ac4f36ce65453373a66273d41','285f5267c3154f205456e2d0d2a87d82','2011',4,'status','2011-12-01','2011-12-01T08:42:29.557360Z','2011-12-01T08:42:29.557360Z#00000000','小李','"planned"','"done"','',NULL,NULL,'');
INSERT INTO "events" VALUES(29,'588f81fccf5adea4a54c6d336263a953','ae3ad6b5f14ae2a54184fe970e9fc80f','2012',NULL,'load','2012-03-01','2012-03-01T08:42:39.561997Z','2012-03-01T08:42:39.561997Z#00000000','小李','null','{"base": "ddd459893321577b8dbcb0349eb6a7e963c9a957c9ad5975113b544fb5c35044", "projects": 3}','',NULL,NULL,'');
INSERT INTO "events" VALUES(30,'f9d1fbb9caf8926dcdee5975a70b35ba','191f1797e293993b70443c8508504a2f','2012',8,'revise','2012-03-02','2012-03-02T08:42:52.242797Z','2012-03-02T08:42:52.242797Z#00000000','小李','null','{"added": true, "behind": "02dc55a48b4ff147a1e7b53573a394bd", "id": "23", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "unknown", "start": null, "due": null, "targets": []}','未完成',NULL,NULL,'');
INSERT INTO "events" VALUES(31,'0904bde13d23ec6620a7f437be00a331','191f1797e293993b70443c8508504a2f','2011',1,'carry','2012-03-02','2012-03-02T08:42:52.242797Z','2012-03-02T08:42:52.242797Z#00000001','小李','"paused"','{"into": {"uid": "383b61aee7ba7f73027845806d3e0cd0", "plan": "2012", "id": "23"}}','未完成',NULL,NULL,'');
INSERT INTO "events" VALUES(32,'a1d0afcb4752c8bc16b67b58546df4c8','191f1797e293993b70443c8508504a2f','2012',8,'carry','2012-03-02','2012-03-02T08:42:52.242797Z','2012-03-02T08:42:52.242797Z#00000002','小李','null','{"from": {"uid": "7e878268c381daea468e663464b4febf", "plan": "2011", "id": "6"}}','未完成',NULL,NULL,'');
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
  targets TEXT NOT NULL CHECK (json_type(targets) IS 'array'), content TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (form, position),
  UNIQUE (form, project)
) STRICT;
INSERT INTO "form_rows" VALUES('58d25047197543db799e14cc5cb42d88',1,1,'6','某通道工程','2011年加快推进','2011-12-31','active',NULL,'[["里程", 3, "公里", 1]]','建成三公里');
INSERT INTO "form_rows" VALUES('3e55a4de7cd781cdee9559f16c384bdb',1,2,'22.1','联合执法','2011年9月底前完成','2011-10-15','active',40,'[]','');
INSERT INTO "form_rows" VALUES('89782f5e2fab8e2eb4aac9a5ff875284',1,4,'23','新增一项','年底前完成','2011-12-31','planned',NULL,'[]','');
CREATE TABLE forms (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  plan TEXT NOT NULL REFERENCES plans (key),
  unit TEXT NOT NULL,
  sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on, '+0 days')),
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z'),
  actor TEXT NOT NULL
, answer_by TEXT CHECK (answer_by IS NULL OR answer_by IS date(answer_by, '+0 days'))) STRICT;
INSERT INTO "forms" VALUES('58d25047197543db799e14cc5cb42d88','2011','市交通局','2011-11-10','2011-11-10T08:42:22.439192Z','小李','2011-11-17');
INSERT INTO "forms" VALUES('3e55a4de7cd781cdee9559f16c384bdb','2011','市环保局','2011-11-10','2011-11-10T08:42:22.439192Z','小李','2011-11-17');
INSERT INTO "forms" VALUES('89782f5e2fab8e2eb4aac9a5ff875284','2011','市公安局','2011-11-10','2011-11-10T08:42:22.439192Z','小李','2011-11-17');
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
INSERT INTO "ledger_info" VALUES('id','ce1c0f1fbb9b8a0c31bf8b9fa799167a');
CREATE TABLE plan_bases (
  sha256 TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO "plan_bases" VALUES('8ab22ae3f7b975c5ee9760dd76b2553a91725377b2420bda71c0f760a527b459','{"key": "2011", "title": "2011年合作计划", "year": 2011, "document": {"no": "合办〔2011〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2011-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "contacts": {}, "projects": [{"uid": "7e878268c381daea468e663464b4febf", "id": "6", "category": "交通共联", "title": "某通道工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2011年加快推进", "kind": "advance", "start": "2011-01-01", "due": "2011-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "0bd41952eff4f4859097c324b47a0c07", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2011年9月底前完成", "kind": "complete", "start": null, "due": "2011-09-30", "targets": []}, {"uid": "6dee2f20657682b530b909f98153942b", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2011-02-18", "due": "2011-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2011-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2011-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2011-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2011-12-31"}]}]}');
INSERT INTO "plan_bases" VALUES('ddd459893321577b8dbcb0349eb6a7e963c9a957c9ad5975113b544fb5c35044','{"key": "2012", "title": "2012年合作计划", "year": 2012, "document": {"no": "合办〔2012〕1号", "title": "", "issuer": "市政府办公厅", "drafter": "市经合办", "drafted": null, "issued": "2012-02-18", "effective": null}, "remark": "", "month_before": null, "levels": [], "categories": ["交通共联", "环境共建"], "aliases": {"市交通运输局": "市交通局"}, "contacts": {}, "projects": [{"uid": "02dc55a48b4ff147a1e7b53573a394bd", "id": "6", "category": "交通共联", "title": "某环线工程", "content": "建成三公里", "lead": ["市交通局"], "support": [], "support_open": false, "persons": [], "regions": ["东城区"], "requirement": "2012年加快推进", "kind": "advance", "start": "2012-01-01", "due": "2012-12-31", "targets": [{"name": "里程", "goal": 3, "measure": "公里", "due": null}]}, {"uid": "3fa36edbd705632e0c4a21aab390ae73", "id": "22.1", "category": "环境共建", "title": "联合执法检查", "content": "", "lead": ["市环保局"], "support": ["市公安局"], "support_open": true, "persons": [], "regions": [], "requirement": "2012年9月底前完成", "kind": "complete", "start": null, "due": "2012-09-30", "targets": []}, {"uid": "b3414ee9cd31d7b0c8b423b31109e571", "id": "22.2", "category": "环境共建", "title": "联合采访", "content": "", "lead": ["市环保局"], "support": [], "support_open": false, "persons": [], "regions": [], "requirement": "每季度一次", "kind": "recurring", "start": "2012-02-18", "due": "2012-12-31", "targets": [{"name": "第一季度", "goal": 1, "measure": "次", "due": "2012-03-31"}, {"name": "第二季度", "goal": 1, "measure": "次", "due": "2012-06-30"}, {"name": "第三季度", "goal": 1, "measure": "次", "due": "2012-09-30"}, {"name": "第四季度", "goal": 1, "measure": "次", "due": "2012-12-31"}]}]}');
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
INSERT INTO "plans" VALUES('2011','2011年合作计划（调整）',2011,'合办〔2011〕1号','','市政府办公厅','市经合办',NULL,'2011-02-18',NULL,'','2011-02-20T08:41:23.390448Z',NULL,'[]','{}');
INSERT INTO "plans" VALUES('2012','2012年合作计划',2012,'合办〔2012〕1号','','市政府办公厅','市经合办',NULL,'2012-02-18',NULL,'','2012-03-01T08:42:39.561997Z',NULL,'[]','{}');
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
INSERT INTO "projects" VALUES(1,'2011','6','7e878268c381daea468e663464b4febf',1,1,'某通道工程','建成三公里',0,'[]','2011年加快推进','advance','2011-01-01','2011-12-31');
INSERT INTO "projects" VALUES(2,'2011','22.1','0bd41952eff4f4859097c324b47a0c07',2,2,'联合执法','',1,'[]','2011年9月底前完成','complete',NULL,'2011-09-30');
INSERT INTO "projects" VALUES(3,'2011','22.2','6dee2f20657682b530b909f98153942b',3,2,'联合采访','',0,'[]','每季度一次','recurring','2011-02-18','2011-12-31');
INSERT INTO "projects" VALUES(4,'2011','23','4d3415e4c69f209574d9d3dbf2832fc3',4,2,'新增一项','',0,'[]','年底前完成','complete',NULL,'2011-12-31');
INSERT INTO "projects" VALUES(5,'2012','6','02dc55a48b4ff147a1e7b53573a394bd',1,3,'某环线工程','建成三公里',0,'[]','2012年加快推进','advance','2012-01-01','2012-12-31');
INSERT INTO "projects" VALUES(6,'2012','22.1','3fa36edbd705632e0c4a21aab390ae73',3,4,'联合执法检查','',1,'[]','2012年9月底前完成','complete',NULL,'2012-09-30');
INSERT INTO "projects" VALUES(7,'2012','22.2','b3414ee9cd31d7b0c8b423b31109e571',4,4,'联合采访','',0,'[]','每季度一次','recurring','2012-02-18','2012-12-31');
INSERT INTO "projects" VALUES(8,'2012','23','383b61aee7ba7f73027845806d3e0cd0',2,3,'某通道工程','建成三公里',0,'[]','2011年加快推进','unknown',NULL,NULL);
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
, applied_on TEXT CHECK (applied_on IS NULL OR applied_on IS date(applied_on, '+0 days')), known_on TEXT CHECK (known_on IS NULL OR known_on IS date(known_on, '+0 days')), said TEXT NOT NULL DEFAULT '{}' CHECK (json_type(said) IS 'object')) STRICT;
INSERT INTO "states" VALUES(1,'carried',NULL,'{"里程": 1}','2011-12-31',0,NULL,'2011-11-20',NULL,NULL,NULL,'{}');
INSERT INTO "states" VALUES(2,'active',40,'{}','2011-10-15',1,NULL,'2011-10-25',NULL,NULL,NULL,'{"problem": ["资金", "2011-10-21"], "next_steps": ["开工", "2011-10-21"], "expected": "2011-11-30"}');
INSERT INTO "states" VALUES(3,'planned',NULL,'{}','2011-12-31',0,NULL,NULL,'2011-07-01',NULL,NULL,'{}');
INSERT INTO "states" VALUES(4,'done',NULL,'{}','2011-12-31',0,'2011-12-01','2011-12-01',NULL,NULL,'2011-07-01','{}');
INSERT INTO "states" VALUES(5,'planned',NULL,'{}','2012-12-31',0,NULL,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "states" VALUES(6,'planned',NULL,'{}','2012-09-30',0,NULL,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "states" VALUES(7,'planned',NULL,'{}','2012-12-31',0,NULL,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "states" VALUES(8,'planned',NULL,'{}',NULL,0,NULL,NULL,NULL,NULL,'2012-03-02','{}');
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
