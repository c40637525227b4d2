INSERT INTO ent_state (key, version, bytes) VALUES ($1, 1, $2)
ON CONFLICT (key) DO NOTHING;
