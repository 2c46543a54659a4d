-- name: add_organisation
INSERT INTO planning.organisation (organisation_id, name, tax_code, ward_id, district_id, province_id,
       contact_staff_id, created_at)
VALUES (:organisation_id, :name, :tax_code, :ward_id, :district_id, :province_id, :contact_staff_id,
       :created_at)
    ON CONFLICT DO NOTHING;

-- name: standing_list
SELECT l.list_id FROM planning.candidate_list AS l
 WHERE l.standing AND coalesce(l.round_id, 0) = coalesce(:round_id::integer, 0) AND l.source = :source
   AND coalesce(l.province_id, 0) = coalesce(:province_id::integer, 0)
   AND coalesce(l.ward_id, 0) = coalesce(:ward_id::integer, 0);

-- name: add_standing_list
INSERT INTO planning.candidate_list (list_id, round_id, source, province_id, ward_id, name, standing,
       entered_by, entered_at)
VALUES (:list_id, :round_id, :source, :province_id, :ward_id, :name, true, :entered_by, :entered_at)
    ON CONFLICT DO NOTHING;

-- name: add_upload
INSERT INTO planning.candidate_list (list_id, round_id, source, organisation_id, province_id, ward_id,
       name, file_name, file_digest, state, entered_by, entered_at)
VALUES (:list_id, :round_id, :source, :organisation_id, :province_id, :ward_id, :name, :file_name,
       :file_digest, 'importing', :entered_by, :entered_at)
    ON CONFLICT DO NOTHING
RETURNING list_id;

-- name: upload_with_digest
SELECT l.list_id, l.name, l.state, l.entered_at
  FROM planning.candidate_list AS l
 WHERE coalesce(l.round_id, 0) = coalesce(:round_id::integer, 0) AND l.file_digest = :file_digest
   AND l.state <> 'withdrawn';

-- name: list_of
SELECT l.list_id, l.round_id, l.source, l.organisation_id, l.province_id, l.ward_id, l.name,
       l.file_name, l.state, l.rows_read, l.rows_accepted, l.rows_refused, l.entered_by, l.entered_at
  FROM planning.candidate_list AS l
 WHERE l.list_id = :list_id;

-- name: lists_of_round
SELECT l.list_id, l.round_id, l.source, l.organisation_id, l.province_id, l.ward_id, l.name,
       l.file_name, l.state, l.rows_read, l.rows_accepted, l.rows_refused, l.entered_by, l.entered_at
  FROM planning.candidate_list AS l
 WHERE l.round_id = :round_id AND (:source::text IS NULL OR l.source = :source)
 ORDER BY l.entered_at DESC, l.list_id;

-- name: set_list_state
UPDATE planning.candidate_list SET state = :state WHERE list_id = :list_id;

-- name: count_rows
-- The figures of a list are those of its rows, so that a repeated import counts nothing twice.
UPDATE planning.candidate_list AS l
   SET rows_read = r.all_rows, rows_accepted = r.accepted, rows_refused = r.all_rows - r.accepted
  FROM (SELECT count(*)::integer AS all_rows,
               (count(*) FILTER (WHERE w.person_id IS NOT NULL))::integer AS accepted
          FROM planning.list_row AS w WHERE w.list_id = :list_id) AS r
 WHERE l.list_id = :list_id;

-- name: add_rows
INSERT INTO planning.list_row (list_id, sheet, row, outcome, person_id, problems)
SELECT :list_id, r.sheet, r.row, r.outcome, r.person_id, r.problems::jsonb
  FROM unnest(:sheets::text[], :rows::integer[], :outcomes::text[], :people::uuid[], :problems::text[])
       AS r (sheet, row, outcome, person_id, problems)
    ON CONFLICT DO NOTHING;

-- name: rows_done
SELECT r.sheet, r.row FROM planning.list_row AS r WHERE r.list_id = :list_id;

-- name: rows_of_list
SELECT r.sheet, r.row, r.outcome, r.person_id, r.problems
  FROM planning.list_row AS r
 WHERE r.list_id = :list_id AND (:outcome::text IS NULL OR r.outcome = :outcome)
 ORDER BY r.sheet, r.row
 LIMIT :page_size::integer OFFSET :skipped::integer;

-- name: outcomes_of_list
SELECT r.outcome, count(*) AS rows
  FROM planning.list_row AS r
 WHERE r.list_id = :list_id
 GROUP BY r.outcome
 ORDER BY r.outcome;
