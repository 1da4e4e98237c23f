-- What waits for somebody's agreement, few at a time among all that is open.
CREATE INDEX task_waiting ON task (org_id) WHERE (detail ->> 'waiting')::boolean;
