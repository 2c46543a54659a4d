-- name: adopt_wishes
-- A wish without a round that is waiting is taken up by the round instead of being doubled.
UPDATE planning.candidate AS c
   SET round_id = :round_id, changed_at = :now, changed_by = :actor_id
 WHERE c.person_id = ANY (:people::uuid[]) AND c.round_id IS NULL AND c.state = 'waiting'
   AND NOT EXISTS (SELECT FROM planning.candidate AS o
                    WHERE o.person_id = c.person_id AND o.round_id = :round_id
                      AND o.state IN ('waiting', 'assigned', 'called', 'deferred'))
RETURNING c.person_id;

-- name: add_candidates
-- Home, household and group are those of the registry; who may not be seen is not enlisted, who is
-- a candidate of the round already stays the one they are. Without a number the rules say for which
-- dose a person stands, and who needs none is left out.
INSERT INTO planning.candidate (person_id, candidate_id, list_id, round_id, source, priority_group,
       dose_number, product_id, household_id, state, earliest_on, latest_on, entered_at, entered_by,
       changed_at, changed_by, home_province, home_district, home_ward)
SELECT p.person_id, c.candidate_id, :list_id, :round_id, :source,
       coalesce(c.priority_group, p.priority_group), coalesce(c.dose_number, r.next_number, 1),
       CASE WHEN c.dose_number IS NULL THEN r.product_id END, p.household_id, 'waiting',
       CASE WHEN c.dose_number IS NULL THEN r.earliest_on END,
       CASE WHEN c.dose_number IS NULL THEN r.latest_on END, :now, :actor_id, :now, :actor_id,
       p.home_province, p.home_district, p.home_ward
  FROM unnest(:people::uuid[], :candidates::uuid[], :groups::text[], :numbers::integer[])
       AS c (person_id, candidate_id, priority_group, dose_number)
  JOIN registry.pub_person AS p ON p.person_id = c.person_id
  LEFT JOIN planning.recall AS r ON r.person_id = c.person_id
 WHERE p.deceased_on IS NULL
   AND (c.dose_number IS NOT NULL OR r.person_id IS NULL OR r.next_number IS NOT NULL)
    ON CONFLICT DO NOTHING
RETURNING person_id;

-- name: candidates_of
SELECT c.person_id, c.candidate_id, c.list_id, c.round_id, c.source, c.priority_group,
       c.dose_number::integer, c.product_id, c.state, c.reason, c.earliest_on, c.facility_id,
       c.outcome_event_id, c.entered_at, c.changed_at
  FROM planning.candidate AS c
 WHERE c.person_id = ANY (:people::uuid[])
 ORDER BY c.person_id, c.entered_at;

-- name: move_candidate
-- One candidate from the states in which the act makes sense; no row means that it had moved on.
UPDATE planning.candidate
   SET state = :state, reason = :reason, earliest_on = :earliest_on, facility_id = :facility_id,
       place_province = CASE WHEN :facility_id::integer IS NULL THEN NULL ELSE place_province END,
       place_district = CASE WHEN :facility_id::integer IS NULL THEN NULL ELSE place_district END,
       place_ward = CASE WHEN :facility_id::integer IS NULL THEN NULL ELSE place_ward END,
       changed_at = :now, changed_by = :actor_id
 WHERE person_id = :person_id AND candidate_id = :candidate_id AND state = ANY (:from_states::text[])
RETURNING candidate_id;

