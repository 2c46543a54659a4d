-- name: lists
-- Lists that came as files: of the provinces of the reader's scope, or entered by the reader.
SELECT l.list_id, l.name, l.source, l.file_name, l.state, l.rows_read, l.rows_accepted, l.rows_refused,
       l.entered_at, s.full_name AS entered_by
  FROM planning.pub_candidate_list AS l
  LEFT JOIN identity.pub_staff AS s ON s.staff_id = l.entered_by
 WHERE l.file_name IS NOT NULL
   AND (:nation OR l.province_id = ANY (:provinces::int[]) OR l.entered_by = :staff)
 ORDER BY l.entered_at DESC
 LIMIT 200;
