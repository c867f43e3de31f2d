-- Format 1: the journal and the record kinds of the main job. Frozen: never edited after it has been released.

CREATE TABLE meta (
    k TEXT NOT NULL PRIMARY KEY,
    v ANY
) STRICT, WITHOUT ROWID;

-- Numbers of tables and fields in the journal; never reused.
CREATE TABLE catalogue (
    table_no INTEGER NOT NULL,
    field_no INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (table_no, field_no)
) STRICT, WITHOUT ROWID;

-- One row for every opening for writing: a copied file can never continue somebody's numbering.
-- `here` is 0 for writers that came by a merge, `whole` is 0 while only parts of a writer's changes are known.
CREATE TABLE writer (
    n INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    office TEXT NOT NULL,
    person TEXT NOT NULL,
    device TEXT NOT NULL,
    app_version TEXT NOT NULL,
    started_wall INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    chain BLOB NOT NULL,
    here INTEGER NOT NULL DEFAULT 1,
    whole INTEGER NOT NULL DEFAULT 1
) STRICT;

-- One row a commit: it covers the changes of its writer with seq < change.seq <= last_seq.
CREATE TABLE action (
    writer_n INTEGER NOT NULL REFERENCES writer (n),
    seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    lamport INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    target_writer_n INTEGER,
    target_seq INTEGER,
    PRIMARY KEY (writer_n, seq)
) STRICT, WITHOUT ROWID;

