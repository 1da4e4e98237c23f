-- Who stands before a message is looked up by its destination. An index of the few rows that wait was read whole for each of them: a plan that is
-- made while nothing waits cannot know better.
DROP INDEX outbox_in_line;
CREATE INDEX outbox_in_line ON outbox (platform, destination, state, seq);
