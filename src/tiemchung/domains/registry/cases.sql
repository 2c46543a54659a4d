-- name: open_cases
-- A case that stands gets the flags of now; one that was settled opens again when flags came back.
INSERT INTO registry.correction_case AS c
       (person_id, case_id, number, kind, event_id, flags, facility_id, place_province,
        place_district, place_ward, opened_at, due_at, state, owner)
SELECT u.person_id, u.case_id, u.number, :kind, u.event_id, string_to_array(u.flags, ','),
       u.facility_id, u.province, u.district, u.ward, :now, :due, 'open', 'facility'
  FROM unnest(:people::uuid[], :cases::uuid[], :numbers::text[], :events::uuid[], :flags::text[],
              :facilities::int[], :provinces::int[], :districts::int[], :wards::int[])
       AS u (person_id, case_id, number, event_id, flags, facility_id, province, district, ward)
    ON CONFLICT (person_id, case_id) DO UPDATE
   SET flags = excluded.flags,
       state = CASE WHEN c.answer = 'no_longer_flagged' OR c.flags <> excluded.flags
                    THEN 'open' ELSE c.state END,
       closed_at = CASE WHEN c.answer = 'no_longer_flagged' OR c.flags <> excluded.flags
                        THEN NULL ELSE c.closed_at END;

-- name: settle_cases
UPDATE registry.correction_case AS c
   SET state = 'settled', answer = :answer, closed_at = :now
  FROM unnest(:people::uuid[], :cases::uuid[]) AS u (person_id, case_id)
 WHERE c.person_id = u.person_id AND c.case_id = u.case_id AND c.state = 'open';
