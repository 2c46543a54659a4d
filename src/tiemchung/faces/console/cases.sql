-- name: cases
-- Cases within the caller's jurisdiction, those that are due first.
SELECT c.case_id, c.person_id, c.number, c.kind, c.flags, c.opened_at, c.due_at, c.state, c.answer,
       p.full_name, f.name AS facility
  FROM registry.pub_correction_case AS c
  LEFT JOIN registry.pub_person AS p USING (person_id)
  LEFT JOIN geography.pub_facility AS f USING (facility_id)
 WHERE (c.state = 'open') = :open
 ORDER BY c.due_at NULLS LAST, c.opened_at
 LIMIT :page_size OFFSET :skipped;

-- name: how_many
SELECT count(*) AS cases FROM registry.pub_correction_case AS c WHERE (c.state = 'open') = :open;

-- name: one_case
SELECT c.case_id, c.person_id, c.number, c.kind, c.flags, c.opened_at, c.due_at, c.state, c.answer,
       p.full_name, f.name AS facility
  FROM registry.pub_correction_case AS c
  LEFT JOIN registry.pub_person AS p USING (person_id)
  LEFT JOIN geography.pub_facility AS f USING (facility_id)
 WHERE c.case_id = :case_id;
