-- name: facilities_of
SELECT d.device_id, d.facility_id, f.province_id AS place_province, f.district_id AS place_district,
       f.ward_id AS place_ward
  FROM identity.pub_device AS d
  JOIN geography.pub_facility AS f ON f.facility_id = d.facility_id
 WHERE d.device_id = ANY (:devices::uuid[]);

-- name: quarantined_numbers
-- Quarantine holds numbers too, so that a refused event does not look like a missing one. Only
-- the latest are read: a device that sends is read again with its next event.
SELECT q.device_id, q.seq, coalesce(q.event_id, q.quarantine_id) AS event_id, q.hash,
       NULL::bytea AS prev, q.received_at
  FROM ledger.quarantine AS q
 WHERE q.device_id = ANY (:devices::uuid[]) AND q.seq IS NOT NULL
 ORDER BY q.received_at DESC
 LIMIT 500;

-- name: device_states
-- A gap is a number below the highest that has not arrived; a fork is a number with two events; a
-- broken link is an event whose `prev` is not the hash of the number before it.
SELECT e.device_id, e.facility_id, max(e.seq) AS highest, count(DISTINCT e.seq) AS arrived,
       count(*) - count(DISTINCT e.seq) AS forks,
       count(*) FILTER (WHERE b.hash IS NOT NULL AND e.prev IS DISTINCT FROM b.hash) AS broken,
       max(e.received_at) AS last_at
  FROM identity.pub_device AS d
  JOIN ledger.device_entry AS e ON e.facility_id = d.facility_id AND e.device_id = d.device_id
  LEFT JOIN ledger.device_entry AS b
    ON b.facility_id = e.facility_id AND b.device_id = e.device_id AND b.seq = e.seq - 1
 WHERE d.device_id = ANY (:devices::uuid[])
 GROUP BY e.device_id, e.facility_id;
