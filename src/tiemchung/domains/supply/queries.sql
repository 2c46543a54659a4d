-- name: lock_round
-- Decisions of one round are entered one after the other, so that their sums are true.
SELECT pg_advisory_xact_lock(1937076338, :allocation_round_id::integer);

-- name: add_round
INSERT INTO supply.allocation_round (number, name, product_id, created_at)
VALUES (:number::integer, :name, :product_id, :created_at)
    ON CONFLICT (number) DO NOTHING
RETURNING allocation_round_id;

-- name: round_of
SELECT r.allocation_round_id, r.number::integer, r.name, r.product_id
  FROM supply.allocation_round AS r
 WHERE r.allocation_round_id = :allocation_round_id;

-- name: decision_of
SELECT d.decision_id, d.allocation_round_id, d.number, d.signed_on, d.level, d.issued_by_unit_id
  FROM supply.allocation_decision AS d
 WHERE d.decision_id = :decision_id;

-- name: decision_by_number
SELECT d.decision_id FROM supply.allocation_decision AS d WHERE d.number = :number;

-- name: allocation_sums
-- What every issuer of a round has given to every receiver, amendments included.
SELECT d.level, d.issued_by_unit_id, l.receiver_unit_id, l.receiver_facility_id, l.receiver_sector,
       l.purpose, sum(l.doses)::bigint AS doses
  FROM supply.allocation_line AS l
  JOIN supply.allocation_decision AS d USING (decision_id)
 WHERE d.allocation_round_id = :allocation_round_id
 GROUP BY d.level, d.issued_by_unit_id, l.receiver_unit_id, l.receiver_facility_id,
       l.receiver_sector, l.purpose;

-- name: add_decision
INSERT INTO supply.allocation_decision (decision_id, allocation_round_id, number, signed_on, amends_id,
       level, issued_by_unit_id, entered_by, entered_at)
VALUES (:decision_id, :allocation_round_id, :number, :signed_on, :amends_id, :level,
       :issued_by_unit_id, :entered_by, :entered_at);

-- name: add_lines
INSERT INTO supply.allocation_line (line_id, decision_id, receiver_unit_id, receiver_facility_id,
       receiver_sector, product_id, doses, purpose)
SELECT l.line_id, :decision_id, l.unit_id, l.facility_id, l.sector, :product_id, l.doses, l.purpose
  FROM unnest(:lines::uuid[], :units::integer[], :facilities::integer[], :sectors::text[],
              :doses::integer[], :purposes::text[])
       AS l (line_id, unit_id, facility_id, sector, doses, purpose);

-- name: receivers_outside
-- Units and facilities of the lines that do not lie under the issuer, or at a wrong level.
SELECT count(*) AS outside
  FROM unnest(:units::integer[], :facilities::integer[]) AS l (unit_id, facility_id)
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = l.unit_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = l.facility_id
  LEFT JOIN geography.pub_unit_cover AS c
    ON c.ancestor_id = :issuer
   AND c.unit_id = coalesce(u.unit_id, f.ward_id, f.district_id, f.province_id, f.region_id)
 WHERE num_nonnulls(l.unit_id, l.facility_id) > 0
   AND (c.unit_id IS NULL OR u.level <> ALL (:levels::text[]));

-- name: allocated_to
-- Doses that a unit was allocated, over rounds; a round may be named.
SELECT l.product_id, l.purpose, sum(l.doses)::bigint AS doses
  FROM supply.allocation_line AS l
  JOIN supply.allocation_decision AS d USING (decision_id)
 WHERE l.receiver_unit_id = :unit_id
   AND (:allocation_round_id::integer IS NULL OR d.allocation_round_id = :allocation_round_id)
 GROUP BY l.product_id, l.purpose
 ORDER BY l.product_id, l.purpose;

-- name: lock_store
-- Movements of one store happen one after the other: two storekeepers cannot give the last vial.
SELECT pg_advisory_xact_lock(1937076339, :facility_id::integer);

