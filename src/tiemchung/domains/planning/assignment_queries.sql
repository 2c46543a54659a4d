-- name: preview_rule
-- Whom a rule would meet, by group; whoever has no birth date is counted apart where age is asked.
SELECT c.priority_group, count(*) FILTER (WHERE m.known) AS people,
       count(*) FILTER (WHERE NOT m.known) AS without_birth
  FROM planning.candidate AS c
  JOIN registry.pub_person AS p ON p.person_id = c.person_id
 CROSS JOIN LATERAL (
       SELECT p.birth_date IS NOT NULL OR (:min_age::integer IS NULL AND :max_age::integer IS NULL)
              AS known) AS m
 WHERE c.state = 'waiting' AND c.home_province = :province_id
   AND (c.round_id = :round_id OR (:take_wishes AND c.round_id IS NULL AND NOT EXISTS (
        SELECT FROM planning.candidate AS o
         WHERE o.person_id = c.person_id AND o.round_id = :round_id
           AND o.state IN ('waiting', 'assigned', 'called', 'deferred'))))
   AND c.dose_number = :dose_number::integer
   AND (c.product_id IS NULL OR :product_id::integer IS NULL OR c.product_id = :product_id)
   AND (c.earliest_on IS NULL OR c.earliest_on <= :until)
   AND (:groups::text[] = '{}' OR c.priority_group = ANY (:groups::text[]))
   AND (:districts::integer[] = '{}' OR c.home_district = ANY (:districts::integer[]))
   AND (:wards::integer[] = '{}' OR c.home_ward = ANY (:wards::integer[]))
   AND (:sources::text[] = '{}' OR c.source = ANY (:sources::text[]))
   AND p.deceased_on IS NULL
   AND (NOT m.known OR (
        (:min_age::integer IS NULL OR CASE p.birth_precision
             WHEN 'year' THEN extract(year FROM :on::date) - extract(year FROM p.birth_date) >= :min_age
             ELSE p.birth_date <= (:on::date - make_interval(years => :min_age::integer))::date END)
        AND (:max_age::integer IS NULL OR CASE p.birth_precision
             WHEN 'year' THEN extract(year FROM :on::date) - extract(year FROM p.birth_date) <= :max_age
             ELSE p.birth_date > (:on::date - make_interval(years => :max_age::integer + 1))::date END)))
 GROUP BY c.priority_group;

-- name: apply_rule
-- The same people, best group first, then who was entered first, families together; one statement
-- over the set. Whoever was moved by somebody else meanwhile is left to them.
WITH chosen AS (
    SELECT c.person_id, c.candidate_id
      FROM planning.candidate AS c
      JOIN registry.pub_person AS p ON p.person_id = c.person_id
     CROSS JOIN LATERAL (
           SELECT p.birth_date IS NOT NULL OR (:min_age::integer IS NULL AND :max_age::integer IS NULL)
                  AS known) AS m
     WHERE c.state = 'waiting' AND c.home_province = :province_id AND m.known
       AND (c.round_id = :round_id OR (:take_wishes AND c.round_id IS NULL AND NOT EXISTS (
            SELECT FROM planning.candidate AS o
             WHERE o.person_id = c.person_id AND o.round_id = :round_id
               AND o.state IN ('waiting', 'assigned', 'called', 'deferred'))))
       AND c.dose_number = :dose_number::integer
       AND (c.product_id IS NULL OR :product_id::integer IS NULL OR c.product_id = :product_id)
       AND (c.earliest_on IS NULL OR c.earliest_on <= :until)
       AND (:groups::text[] = '{}' OR c.priority_group = ANY (:groups::text[]))
       AND (:districts::integer[] = '{}' OR c.home_district = ANY (:districts::integer[]))
       AND (:wards::integer[] = '{}' OR c.home_ward = ANY (:wards::integer[]))
       AND (:sources::text[] = '{}' OR c.source = ANY (:sources::text[]))
       AND p.deceased_on IS NULL
       AND (:min_age::integer IS NULL OR CASE p.birth_precision
            WHEN 'year' THEN extract(year FROM :on::date) - extract(year FROM p.birth_date) >= :min_age
            ELSE p.birth_date <= (:on::date - make_interval(years => :min_age::integer))::date END)
       AND (:max_age::integer IS NULL OR CASE p.birth_precision
            WHEN 'year' THEN extract(year FROM :on::date) - extract(year FROM p.birth_date) <= :max_age
            ELSE p.birth_date > (:on::date - make_interval(years => :max_age::integer + 1))::date END)
     ORDER BY array_position(:group_order::text[], c.priority_group) NULLS LAST, c.entered_at,
           c.household_id, c.person_id
     LIMIT :places::integer
), moved AS (
    UPDATE planning.candidate AS c
       SET state = 'assigned', round_id = :round_id, facility_id = :facility_id,
           place_province = :place_province, place_district = :place_district,
           place_ward = :place_ward, changed_at = :now, changed_by = :actor_id
      FROM chosen AS h
     WHERE c.person_id = h.person_id AND c.candidate_id = h.candidate_id AND c.state = 'waiting'
    RETURNING c.priority_group
)
SELECT m.priority_group, count(*) AS people FROM moved AS m GROUP BY m.priority_group;

