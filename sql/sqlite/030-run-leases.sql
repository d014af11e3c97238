-- Who drives an unfinished run. epoch: grows with each coordinator that takes the run, and writes of earlier ones are refused; 0 for runs of
-- programs that knew no leases. owner: that coordinator. lease_until: without a renewal until then (UTC) any silo wakes the run.
-- Each step is tried by itself, and one that finds its column there is done.
-- step
ALTER TABLE runs ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
-- step
ALTER TABLE runs ADD COLUMN owner TEXT NULL;
-- step
ALTER TABLE runs ADD COLUMN lease_until TEXT NULL;
-- step
CREATE INDEX IF NOT EXISTS runs_by_lease ON runs (state, lease_until);
