CREATE TABLE IF NOT EXISTS ent_state (
    key text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    bytes bytea NOT NULL
);
