-- Slots of a session and the appointments in them. Booking is two plain statements in one
-- transaction: the slot (taken < capacity), then the appointment.
CREATE SCHEMA booking;
GRANT USAGE ON SCHEMA booking TO tiemchung_app, tiemchung_writer, tiemchung_worker;

CREATE TABLE booking.slot (
    facility_id integer NOT NULL,
    slot_id uuid NOT NULL,
    session_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    capacity integer NOT NULL CHECK (capacity >= 0),
    taken integer NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND capacity),
    place_province integer,
    place_district integer,
    place_ward integer,
    PRIMARY KEY (facility_id, slot_id)
);
CREATE INDEX slot_session ON booking.slot (facility_id, session_id, starts_at);

CREATE TABLE booking.appointment (
    person_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    candidate_id uuid,
    facility_id integer NOT NULL,
    site_id integer NOT NULL,
    session_id uuid NOT NULL,
    slot_id uuid NOT NULL,
    round_id integer,
    starts_at timestamptz NOT NULL,
    code text NOT NULL,
    dose_number_expected smallint NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'arrived', 'done', 'cancelled')),
    -- when the invitation was ordered, the message that carries it, and what became of it
    invite_ordered_at timestamptz,
    message_id uuid,
    invited_at timestamptz,
    delivered_at timestamptz,
    answered_at timestamptz,
    outcome text,
    outcome_event_id uuid,
    outcome_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text,
    notify_cancelled boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, appointment_id)
);
CREATE INDEX appointment_session ON booking.appointment (session_id, starts_at);
CREATE INDEX appointment_home ON booking.appointment (home_ward, starts_at);
CREATE INDEX appointment_slot ON booking.appointment (slot_id);
-- Never two open appointments for one person in a round.
CREATE UNIQUE INDEX appointment_once ON booking.appointment (person_id, coalesce(round_id, 0))
    WHERE state IN ('open', 'arrived');
CREATE INDEX appointment_to_invite ON booking.appointment (invite_ordered_at)
    WHERE invite_ordered_at IS NOT NULL AND invited_at IS NULL AND state = 'open';
CREATE INDEX appointment_to_cancel ON booking.appointment (cancelled_at) WHERE notify_cancelled;

-- The 8 characters that are read aloud and printed as QR (group claim).
CREATE TABLE booking.invitation_code (
    code text PRIMARY KEY,
    person_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    session_id uuid NOT NULL,
    expires_at timestamptz NOT NULL
);

CALL kernel.guard('booking.slot');
CALL kernel.guard('booking.appointment');

GRANT SELECT ON ALL TABLES IN SCHEMA booking TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE ON booking.slot, booking.appointment TO tiemchung_app, tiemchung_worker;
GRANT INSERT ON booking.invitation_code TO tiemchung_app, tiemchung_worker;

-- What other domains may read. The caller's jurisdiction applies: security_invoker.
CREATE VIEW booking.pub_appointment WITH (security_invoker = true) AS SELECT * FROM booking.appointment;
CREATE VIEW booking.pub_slot WITH (security_invoker = true) AS SELECT * FROM booking.slot;
CREATE VIEW booking.pub_invitation_code WITH (security_invoker = true) AS
    SELECT * FROM booking.invitation_code;
GRANT SELECT ON booking.pub_appointment, booking.pub_slot,
    booking.pub_invitation_code TO tiemchung_app, tiemchung_worker;
