-- Cases: what lists are searched by, as the facts make it. It is lifted from them, compared by `etalon verify`, and no evidence itself.
-- A case without a due day has '9999-12-31', so that it comes last.
CREATE TABLE cases (
    id          TEXT COLLATE "C" PRIMARY KEY,
    kind        TEXT COLLATE "C" NOT NULL,
    status      TEXT COLLATE "C" NOT NULL,
    is_open     BIGINT NOT NULL,
    due_on      TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C",
    label       TEXT NOT NULL,
    search      TEXT NOT NULL,
    acts        TEXT NOT NULL,
    summary     TEXT NOT NULL,
    facts       BIGINT NOT NULL,
    head        TEXT COLLATE "C" NOT NULL,
    opened_at   BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX cases_kind ON cases (kind, id);
CREATE INDEX cases_due ON cases (kind, is_open, due_on, id);

-- What hangs on a case: what it is about, who is named, who is to act, files.
CREATE TABLE case_links (
    case_id   TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    relation  TEXT COLLATE "C" NOT NULL,
    noun      TEXT COLLATE "C" NOT NULL,
    object_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, relation, noun, object_id)
);
CREATE INDEX case_links_object ON case_links (object_id, noun, relation, case_id);

-- Facts of cases, each text as it was made, chained to the entry before (docs/CHAINS.md). `verdict` is empty for a fact that counts, the
-- rule's code for one set aside; `event` is the hash of the event that it follows from; `key_id` and `signature` are the maker's.
CREATE TABLE case_facts (
    case_id     TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    seq         BIGINT NOT NULL,
    fact_id     TEXT COLLATE "C" NOT NULL UNIQUE,
    kind        TEXT COLLATE "C" NOT NULL,
    prev        TEXT COLLATE "C" NOT NULL,
    fact_hash   TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    verdict     TEXT NOT NULL,
    event       TEXT COLLATE "C",
    key_id      TEXT COLLATE "C",
    signature   TEXT,
    text        TEXT NOT NULL,
    PRIMARY KEY (case_id, seq)
);
CREATE TRIGGER case_facts_no_change BEFORE UPDATE OR DELETE ON case_facts FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER case_facts_no_truncate BEFORE TRUNCATE ON case_facts FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX case_facts_event ON case_facts (event);
