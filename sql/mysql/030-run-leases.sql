-- Who drives an unfinished run. epoch: grows with each coordinator that takes the run, and writes of earlier ones are refused; 0 for runs of
-- programs that knew no leases. owner: that coordinator. lease_until: without a renewal until then (UTC, the database's clock) any silo wakes the run.
-- Each step is tried by itself, and one that finds its column or key there is done.
-- step
ALTER TABLE runs ADD COLUMN epoch INT NOT NULL DEFAULT 0;
-- step
ALTER TABLE runs ADD COLUMN owner VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;
-- step
ALTER TABLE runs ADD COLUMN lease_until DATETIME(3) NULL;
-- step
ALTER TABLE runs ADD KEY by_lease (state, lease_until);
