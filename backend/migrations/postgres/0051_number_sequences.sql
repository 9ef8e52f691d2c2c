-- The last number given in each sequence, raised in the transaction that issues: no gap, no number twice.
CREATE TABLE number_sequences (
    name TEXT COLLATE "C" PRIMARY KEY,
    last BIGINT NOT NULL
);
