-- A hand-over whose duty the roster has no more is closed.
ALTER TABLE handover DROP CONSTRAINT handover_state;
ALTER TABLE handover ADD CONSTRAINT handover_state CHECK (state IN ('preparing', 'verifying', 'signing', 'stopped', 'refused', 'sealed', 'overridden', 'cancelled'));
