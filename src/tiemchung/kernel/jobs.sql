-- name: stage_file
INSERT INTO kernel.staged_file (file_id, name, content, owner_id, uploaded_at)
VALUES (:file_id, :name, :content, :owner_id, :now)
    ON CONFLICT (file_id) DO NOTHING;

-- name: staged_file
SELECT f.name, f.content FROM kernel.staged_file AS f WHERE f.file_id = :file_id;

-- name: drop_file
DELETE FROM kernel.staged_file AS f WHERE f.file_id = :file_id;

-- name: open_job
-- Once per id; one that failed is taken up again.
INSERT INTO kernel.long_job AS j (job_id, kind, title, owner_id, state, total, created_at, moved_at)
VALUES (:job_id, :kind, :title, :owner_id, 'waiting', :total, :now, :now)
    ON CONFLICT (job_id) DO UPDATE
   SET state = 'waiting', failure = NULL, moved_at = excluded.moved_at
 WHERE j.state = 'failed';

-- name: job
SELECT j.job_id, j.kind, j.title, j.owner_id, j.state, j.done, j.total, j.failure, j.created_at, j.moved_at
  FROM kernel.long_job AS j
 WHERE j.job_id = :job_id;

-- name: claim_job
-- The oldest job of a kind that waits, or whose worker has not moved it for a while: it was killed.
UPDATE kernel.long_job AS j
   SET state = 'running', moved_at = :now
 WHERE j.job_id = (SELECT w.job_id FROM kernel.long_job AS w
                    WHERE w.kind = :kind
                      AND (w.state = 'waiting' OR (w.state = 'running' AND w.moved_at < :stale))
                    ORDER BY w.created_at LIMIT 1)
   AND (j.state = 'waiting' OR (j.state = 'running' AND j.moved_at < :stale))
RETURNING j.job_id, j.kind, j.title, j.owner_id, j.state, j.done, j.total, j.failure, j.created_at, j.moved_at;

-- name: move_job
UPDATE kernel.long_job AS j
   SET done = :done, total = :total, moved_at = :now
 WHERE j.job_id = :job_id;

-- name: end_job
UPDATE kernel.long_job AS j
   SET state = :state, failure = :failure, moved_at = :now
 WHERE j.job_id = :job_id;
