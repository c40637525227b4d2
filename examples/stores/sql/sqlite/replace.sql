UPDATE ent_state SET version = version + 1, bytes = ?3
WHERE key = ?1 AND version = ?2;
