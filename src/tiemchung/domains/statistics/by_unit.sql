-- name: add_registered_by_unit
-- A registration counts in its home and in every unit above it.
INSERT INTO statistics.by_unit AS b (level, unit_id, figure, day, amount)
SELECT a.level, CASE a.level WHEN 'nation' THEN 0 ELSE a.unit_id END, 'registered', n.day, sum(n.persons)
  FROM unnest(:units::int[], :days::date[], :persons::bigint[]) AS n (home_unit, day, persons)
  JOIN geography.pub_unit_cover AS c ON c.unit_id = n.home_unit
  JOIN geography.pub_unit AS a ON a.unit_id = c.ancestor_id
 WHERE a.level IN ('province', 'district', 'ward')
 GROUP BY a.level, a.unit_id, n.day
UNION ALL
SELECT 'nation', 0, 'registered', n.day, sum(n.persons)
  FROM unnest(:units::int[], :days::date[], :persons::bigint[]) AS n (home_unit, day, persons)
 GROUP BY n.day
 ORDER BY 1, 2, 4
    ON CONFLICT (level, unit_id, figure, day, product_id, number)
    DO UPDATE SET amount = b.amount + excluded.amount;

-- name: session_figures
-- What these sessions are counted with now, on the day and in the units of the session.
SELECT b.facility_id, b.session_id, s.day, s.place_province, s.place_district, s.place_ward,
       b.declared, CASE WHEN b.declared IS NULL THEN 0 ELSE b.injected END AS declared_entered,
       b.reactions, b.severe
  FROM statistics.by_session AS b
  JOIN planning.pub_session AS s ON s.facility_id = b.facility_id AND s.session_id = b.session_id
 WHERE b.facility_id = ANY (:facilities::int[]) AND b.session_id = ANY (:sessions::uuid[]);

-- name: add_by_unit
INSERT INTO statistics.by_unit AS b (level, unit_id, figure, day, product_id, number, amount)
SELECT u.level, u.unit_id, u.figure, u.day, u.product_id, u.number, u.amount
  FROM unnest(:levels::text[], :units::int[], :figures::text[], :days::date[], :products::int[],
              :numbers::smallint[], :amounts::bigint[])
       AS u (level, unit_id, figure, day, product_id, number, amount)
    ON CONFLICT (level, unit_id, figure, day, product_id, number)
    DO UPDATE SET amount = b.amount + excluded.amount;

-- name: all_session_figures
SELECT b.facility_id, b.session_id, s.day, s.place_province, s.place_district, s.place_ward,
       b.declared, CASE WHEN b.declared IS NULL THEN 0 ELSE b.injected END AS declared_entered,
       b.reactions, b.severe
  FROM statistics.by_session AS b
  JOIN planning.pub_session AS s ON s.facility_id = b.facility_id AND s.session_id = b.session_id;

-- name: registered_by_unit
-- What the roll-up of registrations says of every unit above each home, and of the nation.
SELECT a.level, a.unit_id, r.day, sum(r.persons)::bigint AS persons
  FROM statistics.registered AS r
  JOIN geography.pub_unit_cover AS c ON c.unit_id = r.home_unit
  JOIN geography.pub_unit AS a ON a.unit_id = c.ancestor_id
 WHERE a.level IN ('province', 'district', 'ward')
 GROUP BY a.level, a.unit_id, r.day
UNION ALL
SELECT 'nation', 0, r.day, sum(r.persons)::bigint FROM statistics.registered AS r GROUP BY r.day;

-- name: booked_by_unit
SELECT b.level, b.unit_id, b.figure, b.day, b.product_id, b.number::integer, b.amount
  FROM statistics.by_unit AS b
 WHERE b.amount <> 0;
