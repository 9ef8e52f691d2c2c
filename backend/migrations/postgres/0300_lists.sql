-- What lists are turned and searched by: made from the tables again whenever it is missing, and no part of a backup.
-- A row of a list: where it stands, what it is found by, and its spot in the index (0: it is not in there yet).
CREATE TABLE list_rows (
    noun  TEXT COLLATE "C" NOT NULL,
    id    TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    spot  BIGINT NOT NULL,
    made  BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (noun, id)
);
CREATE INDEX list_rows_place ON list_rows (noun, place, id);
CREATE INDEX list_rows_spot ON list_rows (noun, spot);

-- A stretch of a list, from behind a place on; which spots of it are taken.
CREATE TABLE list_blocks (
    block BIGINT PRIMARY KEY,
    noun  TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    id    TEXT COLLATE "C" NOT NULL,
    used  BIGINT NOT NULL
);
CREATE UNIQUE INDEX list_blocks_place ON list_blocks (noun, place, id);

-- The rows of a block that have a term.
CREATE TABLE list_terms (
    block BIGINT NOT NULL,
    term  TEXT COLLATE "C" NOT NULL,
    slots TEXT NOT NULL,
    PRIMARY KEY (block, term)
);
CREATE INDEX list_terms_term ON list_terms (term, block);

-- By what entries of the same thing are found: their codes and numbers, however they are written.
CREATE TABLE register_keys (
    noun     TEXT COLLATE "C" NOT NULL,
    key      TEXT COLLATE "C" NOT NULL,
    entry_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (noun, key, entry_id)
);
CREATE INDEX register_keys_entry ON register_keys (entry_id);
