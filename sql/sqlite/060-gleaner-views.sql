-- Every source that was applied or fetched, read out of its grain's state (SourceState.cs). Times are UTC; applied, paused and stale are 0 or 1.
-- stale: the last fetch failed, and the records are those of last_ok_at. A damaged state is a source whose health is 'unreadable': it must
-- not make the others unreadable too, as SQLite refuses a whole query for one value that is not JSON.
-- The name follows the prefix 'source/'.
DROP VIEW IF EXISTS sources;

CREATE VIEW sources AS
SELECT
    source,
    json_extract(state, '$.definition.url') AS url,
    coalesce(json_extract(state, '$.health'), 'unreadable') AS health,
    strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(state, '$.lastOkAt')) AS last_ok_at,
    json_extract(state, '$.consecutiveFailures') AS consecutive_failures,
    strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(state, '$.nextDue')) AS next_due,
    json_extract(state, '$.records') AS records,
    json_extract(state, '$.bytes') AS bytes,
    json_extract(state, '$.sha256') AS sha256,
    json_extract(state, '$.applied') AS applied,
    strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(json_extract(state, '$.lastAt'), json_extract(state, '$.lastOkAt'))) AS last_at,
    coalesce(json_extract(state, '$.paused'), 0) AS paused,
    CASE json_extract(state, '$.dueBecause')
        WHEN 'schedule' THEN 'schedule' WHEN 'freshness' THEN 'freshness' WHEN 'retryAfter' THEN 'retry-after' END AS due_because,
    json_extract(state, '$.cursor') AS cursor_value,
    coalesce(json_extract(state, '$.health') = 'down' AND json_extract(state, '$.lastOkAt') IS NOT NULL, 0) AS stale
FROM (
    SELECT
        substr(GrainIdExtensionString, 8) AS source,
        CASE WHEN json_valid(CAST(PayloadBinary AS TEXT)) THEN CAST(PayloadBinary AS TEXT) ELSE '{}' END AS state
    FROM OrleansStorage
    WHERE GrainTypeString = 'source' AND PayloadBinary IS NOT NULL);
