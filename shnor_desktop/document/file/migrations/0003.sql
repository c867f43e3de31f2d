-- Format 3: programmes, plans, risks, papers and evidence. Frozen: never edited after it has been released.
--
-- New kinds take the next numbers; a column is added at the end and means nothing to records from before. The bytes of files
-- that records keep lie in attachment, which is there since format 1.

CREATE TABLE programme (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    kind TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    short_title TEXT NOT NULL DEFAULT '',
    period_label TEXT NOT NULL DEFAULT '',
    starts TEXT NOT NULL DEFAULT '',
    ends TEXT NOT NULL DEFAULT '',
    year_kind TEXT NOT NULL DEFAULT '',
    school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    person BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
    part_of BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    previous BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    approved_by BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX programme_school ON programme (school);
CREATE INDEX programme_person ON programme (person);
CREATE INDEX programme_part_of ON programme (part_of);
CREATE INDEX programme_previous ON programme (previous);
CREATE INDEX programme_approved_by ON programme (approved_by);

CREATE TABLE part (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    programme BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    paper BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED,
    parent BLOB REFERENCES part (uid) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    place TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    same_as BLOB REFERENCES part (uid) DEFERRABLE INITIALLY DEFERRED,
    draws TEXT NOT NULL DEFAULT '',
    columns TEXT NOT NULL DEFAULT '',
    off INTEGER NOT NULL DEFAULT 0 CHECK (off IN (0, 1))
) STRICT;
CREATE INDEX part_programme ON part (programme);
CREATE INDEX part_paper ON part (paper);
CREATE INDEX part_parent ON part (parent);
CREATE INDEX part_same_as ON part (same_as);

CREATE TABLE activity (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    part BLOB REFERENCES part (uid) DEFERRABLE INITIALLY DEFERRED,
    event BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    number TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    due_text TEXT NOT NULL DEFAULT '',
    due_dates TEXT NOT NULL DEFAULT '',
    responsible TEXT NOT NULL DEFAULT '',
    expected TEXT NOT NULL DEFAULT '',
    expected_kind TEXT NOT NULL DEFAULT '',
    all_schools INTEGER NOT NULL DEFAULT 0 CHECK (all_schools IN (0, 1)),
    state TEXT NOT NULL DEFAULT '',
    state_note TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    votes TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX activity_part ON activity (part);
CREATE INDEX activity_event ON activity (event);

CREATE TABLE event (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    kind TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    date_text TEXT NOT NULL DEFAULT '',
    starts TEXT NOT NULL DEFAULT '',
    ends TEXT NOT NULL DEFAULT '',
    times INTEGER,
    at_least INTEGER NOT NULL DEFAULT 0 CHECK (at_least IN (0, 1)),
    people INTEGER,
    who TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    all_schools INTEGER NOT NULL DEFAULT 0 CHECK (all_schools IN (0, 1)),
    agenda TEXT NOT NULL DEFAULT '',
    findings TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    next_on TEXT NOT NULL DEFAULT '',
    hours_e4 INTEGER,
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE paper (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    kind TEXT NOT NULL DEFAULT '',
    issuer BLOB REFERENCES office (uid) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    preamble TEXT NOT NULL DEFAULT '',
    operative TEXT NOT NULL DEFAULT '',
    programme BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    event BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
    school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    period_from TEXT NOT NULL DEFAULT '',
    period_to TEXT NOT NULL DEFAULT '',
    as_of TEXT NOT NULL DEFAULT '',
    signatory BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
    acting INTEGER NOT NULL DEFAULT 0 CHECK (acting IN (0, 1)),
    executor BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
    distribution TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    signed_on TEXT NOT NULL DEFAULT '',
    frozen TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX paper_issuer ON paper (issuer);
CREATE INDEX paper_programme ON paper (programme);
CREATE INDEX paper_event ON paper (event);
CREATE INDEX paper_school ON paper (school);
CREATE INDEX paper_signatory ON paper (signatory);
CREATE INDEX paper_executor ON paper (executor);

CREATE TABLE act (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    kind TEXT NOT NULL DEFAULT '',
    issuer_text TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    valid_from TEXT NOT NULL DEFAULT '',
    valid_to TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE school_document (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    school BLOB NOT NULL REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    programme BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL DEFAULT '',
    problem BLOB REFERENCES problem (uid) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    state_on TEXT NOT NULL DEFAULT '',
    stage1_on TEXT NOT NULL DEFAULT '',
    stage2_on TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX school_document_school ON school_document (school);
CREATE INDEX school_document_programme ON school_document (programme);
CREATE INDEX school_document_problem ON school_document (problem);

CREATE TABLE evidence (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    event BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
    paper BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED,
    school_document BLOB REFERENCES school_document (uid) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL DEFAULT '',
    requisites TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    file_size INTEGER,
    file_sha TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX evidence_event ON evidence (event);
CREATE INDEX evidence_paper ON evidence (paper);
CREATE INDEX evidence_school_document ON evidence (school_document);

CREATE TABLE problem (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    kind TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL DEFAULT '',
    school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    person BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
    subject BLOB REFERENCES subject (uid) DEFERRABLE INITIALLY DEFERRED,
    school_year INTEGER,
    factor BLOB REFERENCES factor (uid) DEFERRABLE INITIALLY DEFERRED,
    text TEXT NOT NULL DEFAULT '',
    significance TEXT NOT NULL DEFAULT '',
    confirmed TEXT NOT NULL DEFAULT '',
    chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
    source TEXT NOT NULL DEFAULT '',
    event BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
    closed_on TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX problem_school ON problem (school);
CREATE INDEX problem_person ON problem (person);
CREATE INDEX problem_subject ON problem (subject);
CREATE INDEX problem_factor ON problem (factor);
CREATE INDEX problem_event ON problem (event);

CREATE TABLE factor (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    "group" TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    short TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX factor_key ON factor ("group", name) WHERE _dup = 0;

CREATE TABLE indicator (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    programme BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    use TEXT NOT NULL DEFAULT '',
    "group" TEXT NOT NULL DEFAULT '',
    criterion TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    number TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    denominator TEXT NOT NULL DEFAULT '',
    direction TEXT NOT NULL DEFAULT '',
    as_of TEXT NOT NULL DEFAULT '',
    in_passport INTEGER NOT NULL DEFAULT 0 CHECK (in_passport IN (0, 1)),
    formula TEXT NOT NULL DEFAULT '',
    procedure BLOB REFERENCES procedure (uid) DEFERRABLE INITIALLY DEFERRED,
    weight_e4 INTEGER,
    limit_e4 INTEGER
) STRICT;
CREATE INDEX indicator_programme ON indicator (programme);
CREATE INDEX indicator_procedure ON indicator (procedure);

CREATE TABLE indicator_value (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    indicator BLOB NOT NULL REFERENCES indicator (uid) DEFERRABLE INITIALLY DEFERRED,
    school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    year INTEGER NOT NULL DEFAULT 0,
    year_kind TEXT NOT NULL DEFAULT '',
    stage TEXT NOT NULL DEFAULT '',
    target_e4 INTEGER,
    fact_e4 INTEGER,
    decimals INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT '',
    as_of TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE INDEX indicator_value_indicator ON indicator_value (indicator);
CREATE INDEX indicator_value_school ON indicator_value (school);

CREATE TABLE assignment (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    role TEXT NOT NULL DEFAULT '',
    person BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
    school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    body TEXT NOT NULL DEFAULT '',
    for_school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    for_person BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
    programme BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    "of" BLOB REFERENCES assignment (uid) DEFERRABLE INITIALLY DEFERRED,
    since TEXT NOT NULL DEFAULT '',
    until TEXT NOT NULL DEFAULT '',
    basis BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED,
    basis_text TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX assignment_person ON assignment (person);
CREATE INDEX assignment_school ON assignment (school);
CREATE INDEX assignment_for_school ON assignment (for_school);
CREATE INDEX assignment_for_person ON assignment (for_person);
CREATE INDEX assignment_programme ON assignment (programme);
CREATE INDEX assignment_of ON assignment ("of");
CREATE INDEX assignment_basis ON assignment (basis);

CREATE TABLE link (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    role TEXT NOT NULL DEFAULT '',
    activity BLOB REFERENCES activity (uid) DEFERRABLE INITIALLY DEFERRED,
    event BLOB REFERENCES event (uid) DEFERRABLE INITIALLY DEFERRED,
    paper BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED,
    basis BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED,
    act BLOB REFERENCES act (uid) DEFERRABLE INITIALLY DEFERRED,
    school BLOB REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED,
    person BLOB REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED,
    problem BLOB REFERENCES problem (uid) DEFERRABLE INITIALLY DEFERRED,
    indicator BLOB REFERENCES indicator (uid) DEFERRABLE INITIALLY DEFERRED,
    programme BLOB REFERENCES programme (uid) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE INDEX link_activity ON link (activity);
CREATE INDEX link_event ON link (event);
CREATE INDEX link_paper ON link (paper);
CREATE INDEX link_basis ON link (basis);
CREATE INDEX link_act ON link (act);
CREATE INDEX link_school ON link (school);
CREATE INDEX link_person ON link (person);
CREATE INDEX link_problem ON link (problem);
CREATE INDEX link_indicator ON link (indicator);
CREATE INDEX link_programme ON link (programme);

CREATE TABLE term (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    school_year INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '',
    number INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    starts TEXT NOT NULL DEFAULT '',
    ends TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX term_key ON term (school_year, kind, number) WHERE _dup = 0;

CREATE TABLE word_form (
    uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    text TEXT NOT NULL DEFAULT '',
    "case" TEXT NOT NULL DEFAULT '',
    form TEXT NOT NULL DEFAULT '',
    _dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX word_form_key ON word_form (text, "case") WHERE _dup = 0;

ALTER TABLE status_list ADD COLUMN paper BLOB REFERENCES paper (uid) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX status_list_paper ON status_list (paper);

INSERT INTO catalogue (table_no, field_no, table_name, column_name, type) VALUES
    (14, 14, 'status_list', 'paper', 'BLOB'),
    (18, 1, 'programme', 'kind', 'TEXT'),
    (18, 2, 'programme', 'level', 'TEXT'),
    (18, 3, 'programme', 'title', 'TEXT'),
    (18, 4, 'programme', 'short_title', 'TEXT'),
    (18, 5, 'programme', 'period_label', 'TEXT'),
    (18, 6, 'programme', 'starts', 'TEXT'),
    (18, 7, 'programme', 'ends', 'TEXT'),
    (18, 8, 'programme', 'year_kind', 'TEXT'),
    (18, 9, 'programme', 'school', 'BLOB'),
    (18, 10, 'programme', 'person', 'BLOB'),
    (18, 11, 'programme', 'part_of', 'BLOB'),
    (18, 12, 'programme', 'previous', 'BLOB'),
    (18, 13, 'programme', 'approved_by', 'BLOB'),
    (18, 14, 'programme', 'note', 'TEXT'),
    (19, 1, 'part', 'programme', 'BLOB'),
    (19, 2, 'part', 'paper', 'BLOB'),
    (19, 3, 'part', 'parent', 'BLOB'),
    (19, 4, 'part', 'position', 'INTEGER'),
    (19, 5, 'part', 'place', 'TEXT'),
    (19, 6, 'part', 'number', 'TEXT'),
    (19, 7, 'part', 'title', 'TEXT'),
    (19, 8, 'part', 'text', 'TEXT'),
    (19, 9, 'part', 'same_as', 'BLOB'),
    (19, 10, 'part', 'draws', 'TEXT'),
    (19, 11, 'part', 'columns', 'TEXT'),
    (19, 12, 'part', 'off', 'INTEGER'),
    (20, 1, 'activity', 'part', 'BLOB'),
    (20, 2, 'activity', 'event', 'BLOB'),
    (20, 3, 'activity', 'position', 'INTEGER'),
    (20, 4, 'activity', 'number', 'TEXT'),
    (20, 5, 'activity', 'kind', 'TEXT'),
    (20, 6, 'activity', 'text', 'TEXT'),
    (20, 7, 'activity', 'due_text', 'TEXT'),
    (20, 8, 'activity', 'due_dates', 'TEXT'),
    (20, 9, 'activity', 'responsible', 'TEXT'),
    (20, 10, 'activity', 'expected', 'TEXT'),
    (20, 11, 'activity', 'expected_kind', 'TEXT'),
    (20, 12, 'activity', 'all_schools', 'INTEGER'),
    (20, 13, 'activity', 'state', 'TEXT'),
    (20, 14, 'activity', 'state_note', 'TEXT'),
    (20, 15, 'activity', 'note', 'TEXT'),
    (20, 16, 'activity', 'votes', 'TEXT'),
    (21, 1, 'event', 'kind', 'TEXT'),
    (21, 2, 'event', 'title', 'TEXT'),
    (21, 3, 'event', 'date_text', 'TEXT'),
    (21, 4, 'event', 'starts', 'TEXT'),
    (21, 5, 'event', 'ends', 'TEXT'),
    (21, 6, 'event', 'times', 'INTEGER'),
    (21, 7, 'event', 'at_least', 'INTEGER'),
    (21, 8, 'event', 'people', 'INTEGER'),
    (21, 9, 'event', 'who', 'TEXT'),
    (21, 10, 'event', 'place', 'TEXT'),
    (21, 11, 'event', 'all_schools', 'INTEGER'),
    (21, 12, 'event', 'agenda', 'TEXT'),
    (21, 13, 'event', 'findings', 'TEXT'),
    (21, 14, 'event', 'outcome', 'TEXT'),
    (21, 15, 'event', 'next_on', 'TEXT'),
    (21, 16, 'event', 'hours_e4', 'INTEGER'),
    (21, 17, 'event', 'note', 'TEXT'),
    (22, 1, 'paper', 'kind', 'TEXT'),
    (22, 2, 'paper', 'issuer', 'BLOB'),
    (22, 3, 'paper', 'place', 'TEXT'),
    (22, 4, 'paper', 'number', 'TEXT'),
    (22, 5, 'paper', 'date', 'TEXT'),
    (22, 6, 'paper', 'title', 'TEXT'),
    (22, 7, 'paper', 'preamble', 'TEXT'),
    (22, 8, 'paper', 'operative', 'TEXT'),
    (22, 9, 'paper', 'programme', 'BLOB'),
    (22, 10, 'paper', 'event', 'BLOB'),
    (22, 11, 'paper', 'school', 'BLOB'),
    (22, 12, 'paper', 'period_from', 'TEXT'),
    (22, 13, 'paper', 'period_to', 'TEXT'),
    (22, 14, 'paper', 'as_of', 'TEXT'),
    (22, 15, 'paper', 'signatory', 'BLOB'),
    (22, 16, 'paper', 'acting', 'INTEGER'),
    (22, 17, 'paper', 'executor', 'BLOB'),
    (22, 18, 'paper', 'distribution', 'TEXT'),
    (22, 19, 'paper', 'state', 'TEXT'),
    (22, 20, 'paper', 'signed_on', 'TEXT'),
    (22, 21, 'paper', 'frozen', 'TEXT'),
    (22, 22, 'paper', 'note', 'TEXT'),
    (23, 1, 'act', 'kind', 'TEXT'),
    (23, 2, 'act', 'issuer_text', 'TEXT'),
    (23, 3, 'act', 'number', 'TEXT'),
    (23, 4, 'act', 'date', 'TEXT'),
    (23, 5, 'act', 'title', 'TEXT'),
    (23, 6, 'act', 'valid_from', 'TEXT'),
    (23, 7, 'act', 'valid_to', 'TEXT'),
    (23, 8, 'act', 'note', 'TEXT'),
    (24, 1, 'school_document', 'school', 'BLOB'),
    (24, 2, 'school_document', 'programme', 'BLOB'),
    (24, 3, 'school_document', 'kind', 'TEXT'),
    (24, 4, 'school_document', 'problem', 'BLOB'),
    (24, 5, 'school_document', 'title', 'TEXT'),
    (24, 6, 'school_document', 'number', 'TEXT'),
    (24, 7, 'school_document', 'date', 'TEXT'),
    (24, 8, 'school_document', 'state', 'TEXT'),
    (24, 9, 'school_document', 'state_on', 'TEXT'),
    (24, 10, 'school_document', 'stage1_on', 'TEXT'),
    (24, 11, 'school_document', 'stage2_on', 'TEXT'),
    (24, 12, 'school_document', 'note', 'TEXT'),
    (25, 1, 'evidence', 'event', 'BLOB'),
    (25, 2, 'evidence', 'paper', 'BLOB'),
    (25, 3, 'evidence', 'school_document', 'BLOB'),
    (25, 4, 'evidence', 'title', 'TEXT'),
    (25, 5, 'evidence', 'requisites', 'TEXT'),
    (25, 6, 'evidence', 'note', 'TEXT'),
    (25, 7, 'evidence', 'file_name', 'TEXT'),
    (25, 8, 'evidence', 'file_size', 'INTEGER'),
    (25, 9, 'evidence', 'file_sha', 'TEXT'),
    (26, 1, 'problem', 'kind', 'TEXT'),
    (26, 2, 'problem', 'level', 'TEXT'),
    (26, 3, 'problem', 'school', 'BLOB'),
    (26, 4, 'problem', 'person', 'BLOB'),
    (26, 5, 'problem', 'subject', 'BLOB'),
    (26, 6, 'problem', 'school_year', 'INTEGER'),
    (26, 7, 'problem', 'factor', 'BLOB'),
    (26, 8, 'problem', 'text', 'TEXT'),
    (26, 9, 'problem', 'significance', 'TEXT'),
    (26, 10, 'problem', 'confirmed', 'TEXT'),
    (26, 11, 'problem', 'chosen', 'INTEGER'),
    (26, 12, 'problem', 'source', 'TEXT'),
    (26, 13, 'problem', 'event', 'BLOB'),
    (26, 14, 'problem', 'closed_on', 'TEXT'),
    (26, 15, 'problem', 'position', 'INTEGER'),
    (27, 1, 'factor', 'group', 'TEXT'),
    (27, 2, 'factor', 'name', 'TEXT'),
    (27, 3, 'factor', 'short', 'TEXT'),
    (27, 4, 'factor', 'position', 'INTEGER'),
    (28, 1, 'indicator', 'programme', 'BLOB'),
    (28, 2, 'indicator', 'use', 'TEXT'),
    (28, 3, 'indicator', 'group', 'TEXT'),
    (28, 4, 'indicator', 'criterion', 'TEXT'),
    (28, 5, 'indicator', 'position', 'INTEGER'),
    (28, 6, 'indicator', 'number', 'TEXT'),
    (28, 7, 'indicator', 'text', 'TEXT'),
    (28, 8, 'indicator', 'unit', 'TEXT'),
    (28, 9, 'indicator', 'denominator', 'TEXT'),
    (28, 10, 'indicator', 'direction', 'TEXT'),
    (28, 11, 'indicator', 'as_of', 'TEXT'),
    (28, 12, 'indicator', 'in_passport', 'INTEGER'),
    (28, 13, 'indicator', 'formula', 'TEXT'),
    (28, 14, 'indicator', 'procedure', 'BLOB'),
    (28, 15, 'indicator', 'weight_e4', 'INTEGER'),
    (28, 16, 'indicator', 'limit_e4', 'INTEGER'),
    (29, 1, 'indicator_value', 'indicator', 'BLOB'),
    (29, 2, 'indicator_value', 'school', 'BLOB'),
    (29, 3, 'indicator_value', 'year', 'INTEGER'),
    (29, 4, 'indicator_value', 'year_kind', 'TEXT'),
    (29, 5, 'indicator_value', 'stage', 'TEXT'),
    (29, 6, 'indicator_value', 'target_e4', 'INTEGER'),
    (29, 7, 'indicator_value', 'fact_e4', 'INTEGER'),
    (29, 8, 'indicator_value', 'decimals', 'INTEGER'),
    (29, 9, 'indicator_value', 'state', 'TEXT'),
    (29, 10, 'indicator_value', 'as_of', 'TEXT'),
    (29, 11, 'indicator_value', 'source', 'TEXT'),
    (29, 12, 'indicator_value', 'reason', 'TEXT'),
    (30, 1, 'assignment', 'role', 'TEXT'),
    (30, 2, 'assignment', 'person', 'BLOB'),
    (30, 3, 'assignment', 'school', 'BLOB'),
    (30, 4, 'assignment', 'body', 'TEXT'),
    (30, 5, 'assignment', 'for_school', 'BLOB'),
    (30, 6, 'assignment', 'for_person', 'BLOB'),
    (30, 7, 'assignment', 'programme', 'BLOB'),
    (30, 8, 'assignment', 'of', 'BLOB'),
    (30, 9, 'assignment', 'since', 'TEXT'),
    (30, 10, 'assignment', 'until', 'TEXT'),
    (30, 11, 'assignment', 'basis', 'BLOB'),
    (30, 12, 'assignment', 'basis_text', 'TEXT'),
    (30, 13, 'assignment', 'theme', 'TEXT'),
    (30, 14, 'assignment', 'note', 'TEXT'),
    (31, 1, 'link', 'role', 'TEXT'),
    (31, 2, 'link', 'activity', 'BLOB'),
    (31, 3, 'link', 'event', 'BLOB'),
    (31, 4, 'link', 'paper', 'BLOB'),
    (31, 5, 'link', 'basis', 'BLOB'),
    (31, 6, 'link', 'act', 'BLOB'),
    (31, 7, 'link', 'school', 'BLOB'),
    (31, 8, 'link', 'person', 'BLOB'),
    (31, 9, 'link', 'problem', 'BLOB'),
    (31, 10, 'link', 'indicator', 'BLOB'),
    (31, 11, 'link', 'programme', 'BLOB'),
    (31, 12, 'link', 'position', 'INTEGER'),
    (31, 13, 'link', 'note', 'TEXT'),
    (32, 1, 'term', 'school_year', 'INTEGER'),
    (32, 2, 'term', 'kind', 'TEXT'),
    (32, 3, 'term', 'number', 'INTEGER'),
    (32, 4, 'term', 'name', 'TEXT'),
    (32, 5, 'term', 'starts', 'TEXT'),
    (32, 6, 'term', 'ends', 'TEXT'),
    (33, 1, 'word_form', 'text', 'TEXT'),
    (33, 2, 'word_form', 'case', 'TEXT'),
    (33, 3, 'word_form', 'form', 'TEXT');
