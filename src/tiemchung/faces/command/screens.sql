-- name: areas_of_day
-- The sessions of a day within the caller's scope, added up by the units where they are held. A
-- hole: nothing entered although doses were declared, or vaccine has lain there for too long.
SELECT s.place_province AS province, s.place_district AS district, count(*)::int AS sessions,
       count(*) FILTER (WHERE b.last_event_at IS NOT NULL
                          AND coalesce(c.kind, '') NOT IN ('session_ended', 'session_closed'))::int AS running,
       count(*) FILTER (WHERE coalesce(c.kind, '') IN ('session_ended', 'session_closed'))::int AS ended,
       coalesce(sum(greatest(b.called, n.taken)), 0)::int AS called,
       coalesce(sum(b.checked_in), 0)::int AS checked_in,
       coalesce(sum(b.injected), 0)::int AS entered, sum(b.declared)::int AS declared,
       coalesce(sum(b.injected) FILTER (WHERE b.declared IS NOT NULL), 0)::int AS declared_entered,
       count(*) FILTER (WHERE coalesce(b.injected, 0) = 0
                          AND (b.declared > 0
                               OR i.issued > 0 AND s.starts_at + :no_entry_after::interval < :now::timestamptz))::int
           AS holes
  FROM planning.pub_session AS s
  LEFT JOIN statistics.pub_by_session AS b
    ON b.session_id = s.session_id AND b.facility_id = s.facility_id
  LEFT JOIN LATERAL (SELECT e.kind FROM siteops.pub_session_close AS e
                      WHERE e.session_id = s.session_id
                      ORDER BY e.happened_at DESC, e.event_id DESC LIMIT 1) AS c ON true
 CROSS JOIN LATERAL (SELECT coalesce(sum(x.taken), 0)::int AS taken FROM booking.pub_slot AS x
                      WHERE x.facility_id = s.facility_id AND x.session_id = s.session_id) AS n
 CROSS JOIN LATERAL (SELECT coalesce(sum(m.doses), 0)::int AS issued
                       FROM supply.pub_stock_movement AS m
                      WHERE m.session_id = s.session_id AND m.kind = 'stock_issued'
                        AND NOT m.voided) AS i
 WHERE s.day = :day AND s.state <> 'cancelled'
 GROUP BY s.place_province, s.place_district;

-- name: units_of_maps
-- Provinces, and the districts of the province whose districts are drawn, as of a day.
SELECT u.unit_id, u.level, u.code, u.name
  FROM geography.pub_unit AS u
  LEFT JOIN geography.pub_unit AS p ON p.unit_id = u.parent_id
 WHERE (u.level = 'province' OR u.level = 'district' AND p.code = :drawn)
   AND u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to > :day)
 ORDER BY u.name;

-- name: session_head
SELECT s.session_id, s.facility_id, s.site_id, t.name AS site_name, f.name AS facility_name,
       t.address, d.name AS district_name, s.day, s.half_day, s.starts_at, s.ends_at,
       p.short_name AS product, s.tables::int AS tables, s.capacity
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS t ON t.site_id = s.site_id
  JOIN geography.pub_facility AS f ON f.facility_id = s.facility_id
  JOIN supply.pub_product AS p ON p.product_id = s.product_id
  LEFT JOIN geography.pub_unit AS d ON d.unit_id = s.place_district
 WHERE s.session_id = :session_id;

-- name: open_items_of
SELECT o.item_id, o.kind, o.details, o.owner_level, o.opened_at, o.due_at, o.settled_at
  FROM siteops.pub_open_item AS o
 WHERE o.session_id = :session_id
 ORDER BY o.settled_at NULLS FIRST, o.due_at, o.item_id;

-- name: sites_of_day
-- Sites within the caller's scope that hold a session on the day.
SELECT DISTINCT t.site_id, t.name, coalesce(d.name, '') AS district_name
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS t ON t.site_id = s.site_id
  LEFT JOIN geography.pub_unit AS d ON d.unit_id = t.district_id
 WHERE s.day = :day AND s.state <> 'cancelled'
 ORDER BY 3, 2, 1;

-- name: messages_of_day
SELECT m.channel, m.state, count(*)::int AS messages, min(m.created_at) AS oldest
  FROM notifications.pub_message AS m
 WHERE m.created_at > :since
 GROUP BY m.channel, m.state
 ORDER BY m.channel, m.state;

-- name: announced_days
SELECT n.day, n.total_doses, n.source
  FROM geography.pub_national_daily AS n
 WHERE n.day BETWEEN :since AND :until
 ORDER BY n.day;

-- name: round_of
-- The round of a province on a day, for the head of its report.
SELECT r.name, r.starts_on
  FROM planning.pub_round AS r
 WHERE r.province_id = :province AND :day BETWEEN r.starts_on AND r.ends_on
 ORDER BY r.number DESC
 LIMIT 1;

-- name: products
SELECT p.product_id, p.short_name FROM supply.pub_product AS p ORDER BY p.short_name;

-- name: quarantined
-- What was put aside, newest first; the body is not shown. What names no facility, or one that
-- nobody knows, belongs to whoever works for the whole platform.
SELECT q.quarantine_id, q.reason, q.device_id, q.seq, q.facility_id, f.name AS facility_name,
       q.received_at, q.resolved_at, s.full_name AS resolved_by, q.resolution
  FROM ledger.pub_quarantine AS q
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = q.facility_id
  LEFT JOIN identity.pub_staff AS s ON s.staff_id = q.resolved_by
 WHERE (q.resolved_at IS NULL) = :unresolved
   AND (:nation OR :unplaced AND f.facility_id IS NULL
        OR f.province_id = ANY (:provinces::int[]) OR f.district_id = ANY (:districts::int[])
        OR f.facility_id = ANY (:facilities::int[]))
 ORDER BY q.received_at DESC, q.quarantine_id
 LIMIT :limit;
