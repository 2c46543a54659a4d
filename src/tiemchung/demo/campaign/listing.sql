-- name: rows_taken
SELECT r.sheet, r.row, r.person_id
  FROM planning.list_row AS r
 WHERE r.list_id = :list_id AND r.person_id IS NOT NULL AND r.outcome IN ('registered', 'known')
 ORDER BY r.sheet, r.row;
