-- name: follower_lags
-- How long the oldest event that a follower has not passed has been waiting; null: none waits.
SELECT f.follower, f.moved_at, f.failures, f.failure,
       (SELECT min(w.received_at)
          FROM ((SELECT e.received_at FROM ledger.person_event AS e
                  WHERE (e.epoch, e.tx) >= (f.epoch, f.tx) ORDER BY e.epoch, e.tx LIMIT 1)
                UNION ALL
                (SELECT e.received_at FROM ledger.site_event AS e
                  WHERE (e.epoch, e.tx) >= (f.epoch, f.tx) ORDER BY e.epoch, e.tx LIMIT 1)) AS w
       ) AS waiting_since
  FROM ledger.follower_cursor AS f
 ORDER BY f.follower;

-- name: newest_event
SELECT max(n.received_at) AS received_at
  FROM ((SELECT e.received_at FROM ledger.person_event AS e ORDER BY e.epoch DESC, e.tx DESC LIMIT 1)
        UNION ALL
        (SELECT e.received_at FROM ledger.site_event AS e ORDER BY e.epoch DESC, e.tx DESC LIMIT 1)) AS n;

-- name: quarantine_within
-- For one whose scope covers the facility it names; what names none, or one that nobody knows, is
-- for those who work for the whole platform.
SELECT q.quarantine_id
  FROM ledger.quarantine AS q
 WHERE q.quarantine_id = :quarantine_id
   AND (:nation
        OR :unplaced AND NOT EXISTS (SELECT FROM geography.pub_facility AS f
                                      WHERE f.facility_id = q.facility_id)
        OR EXISTS (SELECT FROM geography.pub_facility AS f
                    WHERE f.facility_id = q.facility_id
                      AND (f.province_id = ANY (:provinces::int[]) OR f.district_id = ANY (:districts::int[])
                           OR f.facility_id = ANY (:facilities::int[]))));

-- name: resolve_quarantined
-- Once: who comes second gets no row back.
UPDATE ledger.quarantine AS q
   SET resolved_at = :now, resolved_by = :staff_id, resolution = :resolution
 WHERE q.quarantine_id = :quarantine_id AND q.resolved_at IS NULL
RETURNING q.quarantine_id;

-- name: quarantine_waiting
SELECT count(*) AS events FROM ledger.quarantine AS q WHERE q.resolved_at IS NULL;