-- name: lots_at
-- Lots as a store holds them: the book's sum without what was taken back, and the newest decision
-- on the lot that covers the store. Without `lots` those that lie there or ever did.
SELECT l.lot_id, l.product_id, l.lot_number, p.doses_per_vial::integer,
       greatest(l.expiry_date, l.extended_expiry_date) AS expires_on,
       coalesce((SELECT s.state FROM supply.lot_state AS s
                  WHERE s.lot_id = l.lot_id AND s.decided_at <= :at
                    AND (s.unit_id IS NULL OR s.unit_id IN (
                         SELECT c.ancestor_id
                           FROM geography.pub_unit_cover AS c
                           JOIN geography.pub_facility AS f
                             ON c.unit_id = coalesce(f.ward_id, f.district_id, f.province_id, f.region_id)
                          WHERE f.facility_id = :facility_id))
                  ORDER BY s.decided_at DESC LIMIT 1), 'released') AS state,
       coalesce(b.vials, 0)::integer AS vials,
       coalesce(b.doses, 0)::integer AS doses
  FROM supply.lot AS l
  JOIN supply.product AS p USING (product_id)
  LEFT JOIN (
       SELECT m.lot_id, sum(m.change_vials) AS vials, sum(m.change_doses) AS doses
         FROM supply.pub_stock_movement AS m
        WHERE m.facility_id = :facility_id AND NOT m.voided
          AND :facility_id IN (SELECT facility_id FROM geography.pub_facility_in_scope)
          AND NOT EXISTS (SELECT FROM ledger.pub_site_event AS v
                           WHERE v.facility_id = :facility_id AND v.kind = 'stock_voided'
                             AND v.supersedes = m.event_id)
        GROUP BY m.lot_id) AS b USING (lot_id)
 WHERE CASE WHEN :lots::integer[] IS NULL THEN b.lot_id IS NOT NULL
            ELSE l.lot_id = ANY (:lots::integer[]) END
 ORDER BY l.product_id, expires_on, l.lot_number;

-- name: at_session
-- Vials of a session that the store has issued and not taken back, by lot.
SELECT m.lot_id, sum(-m.change_vials)::integer AS vials
  FROM supply.pub_stock_movement AS m
 WHERE m.facility_id = :facility_id AND m.session_id = :session_id AND NOT m.voided
 GROUP BY m.lot_id;

-- name: documents_like
-- How many documents of a store carry a number with this beginning.
SELECT count(DISTINCT m.document_number) AS documents
  FROM supply.stock_movement AS m
 WHERE m.facility_id = :facility_id AND starts_with(m.document_number, :beginning);

-- name: document_is_taken
SELECT EXISTS (SELECT FROM supply.stock_movement AS m
                WHERE m.facility_id = :facility_id AND m.document_number = :document_number
                  AND m.kind = :kind) AS taken;

-- name: sent_lines
-- What a document handed over, lot by lot, with what was counted on arrival.
SELECT m.event_id, m.facility_id AS giver_id, m.other_facility_id AS receiver_id, m.document_number,
       m.happened_at AS issued_at, m.product_id, m.lot_id, l.lot_number, m.vials, m.doses,
       r.vials AS received_vials, r.reason
  FROM supply.stock_movement AS m
  JOIN supply.lot AS l USING (lot_id)
  LEFT JOIN supply.stock_movement AS r
    ON r.facility_id = m.other_facility_id AND r.kind = 'stock_received' AND NOT r.voided
   AND r.other_facility_id = m.facility_id AND r.document_number = m.document_number
   AND r.lot_id = m.lot_id
 WHERE m.kind = 'stock_issued' AND m.session_id IS NULL AND NOT m.voided
   AND m.other_facility_id = :receiver_id
   AND (:giver_id::integer IS NULL OR m.facility_id = :giver_id)
   AND (:document_number::text IS NULL OR m.document_number = :document_number)
   AND (NOT :only_waiting::boolean OR r.event_id IS NULL)
 ORDER BY m.happened_at, m.document_number, l.lot_number;

-- name: movement
SELECT m.event_id, m.kind, m.happened_at, m.lot_id, l.lot_number,
       m.change_vials AS vials, m.change_doses AS doses, m.document_number, m.other_facility_id,
       m.session_id, m.reason,
       m.voided OR EXISTS (SELECT FROM ledger.pub_site_event AS v
                            WHERE v.facility_id = :facility_id AND v.kind = 'stock_voided'
                              AND v.supersedes = m.event_id) AS voided
  FROM supply.pub_stock_movement AS m
  JOIN supply.lot AS l USING (lot_id)
 WHERE m.facility_id = :facility_id AND m.event_id = :event_id;

-- name: movements
-- The book of a store, newest first.
SELECT m.event_id, m.kind, m.happened_at, m.lot_id, l.lot_number,
       m.change_vials AS vials, m.change_doses AS doses, m.document_number, m.other_facility_id,
       m.session_id, m.reason, m.voided
  FROM supply.pub_stock_movement AS m
  JOIN supply.lot AS l USING (lot_id)
 WHERE m.facility_id = :facility_id
   AND :facility_id IN (SELECT facility_id FROM geography.pub_facility_in_scope)
   AND (:lot_id::integer IS NULL OR m.lot_id = :lot_id)
 ORDER BY m.happened_at DESC, m.event_id DESC
 LIMIT :page_size::integer OFFSET :skipped::integer;