-- One row a changed field, naming the change it replaces. field_no 0 is the life of the row: a JSON array of
-- all its fields in the order of their numbers (blobs as lower-case hex), 1 restored, 0 deleted.
CREATE TABLE change (
    writer_n INTEGER NOT NULL REFERENCES writer (n),
    seq INTEGER NOT NULL,
    field_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    row_uid BLOB NOT NULL,
    lamport INTEGER NOT NULL,
    value ANY,
    pred_writer_n INTEGER,
    pred_seq INTEGER,
    PRIMARY KEY (writer_n, seq, field_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_row ON change (row_uid, field_no);

-- Further predecessors of decisions and deletions.
CREATE TABLE change_pred (
    writer_n INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    field_no INTEGER NOT NULL,
    pred_field_no INTEGER NOT NULL,
    pred_writer_n INTEGER NOT NULL,
    pred_seq INTEGER NOT NULL,
    PRIMARY KEY (writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_pred_back ON change_pred (pred_writer_n, pred_seq);

-- Derived and rebuildable; a field stands here only while it has more than one un-replaced change.
CREATE TABLE head (
    row_uid BLOB NOT NULL,
    field_no INTEGER NOT NULL,
    writer_n INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    win INTEGER NOT NULL,
    PRIMARY KEY (row_uid, field_no, writer_n, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE row_state (
    row_uid BLOB NOT NULL PRIMARY KEY,
    table_no INTEGER NOT NULL,
    ins_writer_n INTEGER NOT NULL,
    ins_seq INTEGER NOT NULL,
    own_alive INTEGER NOT NULL,
    alive INTEGER NOT NULL,
    canonical_uid BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict (
    kind TEXT NOT NULL,
    table_no INTEGER NOT NULL,
    row_uid BLOB NOT NULL,
    field_no INTEGER NOT NULL,
    PRIMARY KEY (kind, table_no, row_uid, field_no)
) STRICT, WITHOUT ROWID;

-- What was merged into this very file, for the protocol; it does not travel.
CREATE TABLE merge_log (
    n INTEGER PRIMARY KEY,
    wall_ms INTEGER NOT NULL,
    person TEXT NOT NULL,
    office TEXT NOT NULL,
    file_name TEXT NOT NULL,
    backup TEXT NOT NULL,
    report TEXT NOT NULL
) STRICT;

CREATE TABLE attachment (
    sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE office (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    name TEXT NOT NULL DEFAULT '',
    short_name TEXT NOT NULL DEFAULT '',
    municipality TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    letterhead TEXT NOT NULL DEFAULT '',
    head_post TEXT NOT NULL DEFAULT '',
    head_name TEXT NOT NULL DEFAULT '',
    executor TEXT NOT NULL DEFAULT '',
    executor_phone TEXT NOT NULL DEFAULT '',
    order_suffix TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE person (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    name TEXT NOT NULL DEFAULT '',
    post TEXT NOT NULL DEFAULT '',
    office BLOB REFERENCES office (uid) DEFERRABLE INITIALLY DEFERRED,
    school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    signs INTEGER NOT NULL DEFAULT 0 CHECK (signs IN (0, 1))
) STRICT;
CREATE INDEX person_office ON person (office);
CREATE INDEX person_school ON person (school);

CREATE TABLE school (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    name TEXT NOT NULL DEFAULT '',
    official_name TEXT NOT NULL DEFAULT '',
    form TEXT NOT NULL DEFAULT '',
    municipality TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    rural INTEGER NOT NULL DEFAULT 0 CHECK (rural IN (0, 1)),
    director TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    parent BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    successor_of BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    succession TEXT NOT NULL DEFAULT '',
    opened_on TEXT NOT NULL DEFAULT '',
    closed_on TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX school_parent ON school (parent);
CREATE INDEX school_successor_of ON school (successor_of);

CREATE TABLE school_code (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    school BLOB NOT NULL REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    system TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX school_code_key ON school_code (system, code) WHERE _dup = 0;
CREATE INDEX school_code_school ON school_code (school);

CREATE TABLE school_alias (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    school BLOB NOT NULL REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    spelling TEXT NOT NULL DEFAULT '',
    normalised TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX school_alias_key ON school_alias (normalised) WHERE _dup = 0;
CREATE INDEX school_alias_school ON school_alias (school);

CREATE TABLE subject (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    short TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    aliases TEXT NOT NULL DEFAULT '',
    ege_codes TEXT NOT NULL DEFAULT '',
    oge_codes TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX subject_key ON subject (short) WHERE _dup = 0;

CREATE TABLE procedure (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    family TEXT NOT NULL DEFAULT '',
    subject BLOB NOT NULL REFERENCES subject (uid) DEFERRABLE INITIALLY DEFERRED,
    level TEXT NOT NULL DEFAULT '',
    programme_grade INTEGER NOT NULL DEFAULT 0,
    measured_by TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX procedure_key ON procedure (family, subject, level, programme_grade, title) WHERE _dup = 0;
CREATE INDEX procedure_subject ON procedure (subject);

CREATE TABLE sitting (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    procedure BLOB NOT NULL REFERENCES procedure (uid) DEFERRABLE INITIALLY DEFERRED,
    school_year INTEGER NOT NULL DEFAULT 0,
    season TEXT NOT NULL DEFAULT '',
    sitting_grade INTEGER NOT NULL DEFAULT 0,
    pass_threshold INTEGER,
    maximum INTEGER,
    held_on TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX sitting_key ON sitting (procedure, school_year, season) WHERE _dup = 0;
CREATE INDEX sitting_procedure ON sitting (procedure);

CREATE TABLE parcel (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    title TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '',
    imported_on TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE school_result (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    sitting BLOB NOT NULL REFERENCES sitting (uid) DEFERRABLE INITIALLY DEFERRED,
    school BLOB NOT NULL REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    state TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    objectivity_flag INTEGER NOT NULL DEFAULT 0 CHECK (objectivity_flag IN (0, 1)),
    parcel BLOB REFERENCES parcel (uid) DEFERRABLE INITIALLY DEFERRED,
    source TEXT NOT NULL DEFAULT '',
    participants INTEGER,
    failed INTEGER,
    count_3 INTEGER,
    count_4 INTEGER,
    count_5 INTEGER,
    failed_pct_e4 INTEGER,
    pct_3_e4 INTEGER,
    pct_4_e4 INTEGER,
    pct_5_e4 INTEGER,
    pct_decimals INTEGER NOT NULL DEFAULT 0,
    high INTEGER,
    high_pct_e4 INTEGER,
    hundreds INTEGER,
    mean_e4 INTEGER,
    lowered INTEGER,
    confirmed INTEGER,
    raised INTEGER,
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
-- Not partial, unlike the keys: a deleted school looks for its results here. The uid holds the key.
CREATE INDEX school_result_school ON school_result (school, sitting);
CREATE INDEX school_result_low ON school_result
    (sitting, school, state, participants, failed, failed_pct_e4, pct_decimals, objectivity_flag);
CREATE INDEX school_result_parcel ON school_result (parcel);

CREATE TABLE area_result (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    sitting BLOB NOT NULL REFERENCES sitting (uid) DEFERRABLE INITIALLY DEFERRED,
    area TEXT NOT NULL DEFAULT '',
    area_name TEXT NOT NULL DEFAULT '',
    parcel BLOB REFERENCES parcel (uid) DEFERRABLE INITIALLY DEFERRED,
    source TEXT NOT NULL DEFAULT '',
    participants INTEGER,
    failed INTEGER,
    count_3 INTEGER,
    count_4 INTEGER,
    count_5 INTEGER,
    failed_pct_e4 INTEGER,
    pct_3_e4 INTEGER,
    pct_4_e4 INTEGER,
    pct_5_e4 INTEGER,
    pct_decimals INTEGER NOT NULL DEFAULT 0,
    high INTEGER,
    high_pct_e4 INTEGER,
    hundreds INTEGER,
    mean_e4 INTEGER,
    lowered INTEGER,
    confirmed INTEGER,
    raised INTEGER,
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX area_result_key ON area_result (sitting, area, area_name) WHERE _dup = 0;
CREATE INDEX area_result_sitting ON area_result (sitting);
CREATE INDEX area_result_parcel ON area_result (parcel);

CREATE TABLE method_profile (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    name TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 0,
    slot_mode TEXT NOT NULL DEFAULT '',
    families TEXT NOT NULL DEFAULT '',
    threshold INTEGER NOT NULL DEFAULT 0,
    min_n INTEGER NOT NULL DEFAULT 0,
    c1_count INTEGER NOT NULL DEFAULT 0,
    c2_count_a INTEGER NOT NULL DEFAULT 0,
    c2_count_b INTEGER NOT NULL DEFAULT 0,
    watch_width INTEGER NOT NULL DEFAULT 0,
    join_levels INTEGER NOT NULL DEFAULT 0 CHECK (join_levels IN (0, 1)),
    exclude_flagged INTEGER NOT NULL DEFAULT 0 CHECK (exclude_flagged IN (0, 1)),
    autumn TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE profile_sitting (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    profile BLOB NOT NULL REFERENCES method_profile (uid) DEFERRABLE INITIALLY DEFERRED,
    slot TEXT NOT NULL DEFAULT '',
    sitting BLOB NOT NULL REFERENCES sitting (uid) DEFERRABLE INITIALLY DEFERRED,
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX profile_sitting_key ON profile_sitting (profile, slot, sitting) WHERE _dup = 0;
CREATE INDEX profile_sitting_profile ON profile_sitting (profile);
CREATE INDEX profile_sitting_sitting ON profile_sitting (sitting);

CREATE TABLE status_list (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    title TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    basis TEXT NOT NULL DEFAULT '',
    basis_text TEXT NOT NULL DEFAULT '',
    dated_on TEXT NOT NULL DEFAULT '',
    school_year INTEGER,
    profile_name TEXT NOT NULL DEFAULT '',
    profile_version INTEGER,
    signed_on TEXT NOT NULL DEFAULT '',
    signed_by TEXT NOT NULL DEFAULT '',
    frozen TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE school_status (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    school BLOB NOT NULL REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL DEFAULT '',
    basis TEXT NOT NULL DEFAULT '',
    basis_text TEXT NOT NULL DEFAULT '',
    "list" BLOB REFERENCES status_list (uid) DEFERRABLE INITIALLY DEFERRED,
    since TEXT NOT NULL DEFAULT '',
    until TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX school_status_school ON school_status (school);
CREATE INDEX school_status_list ON school_status ("list");

CREATE TABLE learned_answer (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    question TEXT NOT NULL DEFAULT '',
    value TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX learned_answer_key ON learned_answer (question) WHERE _dup = 0;

CREATE TABLE identity_verdict (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    kind TEXT NOT NULL DEFAULT '',
    first BLOB NOT NULL CHECK (length(first) = 16),
    second BLOB NOT NULL CHECK (length(second) = 16),
    verdict TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX identity_verdict_first ON identity_verdict (first);
CREATE INDEX identity_verdict_second ON identity_verdict (second);

INSERT INTO catalogue (table_no, field_no, table_name, column_name, type) VALUES
    (1, 1, 'office', 'name', 'TEXT'),
    (1, 2, 'office', 'short_name', 'TEXT'),
    (1, 3, 'office', 'municipality', 'TEXT'),
    (1, 4, 'office', 'region', 'TEXT'),
    (1, 5, 'office', 'place', 'TEXT'),
    (1, 6, 'office', 'letterhead', 'TEXT'),
    (1, 7, 'office', 'head_post', 'TEXT'),
    (1, 8, 'office', 'head_name', 'TEXT'),
    (1, 9, 'office', 'executor', 'TEXT'),
    (1, 10, 'office', 'executor_phone', 'TEXT'),
    (1, 11, 'office', 'order_suffix', 'TEXT'),
    (2, 1, 'person', 'name', 'TEXT'),
    (2, 2, 'person', 'post', 'TEXT'),
    (2, 3, 'person', 'office', 'BLOB'),
    (2, 4, 'person', 'school', 'BLOB'),
    (2, 5, 'person', 'phone', 'TEXT'),
    (2, 6, 'person', 'email', 'TEXT'),
    (2, 7, 'person', 'signs', 'INTEGER'),
    (3, 1, 'school', 'name', 'TEXT'),
    (3, 2, 'school', 'official_name', 'TEXT'),
    (3, 3, 'school', 'form', 'TEXT'),
    (3, 4, 'school', 'municipality', 'TEXT'),
    (3, 5, 'school', 'place', 'TEXT'),
    (3, 6, 'school', 'rural', 'INTEGER'),
    (3, 7, 'school', 'director', 'TEXT'),
    (3, 8, 'school', 'phone', 'TEXT'),
    (3, 9, 'school', 'email', 'TEXT'),
    (3, 10, 'school', 'address', 'TEXT'),
    (3, 11, 'school', 'parent', 'BLOB'),
    (3, 12, 'school', 'successor_of', 'BLOB'),
    (3, 13, 'school', 'succession', 'TEXT'),
    (3, 14, 'school', 'opened_on', 'TEXT'),
    (3, 15, 'school', 'closed_on', 'TEXT'),
    (3, 16, 'school', 'note', 'TEXT'),
    (4, 1, 'school_code', 'school', 'BLOB'),
    (4, 2, 'school_code', 'system', 'TEXT'),
    (4, 3, 'school_code', 'code', 'TEXT'),
    (5, 1, 'school_alias', 'school', 'BLOB'),
    (5, 2, 'school_alias', 'spelling', 'TEXT'),
    (5, 3, 'school_alias', 'normalised', 'TEXT'),
    (6, 1, 'subject', 'short', 'TEXT'),
    (6, 2, 'subject', 'name', 'TEXT'),
    (6, 3, 'subject', 'aliases', 'TEXT'),
    (6, 4, 'subject', 'ege_codes', 'TEXT'),
    (6, 5, 'subject', 'oge_codes', 'TEXT'),
    (6, 6, 'subject', 'position', 'INTEGER'),
    (7, 1, 'procedure', 'family', 'TEXT'),
    (7, 2, 'procedure', 'subject', 'BLOB'),
    (7, 3, 'procedure', 'level', 'TEXT'),
    (7, 4, 'procedure', 'programme_grade', 'INTEGER'),
    (7, 5, 'procedure', 'measured_by', 'TEXT'),
    (7, 6, 'procedure', 'title', 'TEXT'),
    (8, 1, 'sitting', 'procedure', 'BLOB'),
    (8, 2, 'sitting', 'school_year', 'INTEGER'),
    (8, 3, 'sitting', 'season', 'TEXT'),
    (8, 4, 'sitting', 'sitting_grade', 'INTEGER'),
    (8, 5, 'sitting', 'pass_threshold', 'INTEGER'),
    (8, 6, 'sitting', 'maximum', 'INTEGER'),
    (8, 7, 'sitting', 'held_on', 'TEXT'),
    (8, 8, 'sitting', 'note', 'TEXT'),
    (9, 1, 'parcel', 'title', 'TEXT'),
    (9, 2, 'parcel', 'file_name', 'TEXT'),
    (9, 3, 'parcel', 'sha256', 'TEXT'),
    (9, 4, 'parcel', 'imported_on', 'TEXT'),
    (10, 1, 'school_result', 'sitting', 'BLOB'),
    (10, 2, 'school_result', 'school', 'BLOB'),
    (10, 3, 'school_result', 'state', 'TEXT'),
    (10, 4, 'school_result', 'reason', 'TEXT'),
    (10, 5, 'school_result', 'objectivity_flag', 'INTEGER'),
    (10, 6, 'school_result', 'parcel', 'BLOB'),
    (10, 7, 'school_result', 'source', 'TEXT'),
    (10, 8, 'school_result', 'participants', 'INTEGER'),
    (10, 9, 'school_result', 'failed', 'INTEGER'),
    (10, 10, 'school_result', 'count_3', 'INTEGER'),
    (10, 11, 'school_result', 'count_4', 'INTEGER'),
    (10, 12, 'school_result', 'count_5', 'INTEGER'),
    (10, 13, 'school_result', 'failed_pct_e4', 'INTEGER'),
    (10, 14, 'school_result', 'pct_3_e4', 'INTEGER'),
    (10, 15, 'school_result', 'pct_4_e4', 'INTEGER'),
    (10, 16, 'school_result', 'pct_5_e4', 'INTEGER'),
    (10, 17, 'school_result', 'pct_decimals', 'INTEGER'),
    (10, 18, 'school_result', 'high', 'INTEGER'),
    (10, 19, 'school_result', 'high_pct_e4', 'INTEGER'),
    (10, 20, 'school_result', 'hundreds', 'INTEGER'),
    (10, 21, 'school_result', 'mean_e4', 'INTEGER'),
    (10, 22, 'school_result', 'lowered', 'INTEGER'),
    (10, 23, 'school_result', 'confirmed', 'INTEGER'),
    (10, 24, 'school_result', 'raised', 'INTEGER'),
    (11, 1, 'area_result', 'sitting', 'BLOB'),
    (11, 2, 'area_result', 'area', 'TEXT'),
    (11, 3, 'area_result', 'area_name', 'TEXT'),
    (11, 4, 'area_result', 'parcel', 'BLOB'),
    (11, 5, 'area_result', 'source', 'TEXT'),
    (11, 6, 'area_result', 'participants', 'INTEGER'),
    (11, 7, 'area_result', 'failed', 'INTEGER'),
    (11, 8, 'area_result', 'count_3', 'INTEGER'),
    (11, 9, 'area_result', 'count_4', 'INTEGER'),
    (11, 10, 'area_result', 'count_5', 'INTEGER'),
    (11, 11, 'area_result', 'failed_pct_e4', 'INTEGER'),
    (11, 12, 'area_result', 'pct_3_e4', 'INTEGER'),
    (11, 13, 'area_result', 'pct_4_e4', 'INTEGER'),
    (11, 14, 'area_result', 'pct_5_e4', 'INTEGER'),
    (11, 15, 'area_result', 'pct_decimals', 'INTEGER'),
    (11, 16, 'area_result', 'high', 'INTEGER'),
    (11, 17, 'area_result', 'high_pct_e4', 'INTEGER'),
    (11, 18, 'area_result', 'hundreds', 'INTEGER'),
    (11, 19, 'area_result', 'mean_e4', 'INTEGER'),
    (11, 20, 'area_result', 'lowered', 'INTEGER'),
    (11, 21, 'area_result', 'confirmed', 'INTEGER'),
    (11, 22, 'area_result', 'raised', 'INTEGER'),
    (12, 1, 'method_profile', 'name', 'TEXT'),
    (12, 2, 'method_profile', 'version', 'INTEGER'),
    (12, 3, 'method_profile', 'slot_mode', 'TEXT'),
    (12, 4, 'method_profile', 'families', 'TEXT'),
    (12, 5, 'method_profile', 'threshold', 'INTEGER'),
    (12, 6, 'method_profile', 'min_n', 'INTEGER'),
    (12, 7, 'method_profile', 'c1_count', 'INTEGER'),
    (12, 8, 'method_profile', 'c2_count_a', 'INTEGER'),
    (12, 9, 'method_profile', 'c2_count_b', 'INTEGER'),
    (12, 10, 'method_profile', 'watch_width', 'INTEGER'),
    (12, 11, 'method_profile', 'join_levels', 'INTEGER'),
    (12, 12, 'method_profile', 'exclude_flagged', 'INTEGER'),
    (12, 13, 'method_profile', 'autumn', 'TEXT'),
    (12, 14, 'method_profile', 'note', 'TEXT'),
    (13, 1, 'profile_sitting', 'profile', 'BLOB'),
    (13, 2, 'profile_sitting', 'slot', 'TEXT'),
    (13, 3, 'profile_sitting', 'sitting', 'BLOB'),
    (14, 1, 'status_list', 'title', 'TEXT'),
    (14, 2, 'status_list', 'kind', 'TEXT'),
    (14, 3, 'status_list', 'basis', 'TEXT'),
    (14, 4, 'status_list', 'basis_text', 'TEXT'),
    (14, 5, 'status_list', 'dated_on', 'TEXT'),
    (14, 6, 'status_list', 'school_year', 'INTEGER'),
    (14, 7, 'status_list', 'profile_name', 'TEXT'),
    (14, 8, 'status_list', 'profile_version', 'INTEGER'),
    (14, 9, 'status_list', 'signed_on', 'TEXT'),
    (14, 10, 'status_list', 'signed_by', 'TEXT'),
    (14, 11, 'status_list', 'frozen', 'TEXT'),
    (14, 12, 'status_list', 'note', 'TEXT'),
    (15, 1, 'school_status', 'school', 'BLOB'),
    (15, 2, 'school_status', 'kind', 'TEXT'),
    (15, 3, 'school_status', 'basis', 'TEXT'),
    (15, 4, 'school_status', 'basis_text', 'TEXT'),
    (15, 5, 'school_status', 'list', 'BLOB'),
    (15, 6, 'school_status', 'since', 'TEXT'),
    (15, 7, 'school_status', 'until', 'TEXT'),
    (15, 8, 'school_status', 'verdict', 'TEXT'),
    (15, 9, 'school_status', 'note', 'TEXT'),
    (16, 1, 'learned_answer', 'question', 'TEXT'),
    (16, 2, 'learned_answer', 'value', 'TEXT'),
    (16, 3, 'learned_answer', 'text', 'TEXT'),
    (17, 1, 'identity_verdict', 'kind', 'TEXT'),
    (17, 2, 'identity_verdict', 'first', 'BLOB'),
    (17, 3, 'identity_verdict', 'second', 'BLOB'),
    (17, 4, 'identity_verdict', 'verdict', 'TEXT'),
    (17, 5, 'identity_verdict', 'reason', 'TEXT');
