-- name: find_job
SELECT j.state, j.done, j.total, j.result, j.failure FROM kernel.long_job AS j WHERE j.job_id = :job;

-- name: add_job
INSERT INTO kernel.long_job (job_id, kind, title, state, done, total, result, created_at, moved_at)
VALUES (:job, 'demo', :title, 'running', 0, :total, :result, :now, :now)
    ON CONFLICT (job_id) DO NOTHING;

-- name: move_job
UPDATE kernel.long_job
   SET done = :done, result = :result, state = :state, failure = NULL, moved_at = :now
 WHERE job_id = :job;

-- name: fail_job
-- It stays unfinished: the next run tries the same step again.
UPDATE kernel.long_job SET failure = :failure, moved_at = :now WHERE job_id = :job;
