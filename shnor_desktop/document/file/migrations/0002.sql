-- Format 2: quality figures, levels and attempts kept apart, profiles of a second type, lists of a region.
-- Frozen: never edited after it has been released.
--
-- Columns are added at the end. A record entered in format 1 has, in each of them, the column's default: nothing is
-- written into the journal, so two offices that migrate by themselves say the same.

ALTER TABLE school_result ADD COLUMN quality_pct_e4 INTEGER;
ALTER TABLE area_result ADD COLUMN quality_pct_e4 INTEGER;

ALTER TABLE sitting ADD COLUMN high_from INTEGER;
ALTER TABLE sitting ADD COLUMN cohort TEXT NOT NULL DEFAULT '';
ALTER TABLE sitting ADD COLUMN scale TEXT NOT NULL DEFAULT '';

ALTER TABLE school ADD COLUMN levels TEXT NOT NULL DEFAULT '';

ALTER TABLE office ADD COLUMN other_names TEXT NOT NULL DEFAULT '';
ALTER TABLE office ADD COLUMN form TEXT NOT NULL DEFAULT '';

ALTER TABLE person ADD COLUMN subject BLOB REFERENCES subject (uid) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE person ADD COLUMN category TEXT NOT NULL DEFAULT '';
CREATE INDEX person_subject ON person (subject);

ALTER TABLE method_profile ADD COLUMN method TEXT NOT NULL DEFAULT '';
ALTER TABLE method_profile ADD COLUMN measure TEXT NOT NULL DEFAULT '';
ALTER TABLE method_profile ADD COLUMN lowest_pct INTEGER NOT NULL DEFAULT 0;
ALTER TABLE method_profile ADD COLUMN subjects TEXT NOT NULL DEFAULT '';
ALTER TABLE method_profile ADD COLUMN attempts TEXT NOT NULL DEFAULT '';

ALTER TABLE status_list ADD COLUMN stated_count INTEGER;

INSERT INTO catalogue (table_no, field_no, table_name, column_name, type) VALUES
    (1, 12, 'office', 'other_names', 'TEXT'),
    (1, 13, 'office', 'form', 'TEXT'),
    (2, 8, 'person', 'subject', 'BLOB'),
    (2, 9, 'person', 'category', 'TEXT'),
    (3, 17, 'school', 'levels', 'TEXT'),
    (8, 9, 'sitting', 'high_from', 'INTEGER'),
    (8, 10, 'sitting', 'cohort', 'TEXT'),
    (8, 11, 'sitting', 'scale', 'TEXT'),
    (10, 25, 'school_result', 'quality_pct_e4', 'INTEGER'),
    (11, 23, 'area_result', 'quality_pct_e4', 'INTEGER'),
    (12, 15, 'method_profile', 'method', 'TEXT'),
    (12, 16, 'method_profile', 'measure', 'TEXT'),
    (12, 17, 'method_profile', 'lowest_pct', 'INTEGER'),
    (12, 18, 'method_profile', 'subjects', 'TEXT'),
    (12, 19, 'method_profile', 'attempts', 'TEXT'),
    (14, 13, 'status_list', 'stated_count', 'INTEGER');
