-- Messages to people and their way through a gateway.
CREATE SCHEMA notifications;
GRANT USAGE ON SCHEMA notifications TO tiemchung_app, tiemchung_writer, tiemchung_worker;

-- Messages to people: text without accents in one part, sent by the worker through a gateway.
-- What a message says and to whom lies apart, because only the sender reads it (and the inbox page
-- of a demo).
CREATE TABLE notifications.message (
    message_id uuid PRIMARY KEY,
    channel text NOT NULL,
    template text NOT NULL,
    parts smallint NOT NULL,
    person_ids uuid[] NOT NULL,
    created_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    not_after timestamptz,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sent', 'failed', 'expired', 'cancelled')),
    attempts smallint NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    gateway_id text,
    sent_at timestamptz,
    failure text,
    dedupe_key text UNIQUE
);
CREATE TABLE notifications.content (
    message_id uuid PRIMARY KEY,
    recipient text NOT NULL,
    text text NOT NULL
);
ALTER TABLE notifications.content ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications.content FORCE ROW LEVEL SECURITY;
CREATE POLICY anybody_may_send ON notifications.content FOR INSERT TO tiemchung_app WITH CHECK (true);
CREATE POLICY inbox_of_a_demo ON notifications.content FOR SELECT TO tiemchung_app
    USING ((SELECT i.demo FROM kernel.installation AS i));
CREATE POLICY worker_sends ON notifications.content TO tiemchung_worker USING (true) WITH CHECK (true);
CREATE POLICY owner_nation ON notifications.content TO CURRENT_USER
    USING ((SELECT current_setting('app.nation', true) = 'on'));
CREATE INDEX message_waiting ON notifications.message (not_before) WHERE state = 'waiting';

GRANT SELECT ON ALL TABLES IN SCHEMA notifications TO tiemchung_app, tiemchung_worker;
GRANT INSERT ON notifications.message, notifications.content TO tiemchung_app;
GRANT INSERT, UPDATE ON notifications.message TO tiemchung_worker;
GRANT INSERT, DELETE ON notifications.content TO tiemchung_worker;

-- What became of a message, without what it says and to whom.
CREATE VIEW notifications.pub_message WITH (security_invoker = true) AS
    SELECT message_id, channel, template, parts, created_at, not_before, not_after, state, attempts,
           sent_at, failure
      FROM notifications.message;
GRANT SELECT ON notifications.pub_message TO tiemchung_app, tiemchung_worker;
