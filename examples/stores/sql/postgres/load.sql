SELECT bytes FROM ent_state WHERE key = $1;
