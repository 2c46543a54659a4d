-- Long work that people wait for: lists, batches, the demo; read by progress bars.
CREATE TABLE kernel.long_job (
    job_id uuid PRIMARY KEY,
    kind text NOT NULL,
    title text NOT NULL,
    owner_id uuid,
    state text NOT NULL,
    done integer NOT NULL DEFAULT 0,
    total integer,
    result jsonb,
    failure text,
    created_at timestamptz NOT NULL,
    moved_at timestamptz NOT NULL
);
-- What was uploaded and is being worked on; deleted when the job is done.
CREATE TABLE kernel.staged_file (
    file_id uuid PRIMARY KEY,
    name text NOT NULL,
    content bytea NOT NULL,
    owner_id uuid,
    uploaded_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON kernel.long_job TO tiemchung_app, tiemchung_worker;
GRANT SELECT, INSERT ON kernel.staged_file TO tiemchung_app, tiemchung_worker;
GRANT DELETE ON kernel.staged_file TO tiemchung_worker;
