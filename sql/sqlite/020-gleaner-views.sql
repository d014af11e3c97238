-- Every source that was applied or fetched, read out of its grain's state (SourceState.cs). Times are UTC; applied, paused and stale are 0 or 1.
-- stale: the last fetch failed, and the records are those of last_ok_at.
-- The name follows the prefix 'source/'.
DROP VIEW IF EXISTS sources;

CREATE VIEW sources AS
SELECT
    substr(GrainIdExtensionString, 8) AS source,
    json_extract(CAST(PayloadBinary AS TEXT), '$.definition.url') AS url,
    json_extract(CAST(PayloadBinary AS TEXT), '$.health') AS health,
    strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(CAST(PayloadBinary AS TEXT), '$.lastOkAt')) AS last_ok_at,
    json_extract(CAST(PayloadBinary AS TEXT), '$.consecutiveFailures') AS consecutive_failures,
    strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(CAST(PayloadBinary AS TEXT), '$.nextDue')) AS next_due,
    json_extract(CAST(PayloadBinary AS TEXT), '$.records') AS records,
    json_extract(CAST(PayloadBinary AS TEXT), '$.bytes') AS bytes,
    json_extract(CAST(PayloadBinary AS TEXT), '$.sha256') AS sha256,
    json_extract(CAST(PayloadBinary AS TEXT), '$.applied') AS applied,
    strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(
        json_extract(CAST(PayloadBinary AS TEXT), '$.lastAt'),
        json_extract(CAST(PayloadBinary AS TEXT), '$.lastOkAt'))) AS last_at,
    coalesce(json_extract(CAST(PayloadBinary AS TEXT), '$.paused'), 0) AS paused,
    CASE json_extract(CAST(PayloadBinary AS TEXT), '$.dueBecause')
        WHEN 'schedule' THEN 'schedule' WHEN 'freshness' THEN 'freshness' WHEN 'retryAfter' THEN 'retry-after' END AS due_because,
    json_extract(CAST(PayloadBinary AS TEXT), '$.cursor') AS cursor_value,
    json_extract(CAST(PayloadBinary AS TEXT), '$.health') = 'down'
        AND json_extract(CAST(PayloadBinary AS TEXT), '$.lastOkAt') IS NOT NULL AS stale
FROM OrleansStorage
WHERE GrainTypeString = 'source' AND PayloadBinary IS NOT NULL;
