-- A matter of the desk's books is read in the reader's language; what somebody wrote stays as it is.
ALTER TABLE handover_item ADD COLUMN words JSONB;