-- name: figures_of_unit
-- Four figures of a territory that are never mixed, by product, each as one sum over a set.
WITH inside AS (
    SELECT f.facility_id
      FROM geography.pub_facility AS f
      JOIN geography.pub_unit_cover AS c
        ON c.unit_id = coalesce(f.ward_id, f.district_id, f.province_id, f.region_id)
     WHERE c.ancestor_id = :unit_id
), moved AS (
    SELECT m.product_id, m.kind, m.doses, m.change_doses, m.session_id, m.document_number, m.lot_id,
           m.facility_id, m.other_facility_id,
           m.facility_id IN (SELECT facility_id FROM inside) AS here,
           m.other_facility_id IN (SELECT facility_id FROM inside) AS other_here
      FROM supply.pub_stock_movement AS m
     WHERE NOT m.voided
       AND (m.facility_id IN (SELECT facility_id FROM inside)
            OR m.other_facility_id IN (SELECT facility_id FROM inside))
), arrived AS (
    SELECT i.product_id, i.doses AS issued, r.doses AS received
      FROM moved AS i
      LEFT JOIN moved AS r
        ON r.kind = 'stock_received' AND r.facility_id = i.other_facility_id
       AND r.other_facility_id = i.facility_id AND r.document_number = i.document_number
       AND r.lot_id = i.lot_id
     WHERE i.kind = 'stock_issued' AND i.session_id IS NULL AND i.other_here AND NOT i.here
), figures AS (
    SELECT a.product_id, 'issued' AS figure, sum(a.issued) AS doses FROM arrived AS a GROUP BY 1
    UNION ALL
    SELECT a.product_id, 'in_transit', sum(a.issued) FROM arrived AS a WHERE a.received IS NULL GROUP BY 1
    UNION ALL
    SELECT a.product_id, 'difference', sum(a.issued - a.received) FROM arrived AS a
     WHERE a.received IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT m.product_id, 'received', sum(m.doses) FROM moved AS m
     WHERE m.here AND m.kind = 'stock_received' AND m.other_here IS NOT TRUE GROUP BY 1
    UNION ALL
    SELECT m.product_id, 'on_hand', sum(m.change_doses) FROM moved AS m WHERE m.here GROUP BY 1
    UNION ALL
    SELECT m.product_id, 'at_sessions', sum(-m.change_doses) FROM moved AS m
     WHERE m.here AND m.session_id IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT l.product_id, 'allocated', sum(l.doses) FROM supply.allocation_line AS l
     WHERE l.receiver_unit_id = :unit_id GROUP BY 1
    UNION ALL
    SELECT u.product_id, 'used', sum(u.doses) FROM statistics.pub_used AS u
     WHERE u.facility_id IN (SELECT facility_id FROM inside) GROUP BY 1
)
SELECT f.product_id,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'allocated'), 0)::bigint AS allocated,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'issued'), 0)::bigint AS issued,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'received'), 0)::bigint AS received,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'in_transit'), 0)::bigint AS in_transit,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'difference'), 0)::bigint AS difference,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'on_hand'), 0)::bigint AS on_hand,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'at_sessions'), 0)::bigint AS at_sessions,
       coalesce(sum(f.doses) FILTER (WHERE f.figure = 'used'), 0)::bigint AS used
  FROM figures AS f
 GROUP BY f.product_id
 ORDER BY f.product_id;

-- name: add_lot
INSERT INTO supply.lot (product_id, lot_number, expiry_date)
VALUES (:product_id, :lot_number, :expiry_date)
    ON CONFLICT (product_id, lot_number) DO NOTHING
RETURNING lot_id;

-- name: lot_of
SELECT l.lot_id, l.product_id, l.lot_number, l.expiry_date
  FROM supply.lot AS l
 WHERE l.product_id = :product_id AND l.lot_number = :lot_number;

-- name: lot_decisions
-- Every decision on a lot, newest first.
SELECT s.lot_state_id, s.state, s.unit_id, s.decided_at, s.document_number, s.reason
  FROM supply.lot_state AS s
 WHERE s.lot_id = :lot_id
 ORDER BY s.decided_at DESC, s.lot_state_id DESC;

-- name: lock_lot
SELECT pg_advisory_xact_lock(1937076340, :lot_id::integer);

-- name: units_above
-- The unit itself and every unit above it.
SELECT c.ancestor_id FROM geography.pub_unit_cover AS c WHERE c.unit_id = :unit_id;

-- name: add_lot_state
INSERT INTO supply.lot_state (lot_state_id, lot_id, state, unit_id, decided_at, decided_by,
       document_number, reason)
VALUES (:lot_state_id, :lot_id, :state, :unit_id, :decided_at, :decided_by, :document_number, :reason)
    ON CONFLICT DO NOTHING;