-- name: ward_lines
-- Residents of a ward by neighbourhood and household, with where they stand in a round: also those
-- who never registered a wish. A wish without a round counts until the round has one of them; who
-- has had a dose without standing on any list, as one who walked in elsewhere, is vaccinated and not
-- to be looked for. The page is cut first; phones and documents are looked up for the page alone.
WITH page AS (
    SELECT p.person_id, p.full_name, p.sort_key, p.birth_date, p.birth_precision, p.sex, p.address,
           p.neighbourhood_id, p.household_id, p.identity_status, p.priority_group,
           c.candidate_id, c.source, c.dose_number, s.state, c.reason, c.earliest_on, c.facility_id
      FROM registry.pub_person AS p
      LEFT JOIN LATERAL (
           SELECT w.candidate_id, w.source, w.dose_number, w.state, w.reason, w.earliest_on, w.facility_id
             FROM planning.candidate AS w
            WHERE w.person_id = p.person_id
              AND (w.round_id = :round_id OR (w.round_id IS NULL AND w.state = 'waiting'))
            ORDER BY w.round_id IS NULL, w.state IN ('waiting', 'assigned', 'called', 'deferred') DESC,
                  w.entered_at DESC
            LIMIT 1) AS c ON true
      LEFT JOIN planning.recall AS r ON r.person_id = p.person_id
     CROSS JOIN LATERAL (SELECT CASE WHEN r.person_id IS NULL THEN c.state
                                     ELSE coalesce(c.state, 'vaccinated') END AS state) AS s
     WHERE p.home_ward = :ward AND p.deceased_on IS NULL
       AND (:neighbourhood::integer IS NULL OR p.neighbourhood_id = :neighbourhood)
       AND CASE :show::text WHEN 'all' THEN true
                            WHEN 'unlisted' THEN s.state IS NULL
                            ELSE s.state = :show END
     ORDER BY p.neighbourhood_id NULLS LAST, p.household_id NULLS LAST, p.sort_key, p.person_id
     LIMIT :page_size::integer OFFSET :skipped::integer
)
SELECT p.person_id, p.full_name, p.birth_date, p.birth_precision, p.sex, p.address,
       p.neighbourhood_id, n.name AS neighbourhood, p.household_id, p.identity_status,
       p.priority_group, t.value AS phone, d.masked AS document,
       p.candidate_id, p.source, p.dose_number::integer, p.state, p.reason, p.earliest_on, p.facility_id
  FROM page AS p
  LEFT JOIN geography.pub_neighbourhood AS n ON n.neighbourhood_id = p.neighbourhood_id
  LEFT JOIN LATERAL (
       SELECT o.value FROM registry.pub_contact AS o
        WHERE o.person_id = p.person_id AND o.kind = 'phone'
        ORDER BY o.preferred DESC, o.value LIMIT 1) AS t ON true
  LEFT JOIN LATERAL (
       SELECT i.masked FROM registry.pub_identity_document AS i
        WHERE i.person_id = p.person_id
        ORDER BY i.kind = 'health_card', i.kind DESC LIMIT 1) AS d ON true
 ORDER BY p.neighbourhood_id NULLS LAST, p.household_id NULLS LAST, p.sort_key, p.person_id;

-- name: ward_counts
-- How many residents of a ward stand where in a round, as the lines say; no state is never
-- registered.
SELECT s.state, count(*) AS people
  FROM registry.pub_person AS p
  LEFT JOIN LATERAL (
       SELECT w.state
         FROM planning.candidate AS w
        WHERE w.person_id = p.person_id
          AND (w.round_id = :round_id OR (w.round_id IS NULL AND w.state = 'waiting'))
        ORDER BY w.round_id IS NULL, w.state IN ('waiting', 'assigned', 'called', 'deferred') DESC,
              w.entered_at DESC
        LIMIT 1) AS c ON true
  LEFT JOIN planning.recall AS r ON r.person_id = p.person_id
 CROSS JOIN LATERAL (SELECT CASE WHEN r.person_id IS NULL THEN c.state
                                 ELSE coalesce(c.state, 'vaccinated') END AS state) AS s
 WHERE p.home_ward = :ward AND p.deceased_on IS NULL
   AND (:neighbourhood::integer IS NULL OR p.neighbourhood_id = :neighbourhood)
 GROUP BY s.state
 ORDER BY s.state;

-- name: candidate_counts
-- Candidates of a round by state, within the caller's jurisdiction.
SELECT c.state, count(*) AS people
  FROM planning.candidate AS c
 WHERE c.round_id = :round_id
   AND (:facility_id::integer IS NULL OR c.facility_id = :facility_id)
   AND (:district_id::integer IS NULL OR c.home_district = :district_id)
 GROUP BY c.state
 ORDER BY c.state;

-- name: return_deferred
-- On their date deferred people stand on their ward's list again by themselves.
WITH moved AS (
    UPDATE planning.candidate
       SET state = 'waiting', facility_id = NULL, place_province = NULL, place_district = NULL,
           place_ward = NULL, changed_at = :now, changed_by = NULL
     WHERE state = 'deferred' AND earliest_on <= :today
    RETURNING person_id
)
SELECT count(*) AS people FROM moved;

-- name: settle_candidates
-- What the site day made of candidates. One who would be open again while another candidacy of the
-- round is open is removed instead: a person stands in a round once.
UPDATE planning.candidate AS c
   SET state = CASE WHEN u.state IN ('waiting', 'assigned', 'called', 'deferred') AND EXISTS (
                         SELECT FROM planning.candidate AS o
                          WHERE o.person_id = c.person_id AND o.candidate_id <> c.candidate_id
                            AND coalesce(o.round_id, 0) = coalesce(c.round_id, 0)
                            AND o.state IN ('waiting', 'assigned', 'called', 'deferred'))
                    THEN 'removed' ELSE u.state END,
       reason = u.reason, earliest_on = u.earliest_on, outcome_event_id = u.outcome_event_id,
       changed_at = :now
  FROM unnest(:people::uuid[], :candidates::uuid[], :states::text[], :reasons::text[],
              :earliest::date[], :outcomes::uuid[])
       AS u (person_id, candidate_id, state, reason, earliest_on, outcome_event_id)
 WHERE c.person_id = u.person_id AND c.candidate_id = u.candidate_id;