-- name: count_assigned
SELECT count(*) AS people FROM planning.candidate AS c
 WHERE c.round_id = :round_id AND c.facility_id = :facility_id AND c.state IN ('assigned', 'called');

-- name: take_assignment_back
WITH moved AS (
    UPDATE planning.candidate
       SET state = 'waiting', facility_id = NULL, place_province = NULL, place_district = NULL,
           place_ward = NULL, changed_at = :now, changed_by = :actor_id
     WHERE round_id = :round_id AND facility_id = :facility_id AND state = 'assigned'
       AND (:groups::text[] = '{}' OR priority_group = ANY (:groups::text[]))
    RETURNING person_id
)
SELECT count(*) AS people FROM moved;

-- name: lock_calls
-- Calls to one facility take their people one after the other, so that they cannot wait for each
-- other in a ring.
SELECT pg_advisory_xact_lock(1886152047, :facility_id::integer);

-- name: claim_for_call
-- Takes candidates for a session in the order of the call; whoever another call has taken meanwhile
-- is passed over, because the row is looked at again.
UPDATE planning.candidate AS c
   SET state = 'called', changed_at = :now, changed_by = :actor_id
  FROM (SELECT w.person_id, w.candidate_id
          FROM planning.candidate AS w
         WHERE w.facility_id = :facility_id AND w.state = 'assigned'
           AND (:round_id::integer IS NULL OR w.round_id = :round_id)
           AND (w.product_id IS NULL OR w.product_id = :product_id)
           AND (w.earliest_on IS NULL OR w.earliest_on <= :day)
         ORDER BY array_position(:group_order::text[], w.priority_group) NULLS LAST, w.entered_at,
               w.household_id, w.person_id
         LIMIT :most::integer) AS h
 WHERE c.person_id = h.person_id AND c.candidate_id = h.candidate_id AND c.state = 'assigned'
RETURNING c.person_id, c.candidate_id, c.priority_group, c.dose_number::integer, c.household_id,
       c.entered_at, c.home_province, c.home_district, c.home_ward;

-- name: give_call_back
UPDATE planning.candidate
   SET state = CASE WHEN facility_id IS NULL THEN 'waiting' ELSE 'assigned' END, changed_at = :now,
       changed_by = :actor_id
 WHERE person_id = ANY (:people::uuid[]) AND candidate_id = ANY (:candidates::uuid[]) AND state = 'called';

-- name: mark_called
-- One person is called outside of a bulk call: the slot was chosen by hand, and with it facility and
-- round.
UPDATE planning.candidate
   SET state = 'called', facility_id = :facility_id, round_id = coalesce(round_id, :round_id::integer),
       place_province = :place_province, place_district = :place_district, place_ward = :place_ward,
       changed_at = :now, changed_by = :actor_id
 WHERE person_id = :person_id AND candidate_id = :candidate_id
   AND state IN ('waiting', 'assigned', 'deferred')
RETURNING candidate_id;

-- name: home_of
SELECT c.home_province AS province, c.home_district AS district, c.home_ward AS ward
  FROM planning.candidate AS c
 WHERE c.person_id = :person_id AND c.candidate_id = :candidate_id;
