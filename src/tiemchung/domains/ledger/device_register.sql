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

-- name: count_numbers
-- Before the numbers are written: what is not there yet counts once, however often it is sent.
INSERT INTO ledger.device_count AS c
       (facility_id, device_id, highest, arrived, last_at, place_province, place_district, place_ward)
SELECT n.facility_id, n.device_id, max(n.seq),
       count(*) FILTER (WHERE NOT EXISTS (
           SELECT FROM ledger.device_entry AS e
            WHERE e.facility_id = n.facility_id AND e.device_id = n.device_id AND e.seq = n.seq)),
       max(n.received_at), f.province_id, f.district_id, f.ward_id
  FROM (SELECT s.facility_id, s.device_id, s.seq, max(s.received_at) AS received_at
          FROM unnest(:facilities::integer[], :devices::uuid[], :seqs::bigint[],
                      :received::timestamptz[]) AS s (facility_id, device_id, seq, received_at)
         GROUP BY s.facility_id, s.device_id, s.seq) AS n
  JOIN geography.pub_facility AS f ON f.facility_id = n.facility_id
 GROUP BY n.facility_id, n.device_id, f.province_id, f.district_id, f.ward_id
    ON CONFLICT (facility_id, device_id) DO UPDATE
   SET highest = greatest(c.highest, excluded.highest),
       arrived = c.arrived + excluded.arrived,
       last_at = greatest(c.last_at, excluded.last_at);

-- name: device_states
-- A gap is a number below the highest that has not arrived; a fork is a number with two events; a
-- broken link is an event whose `prev` is the hash of no event with the number before it. Each row
-- is read once: joined with itself, a device of some thousand numbers took longer than a statement
-- may, because under row security an index does not look for a number that is computed.
WITH numbers AS (
    SELECT e.device_id, e.facility_id, e.seq, count(*) AS events, array_agg(e.hash) AS hashes,
           array_agg(e.prev) AS links, max(e.received_at) AS last_at
      FROM identity.pub_device AS d
      JOIN ledger.device_entry AS e ON e.facility_id = d.facility_id AND e.device_id = d.device_id
     WHERE d.device_id = ANY (:devices::uuid[])
     GROUP BY e.device_id, e.facility_id, e.seq
), chained AS (
    SELECT n.*, CASE WHEN lag(n.seq) OVER before = n.seq - 1 THEN lag(n.hashes) OVER before END AS known
      FROM numbers AS n
    WINDOW before AS (PARTITION BY n.device_id, n.facility_id ORDER BY n.seq)
)
SELECT c.device_id, c.facility_id, max(c.seq) AS highest, count(*) AS arrived,
       (sum(c.events) - count(*))::bigint AS forks,
       coalesce(sum((SELECT count(*) FROM unnest(c.links) AS l (prev)
                      WHERE (l.prev = ANY (c.known)) IS NOT TRUE))
                FILTER (WHERE c.known IS NOT NULL), 0)::bigint AS broken,
       max(c.last_at) AS last_at
  FROM chained AS c
 GROUP BY c.device_id, c.facility_id;
