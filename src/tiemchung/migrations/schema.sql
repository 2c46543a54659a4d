SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

-- Name: booking; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA booking;

-- Name: certificates; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA certificates;

-- Name: geography; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA geography;

-- Name: identity; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA identity;

-- Name: kernel; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA kernel;

-- Name: ledger; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA ledger;

-- Name: notifications; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA notifications;

-- Name: planning; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA planning;

-- Name: quality; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA quality;

-- Name: registry; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA registry;

-- Name: response; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA response;

-- Name: safety; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA safety;

-- Name: siteops; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA siteops;

-- Name: statistics; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA statistics;

-- Name: supply; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA supply;

-- Name: guard(regclass); Type: PROCEDURE; Schema: kernel; Owner: -

CREATE PROCEDURE kernel.guard(IN guarded regclass)
    LANGUAGE plpgsql
    AS $$
DECLARE
    arms text := '(SELECT current_setting(''app.nation'', true) = ''on'')';
    arm record;
BEGIN
    FOR arm IN
        SELECT a.attname,
               CASE WHEN a.attname = 'person_id' THEN 'open_persons'
                    WHEN a.attname = 'session_id' THEN 'scope_session'
                    WHEN a.attname = 'facility_id' THEN 'scope_facility'
                    ELSE 'scope_' || split_part(a.attname, '_', 2) END AS setting,
               CASE WHEN a.attname IN ('person_id', 'session_id') THEN 'uuid[]' ELSE 'integer[]' END AS type
          FROM pg_attribute AS a
         WHERE a.attrelid = guarded
           AND NOT a.attisdropped
           AND a.attname IN ('place_province', 'place_district', 'place_ward',
                             'home_province', 'home_district', 'home_ward',
                             'facility_id', 'session_id', 'person_id')
         ORDER BY a.attnum
    LOOP
        arms := arms || format(
            ' OR %I = ANY ((SELECT nullif(current_setting(%L, true), '''')::%s)::%s)',
            arm.attname, 'app.' || arm.setting, arm.type, arm.type);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY app_arms ON %s TO tiemchung_app USING (%s) WITH CHECK (%s)', guarded, arms, arms);
    EXECUTE format('CREATE POLICY writer_all ON %s TO tiemchung_writer USING (true) WITH CHECK (true)', guarded);
    EXECUTE format('CREATE POLICY worker_all ON %s TO tiemchung_worker USING (true) WITH CHECK (true)', guarded);
    EXECUTE format('CREATE POLICY owner_nation ON %s TO CURRENT_USER USING ((SELECT current_setting(''app.nation'', true) = ''on'')) WITH CHECK ((SELECT current_setting(''app.nation'', true) = ''on''))', guarded);
END
$$;

SET default_tablespace = '';

SET default_table_access_method = heap;

-- Name: appointment; Type: TABLE; Schema: booking; Owner: -

CREATE TABLE booking.appointment (
    person_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    candidate_id uuid,
    facility_id integer NOT NULL,
    site_id integer NOT NULL,
    session_id uuid NOT NULL,
    slot_id uuid NOT NULL,
    round_id integer,
    starts_at timestamp with time zone NOT NULL,
    code text NOT NULL,
    dose_number_expected smallint NOT NULL,
    state text NOT NULL,
    invite_ordered_at timestamp with time zone,
    message_id uuid,
    invited_at timestamp with time zone,
    delivered_at timestamp with time zone,
    answered_at timestamp with time zone,
    outcome text,
    outcome_event_id uuid,
    outcome_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancel_reason text,
    notify_cancelled boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    CONSTRAINT appointment_state_check CHECK ((state = ANY (ARRAY['open'::text, 'arrived'::text, 'done'::text, 'cancelled'::text])))
);

ALTER TABLE ONLY booking.appointment FORCE ROW LEVEL SECURITY;

-- Name: invitation_code; Type: TABLE; Schema: booking; Owner: -

CREATE TABLE booking.invitation_code (
    code text NOT NULL,
    person_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    session_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

-- Name: pub_appointment; Type: VIEW; Schema: booking; Owner: -

CREATE VIEW booking.pub_appointment WITH (security_invoker='true') AS
 SELECT person_id,
    appointment_id,
    candidate_id,
    facility_id,
    site_id,
    session_id,
    slot_id,
    round_id,
    starts_at,
    code,
    dose_number_expected,
    state,
    invite_ordered_at,
    message_id,
    invited_at,
    delivered_at,
    answered_at,
    outcome,
    outcome_event_id,
    outcome_at,
    cancelled_at,
    cancel_reason,
    notify_cancelled,
    created_at,
    place_province,
    place_district,
    place_ward,
    home_province,
    home_district,
    home_ward
   FROM booking.appointment;

-- Name: pub_invitation_code; Type: VIEW; Schema: booking; Owner: -

CREATE VIEW booking.pub_invitation_code WITH (security_invoker='true') AS
 SELECT code,
    person_id,
    appointment_id,
    session_id,
    expires_at
   FROM booking.invitation_code;

-- Name: slot; Type: TABLE; Schema: booking; Owner: -

CREATE TABLE booking.slot (
    facility_id integer NOT NULL,
    slot_id uuid NOT NULL,
    session_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    capacity integer NOT NULL,
    taken integer DEFAULT 0 NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    CONSTRAINT slot_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT slot_check CHECK (((taken >= 0) AND (taken <= capacity)))
);

ALTER TABLE ONLY booking.slot FORCE ROW LEVEL SECURITY;

-- Name: pub_slot; Type: VIEW; Schema: booking; Owner: -

CREATE VIEW booking.pub_slot WITH (security_invoker='true') AS
 SELECT facility_id,
    slot_id,
    session_id,
    starts_at,
    ends_at,
    capacity,
    taken,
    place_province,
    place_district,
    place_ward
   FROM booking.slot;

-- Name: certificate; Type: TABLE; Schema: certificates; Owner: -

CREATE TABLE certificates.certificate (
    person_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    identity_status text NOT NULL,
    dose_event_ids uuid[] NOT NULL,
    facts_hash bytea NOT NULL,
    text text NOT NULL,
    key_id bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_reason text,
    CONSTRAINT certificate_revoked_reason_check CHECK ((revoked_reason = ANY (ARRAY['replaced'::text, 'corrected'::text, 'dose_voided'::text, 'merged'::text])))
);

ALTER TABLE ONLY certificates.certificate FORCE ROW LEVEL SECURITY;

-- Name: pub_certificate; Type: VIEW; Schema: certificates; Owner: -

CREATE VIEW certificates.pub_certificate WITH (security_invoker='true') AS
 SELECT person_id,
    certificate_id,
    number,
    kind,
    identity_status,
    dose_event_ids,
    text,
    key_id,
    issued_at,
    expires_at,
    revoked_at,
    revoked_reason
   FROM certificates.certificate;

-- Name: waiting; Type: TABLE; Schema: certificates; Owner: -

CREATE TABLE certificates.waiting (
    person_id uuid NOT NULL,
    waiting_since timestamp with time zone NOT NULL,
    claimed_until timestamp with time zone,
    refusal text
);

ALTER TABLE ONLY certificates.waiting FORCE ROW LEVEL SECURITY;

-- Name: pub_waiting; Type: VIEW; Schema: certificates; Owner: -

CREATE VIEW certificates.pub_waiting WITH (security_invoker='true') AS
 SELECT person_id,
    waiting_since,
    refusal
   FROM certificates.waiting;

-- Name: revoked_number; Type: TABLE; Schema: certificates; Owner: -

CREATE TABLE certificates.revoked_number (
    number text NOT NULL,
    revoked_at timestamp with time zone NOT NULL
);

-- Name: signing_key; Type: TABLE; Schema: certificates; Owner: -

CREATE TABLE certificates.signing_key (
    key_id bytea NOT NULL,
    issuer text NOT NULL,
    country text NOT NULL,
    certificate_der bytea NOT NULL,
    purpose text NOT NULL,
    demo boolean NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    trusted boolean DEFAULT true NOT NULL
);

-- Name: facility; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.facility (
    facility_id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    sector text DEFAULT 'civil'::text NOT NULL,
    ward_id integer,
    district_id integer,
    province_id integer,
    region_id integer,
    parent_facility_id integer,
    address text,
    lat double precision,
    lon double precision,
    active boolean DEFAULT true NOT NULL,
    verified boolean DEFAULT false NOT NULL
);

-- Name: facility_facility_id_seq; Type: SEQUENCE; Schema: geography; Owner: -

ALTER TABLE geography.facility ALTER COLUMN facility_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME geography.facility_facility_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: national_daily; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.national_daily (
    day date NOT NULL,
    total_doses bigint,
    people_first_dose bigint,
    people_second_dose bigint,
    source text NOT NULL
);

-- Name: neighbourhood; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.neighbourhood (
    neighbourhood_id integer NOT NULL,
    ward_id integer NOT NULL,
    name text NOT NULL
);

-- Name: neighbourhood_neighbourhood_id_seq; Type: SEQUENCE; Schema: geography; Owner: -

ALTER TABLE geography.neighbourhood ALTER COLUMN neighbourhood_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME geography.neighbourhood_neighbourhood_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: pub_facility; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_facility WITH (security_invoker='true') AS
 SELECT facility_id,
    code,
    name,
    kind,
    sector,
    ward_id,
    district_id,
    province_id,
    region_id,
    parent_facility_id,
    address,
    lat,
    lon,
    active,
    verified
   FROM geography.facility;

-- Name: pub_facility_in_scope; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_facility_in_scope WITH (security_invoker='true') AS
 SELECT facility_id
   FROM geography.facility f
  WHERE (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR ( SELECT (CURRENT_USER = 'tiemchung_worker'::name)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (ward_id = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (district_id = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (province_id = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

-- Name: pub_national_daily; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_national_daily WITH (security_invoker='true') AS
 SELECT day,
    total_doses,
    people_first_dose,
    people_second_dose,
    source
   FROM geography.national_daily;

-- Name: pub_neighbourhood; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_neighbourhood WITH (security_invoker='true') AS
 SELECT neighbourhood_id,
    ward_id,
    name
   FROM geography.neighbourhood;

-- Name: rule_set; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.rule_set (
    rule_set_id text NOT NULL,
    family text NOT NULL,
    hash bytea NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    published_at timestamp with time zone,
    scope_unit_id integer,
    authority text NOT NULL,
    verified boolean NOT NULL,
    body jsonb NOT NULL
);

-- Name: pub_rule_set; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_rule_set WITH (security_invoker='true') AS
 SELECT rule_set_id,
    family,
    hash,
    valid_from,
    valid_to,
    published_at,
    scope_unit_id,
    authority,
    verified,
    body
   FROM geography.rule_set;

-- Name: site; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.site (
    site_id integer NOT NULL,
    facility_id integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    ward_id integer,
    district_id integer,
    province_id integer NOT NULL,
    address text,
    lat double precision,
    lon double precision,
    tables smallint DEFAULT 1 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT site_kind_check CHECK ((kind = ANY (ARRAY['fixed'::text, 'mobile'::text]))),
    CONSTRAINT site_tables_check CHECK (((tables >= 1) AND (tables <= 60)))
);

-- Name: pub_site; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_site WITH (security_invoker='true') AS
 SELECT site_id,
    facility_id,
    name,
    kind,
    ward_id,
    district_id,
    province_id,
    address,
    lat,
    lon,
    tables,
    active
   FROM geography.site;

-- Name: succession; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.succession (
    from_id integer NOT NULL,
    to_id integer,
    relation text NOT NULL,
    is_default boolean NOT NULL,
    effective_from date NOT NULL,
    decree text
);

-- Name: pub_succession; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_succession WITH (security_invoker='true') AS
 SELECT from_id,
    to_id,
    relation,
    is_default,
    effective_from,
    decree
   FROM geography.succession;

-- Name: unit; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.unit (
    unit_id integer NOT NULL,
    code text NOT NULL,
    level text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    unit_type text NOT NULL,
    parent_id integer,
    valid_from date NOT NULL,
    valid_to date,
    decree text,
    population integer,
    population_date date,
    lat double precision,
    lon double precision,
    verified boolean DEFAULT true NOT NULL,
    CONSTRAINT unit_level_check CHECK ((level = ANY (ARRAY['nation'::text, 'region'::text, 'province'::text, 'district'::text, 'ward'::text, 'unknown'::text])))
);

-- Name: pub_unit; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_unit WITH (security_invoker='true') AS
 SELECT unit_id,
    code,
    level,
    name,
    name_en,
    unit_type,
    parent_id,
    valid_from,
    valid_to,
    decree,
    population,
    population_date,
    lat,
    lon,
    verified
   FROM geography.unit;

-- Name: unit_cover; Type: TABLE; Schema: geography; Owner: -

CREATE TABLE geography.unit_cover (
    ancestor_id integer NOT NULL,
    unit_id integer NOT NULL,
    level text NOT NULL
);

-- Name: pub_unit_cover; Type: VIEW; Schema: geography; Owner: -

CREATE VIEW geography.pub_unit_cover WITH (security_invoker='true') AS
 SELECT ancestor_id,
    unit_id,
    level
   FROM geography.unit_cover;

-- Name: site_site_id_seq; Type: SEQUENCE; Schema: geography; Owner: -

ALTER TABLE geography.site ALTER COLUMN site_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME geography.site_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: account_person; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.account_person (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    relation text NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    linked_by text NOT NULL,
    ended_at timestamp with time zone
);

-- Name: citizen_account; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.citizen_account (
    account_id uuid NOT NULL,
    phone_masked text NOT NULL,
    language text DEFAULT 'vi'::text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

-- Name: citizen_code; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.citizen_code (
    phone_digest bytea NOT NULL,
    code_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    used_at timestamp with time zone
);

-- Name: citizen_login; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.citizen_login (
    account_id uuid NOT NULL,
    token_digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

-- Name: device; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.device (
    device_id uuid NOT NULL,
    facility_id integer NOT NULL,
    name text NOT NULL,
    public_key bytea NOT NULL,
    enrolled_by uuid,
    enrolled_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_reason text,
    CONSTRAINT device_public_key_check CHECK ((length(public_key) = 65))
);

-- Name: device_enrolment; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.device_enrolment (
    code_digest bytea NOT NULL,
    facility_id integer NOT NULL,
    issued_by uuid NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    uses_left smallint NOT NULL,
    CONSTRAINT device_enrolment_uses_left_check CHECK ((uses_left >= 0))
);

-- Name: login_session; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.login_session (
    token_digest bytea NOT NULL,
    staff_id uuid NOT NULL,
    kind text NOT NULL,
    grant_id uuid,
    device_id uuid,
    second_factor boolean NOT NULL,
    place text DEFAULT ''::text NOT NULL,
    nation boolean DEFAULT false NOT NULL,
    provinces integer[] DEFAULT '{}'::integer[] NOT NULL,
    districts integer[] DEFAULT '{}'::integer[] NOT NULL,
    wards integer[] DEFAULT '{}'::integer[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    idle_seconds integer NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT login_session_kind_check CHECK ((kind = ANY (ARRAY['console'::text, 'station'::text])))
);

-- Name: phone_login; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.phone_login (
    phone_digest bytea NOT NULL,
    account_id uuid NOT NULL
);

-- Name: pub_account_person; Type: VIEW; Schema: identity; Owner: -

CREATE VIEW identity.pub_account_person WITH (security_invoker='true') AS
 SELECT account_id,
    person_id,
    relation
   FROM identity.account_person
  WHERE (ended_at IS NULL);

-- Name: pub_device; Type: VIEW; Schema: identity; Owner: -

CREATE VIEW identity.pub_device WITH (security_invoker='true') AS
 SELECT device_id,
    facility_id,
    name,
    enrolled_at,
    revoked_at
   FROM identity.device;

-- Name: role_grant; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.role_grant (
    grant_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    role text NOT NULL,
    unit_id integer,
    facility_id integer,
    session_id uuid,
    sector text DEFAULT 'civil'::text NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    granted_by uuid,
    reason text,
    CONSTRAINT role_grant_check CHECK (((unit_id IS NULL) <> ((facility_id IS NULL) AND (session_id IS NULL))))
);

-- Name: pub_role_grant; Type: VIEW; Schema: identity; Owner: -

CREATE VIEW identity.pub_role_grant WITH (security_invoker='true') AS
 SELECT grant_id,
    staff_id,
    role,
    unit_id,
    facility_id,
    session_id,
    sector,
    valid_from,
    valid_to
   FROM identity.role_grant;

-- Name: staff; Type: TABLE; Schema: identity; Owner: -

CREATE TABLE identity.staff (
    staff_id uuid NOT NULL,
    username text NOT NULL,
    full_name text NOT NULL,
    profession text,
    facility_id integer,
    password_hash text,
    totp_secret bytea,
    totp_confirmed_at timestamp with time zone,
    totp_last_step bigint DEFAULT 0 NOT NULL,
    badge_digest bytea,
    pin_hash text,
    must_change_password boolean DEFAULT false NOT NULL,
    failed_attempts smallint DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    failed_pins smallint DEFAULT 0 NOT NULL,
    pin_locked_until timestamp with time zone,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT staff_username_check CHECK ((username = lower(username)))
);

-- Name: pub_staff; Type: VIEW; Schema: identity; Owner: -

CREATE VIEW identity.pub_staff WITH (security_invoker='true') AS
 SELECT staff_id,
    username,
    full_name,
    profession,
    facility_id,
    active
   FROM identity.staff;

-- Name: attempt; Type: TABLE; Schema: kernel; Owner: -

CREATE UNLOGGED TABLE kernel.attempt (
    key_digest bytea NOT NULL,
    window_ends timestamp with time zone NOT NULL,
    attempts integer NOT NULL
);

-- Name: installation; Type: TABLE; Schema: kernel; Owner: -

CREATE TABLE kernel.installation (
    only_row boolean DEFAULT true NOT NULL,
    country text,
    demo boolean DEFAULT false NOT NULL,
    clock_offset interval DEFAULT '00:00:00'::interval NOT NULL,
    reference_version bigint DEFAULT 1 NOT NULL,
    epoch integer DEFAULT 1 NOT NULL,
    cluster_identifier bigint,
    CONSTRAINT installation_only_row_check CHECK (only_row)
);

-- Name: long_job; Type: TABLE; Schema: kernel; Owner: -

CREATE TABLE kernel.long_job (
    job_id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    owner_id uuid,
    state text NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    total integer,
    result jsonb,
    failure text,
    created_at timestamp with time zone NOT NULL,
    moved_at timestamp with time zone NOT NULL
);

-- Name: migration; Type: TABLE; Schema: kernel; Owner: -

CREATE TABLE kernel.migration (
    name text NOT NULL,
    checksum bytea NOT NULL,
    ran_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: staged_file; Type: TABLE; Schema: kernel; Owner: -

CREATE TABLE kernel.staged_file (
    file_id uuid NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    owner_id uuid,
    uploaded_at timestamp with time zone NOT NULL
);

-- Name: device_count; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.device_count (
    facility_id integer NOT NULL,
    device_id uuid NOT NULL,
    highest bigint NOT NULL,
    arrived bigint NOT NULL,
    last_at timestamp with time zone NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY ledger.device_count FORCE ROW LEVEL SECURITY;

-- Name: device_entry; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.device_entry (
    facility_id integer NOT NULL,
    device_id uuid NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    hash bytea NOT NULL,
    prev bytea,
    received_at timestamp with time zone NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY ledger.device_entry FORCE ROW LEVEL SECURITY;

-- Name: follower_cursor; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.follower_cursor (
    follower text NOT NULL,
    epoch integer DEFAULT 1 NOT NULL,
    tx xid8 DEFAULT '0'::xid8 NOT NULL,
    moved_at timestamp with time zone DEFAULT now() NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    failure text
);

-- Name: person_event; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.person_event (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    facility_id integer,
    site_id integer,
    session_id uuid,
    device_id uuid,
    seq bigint,
    prev bytea,
    performed_by uuid,
    entered_by uuid,
    supersedes uuid,
    private_hash bytea,
    body bytea NOT NULL,
    hash bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    epoch integer NOT NULL,
    upload_id uuid,
    outcome text NOT NULL,
    flags text[] NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY ledger.person_event FORCE ROW LEVEL SECURITY;

-- Name: person_key; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.person_key (
    person_id uuid NOT NULL,
    wrapped bytea NOT NULL,
    kek_id text NOT NULL
);

ALTER TABLE ONLY ledger.person_key FORCE ROW LEVEL SECURITY;

-- Name: private_document; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.private_document (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    salt bytea NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL
);
ALTER TABLE ONLY ledger.private_document ALTER COLUMN sealed SET STORAGE EXTERNAL;

ALTER TABLE ONLY ledger.private_document FORCE ROW LEVEL SECURITY;

-- Name: pub_device_count; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_device_count WITH (security_invoker='true') AS
 SELECT facility_id,
    device_id,
    highest,
    arrived,
    last_at,
    place_province,
    place_district
   FROM ledger.device_count;

-- Name: pub_device_entry; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_device_entry WITH (security_invoker='true') AS
 SELECT facility_id,
    device_id,
    seq,
    event_id,
    hash,
    received_at
   FROM ledger.device_entry;

-- Name: pub_follower; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_follower WITH (security_invoker='true') AS
 SELECT follower,
    epoch,
    tx,
    moved_at,
    failures,
    failure
   FROM ledger.follower_cursor;

-- Name: pub_position; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_position WITH (security_invoker='true') AS
 SELECT person_id,
    event_id,
    epoch,
    tx
   FROM ledger.person_event;

-- Name: quarantine; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.quarantine (
    quarantine_id uuid NOT NULL,
    reason text NOT NULL,
    device_id uuid,
    seq bigint,
    facility_id integer,
    event_id uuid,
    body bytea NOT NULL,
    hash bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    epoch integer NOT NULL,
    resolved_at timestamp with time zone,
    resolved_by uuid,
    resolution text
);

-- Name: pub_quarantine; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_quarantine WITH (security_invoker='true') AS
 SELECT quarantine_id,
    reason,
    device_id,
    seq,
    facility_id,
    event_id,
    received_at,
    resolved_at,
    resolved_by,
    resolution
   FROM ledger.quarantine;

-- Name: pub_registration; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_registration WITH (security_invoker='true') AS
 SELECT person_id,
    event_id,
    happened_at,
    facility_id,
    home_province,
    home_district,
    home_ward,
    ((convert_from(body, 'UTF8'::name))::jsonb #>> '{data,source}'::text[]) AS source
   FROM ledger.person_event
  WHERE (kind = 'registered'::text);

-- Name: site_event; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.site_event (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    site_id integer,
    session_id uuid,
    device_id uuid,
    seq bigint,
    prev bytea,
    performed_by uuid,
    entered_by uuid,
    supersedes uuid,
    private_hash bytea,
    body bytea NOT NULL,
    hash bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    epoch integer NOT NULL,
    upload_id uuid,
    outcome text NOT NULL,
    flags text[] NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY ledger.site_event FORCE ROW LEVEL SECURITY;

-- Name: pub_session_event; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_session_event WITH (security_invoker='true') AS
 SELECT person_event.session_id,
    person_event.person_id,
    person_event.facility_id,
    person_event.event_id,
    person_event.kind,
    person_event.device_id,
    person_event.seq,
    person_event.outcome,
    person_event.flags,
    person_event.body,
    person_event.epoch,
    person_event.tx
   FROM ledger.person_event
  WHERE (person_event.session_id IS NOT NULL)
UNION ALL
 SELECT site_event.session_id,
    NULL::uuid AS person_id,
    site_event.facility_id,
    site_event.event_id,
    site_event.kind,
    site_event.device_id,
    site_event.seq,
    site_event.outcome,
    site_event.flags,
    site_event.body,
    site_event.epoch,
    site_event.tx
   FROM ledger.site_event
  WHERE (site_event.session_id IS NOT NULL);

-- Name: pub_site_event; Type: VIEW; Schema: ledger; Owner: -

CREATE VIEW ledger.pub_site_event WITH (security_invoker='true') AS
 SELECT facility_id,
    event_id,
    kind,
    happened_at,
    site_id,
    session_id,
    supersedes,
    entered_by,
    outcome,
    flags
   FROM ledger.site_event;

-- Name: upload; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.upload (
    facility_id integer NOT NULL,
    upload_id uuid NOT NULL,
    device_id uuid NOT NULL,
    manifest bytea NOT NULL,
    signature bytea NOT NULL,
    received_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY ledger.upload ALTER COLUMN manifest SET STORAGE EXTERNAL;

ALTER TABLE ONLY ledger.upload FORCE ROW LEVEL SECURITY;

-- Name: content; Type: TABLE; Schema: notifications; Owner: -

CREATE TABLE notifications.content (
    message_id uuid NOT NULL,
    recipient text NOT NULL,
    text text NOT NULL
);

ALTER TABLE ONLY notifications.content FORCE ROW LEVEL SECURITY;

-- Name: message; Type: TABLE; Schema: notifications; Owner: -

CREATE TABLE notifications.message (
    message_id uuid NOT NULL,
    channel text NOT NULL,
    template text NOT NULL,
    parts smallint NOT NULL,
    person_ids uuid[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone NOT NULL,
    not_after timestamp with time zone,
    state text DEFAULT 'waiting'::text NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    claimed_until timestamp with time zone,
    gateway_id text,
    sent_at timestamp with time zone,
    failure text,
    dedupe_key text,
    CONSTRAINT message_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text, 'expired'::text, 'cancelled'::text])))
);

-- Name: pub_message; Type: VIEW; Schema: notifications; Owner: -

CREATE VIEW notifications.pub_message WITH (security_invoker='true') AS
 SELECT message_id,
    channel,
    template,
    parts,
    created_at,
    not_before,
    not_after,
    state,
    attempts,
    sent_at,
    failure
   FROM notifications.message;

-- Name: campaign; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.campaign (
    campaign_id integer NOT NULL,
    name text NOT NULL,
    disease text NOT NULL,
    starts_on date NOT NULL,
    ends_on date
);

-- Name: campaign_campaign_id_seq; Type: SEQUENCE; Schema: planning; Owner: -

ALTER TABLE planning.campaign ALTER COLUMN campaign_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning.campaign_campaign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: candidate; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.candidate (
    person_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    list_id uuid NOT NULL,
    round_id integer,
    source text NOT NULL,
    priority_group text,
    dose_number smallint DEFAULT 1 NOT NULL,
    product_id integer,
    household_id uuid,
    state text NOT NULL,
    reason text,
    earliest_on date,
    latest_on date,
    facility_id integer,
    outcome_event_id uuid,
    entered_at timestamp with time zone NOT NULL,
    entered_by uuid,
    changed_at timestamp with time zone NOT NULL,
    changed_by uuid,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    CONSTRAINT candidate_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'assigned'::text, 'called'::text, 'vaccinated'::text, 'deferred'::text, 'contraindicated'::text, 'referred'::text, 'declined'::text, 'removed'::text])))
);

ALTER TABLE ONLY planning.candidate FORCE ROW LEVEL SECURITY;

-- Name: candidate_list; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.candidate_list (
    list_id uuid NOT NULL,
    round_id integer,
    source text NOT NULL,
    organisation_id uuid,
    province_id integer,
    ward_id integer,
    name text NOT NULL,
    standing boolean DEFAULT false NOT NULL,
    file_name text,
    file_digest bytea,
    rows_read integer DEFAULT 0 NOT NULL,
    rows_accepted integer DEFAULT 0 NOT NULL,
    rows_refused integer DEFAULT 0 NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    entered_by uuid,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT candidate_list_state_check CHECK ((state = ANY (ARRAY['open'::text, 'importing'::text, 'imported'::text, 'withdrawn'::text])))
);

-- Name: list_row; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.list_row (
    list_id uuid NOT NULL,
    sheet text NOT NULL,
    "row" integer NOT NULL,
    outcome text NOT NULL,
    person_id uuid,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL
);

-- Name: organisation; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.organisation (
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    tax_code text,
    ward_id integer,
    district_id integer,
    province_id integer,
    contact_staff_id uuid,
    created_at timestamp with time zone NOT NULL
);

-- Name: plan; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.plan (
    plan_id uuid NOT NULL,
    round_id integer NOT NULL,
    facility_id integer NOT NULL,
    district_id integer,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    target integer NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    drawn_up_by uuid,
    drawn_up_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    remark text,
    CONSTRAINT plan_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'returned'::text]))),
    CONSTRAINT plan_target_check CHECK ((target >= 0))
);

-- Name: plan_site; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.plan_site (
    plan_id uuid NOT NULL,
    site_id integer NOT NULL,
    team_id uuid,
    target integer NOT NULL,
    CONSTRAINT plan_site_target_check CHECK ((target >= 0))
);

-- Name: pub_campaign; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_campaign WITH (security_invoker='true') AS
 SELECT campaign_id,
    name,
    disease,
    starts_on,
    ends_on
   FROM planning.campaign;

-- Name: pub_candidate; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_candidate WITH (security_invoker='true') AS
 SELECT person_id,
    candidate_id,
    list_id,
    round_id,
    source,
    priority_group,
    dose_number,
    product_id,
    household_id,
    state,
    reason,
    earliest_on,
    latest_on,
    facility_id,
    outcome_event_id,
    entered_at,
    entered_by,
    changed_at,
    changed_by,
    place_province,
    place_district,
    place_ward,
    home_province,
    home_district,
    home_ward
   FROM planning.candidate;

-- Name: pub_candidate_list; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_candidate_list WITH (security_invoker='true') AS
 SELECT list_id,
    round_id,
    source,
    organisation_id,
    province_id,
    ward_id,
    name,
    standing,
    file_name,
    file_digest,
    rows_read,
    rows_accepted,
    rows_refused,
    state,
    entered_by,
    entered_at
   FROM planning.candidate_list;

-- Name: pub_organisation; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_organisation WITH (security_invoker='true') AS
 SELECT organisation_id,
    name,
    tax_code,
    ward_id,
    district_id,
    province_id,
    contact_staff_id,
    created_at
   FROM planning.organisation;

-- Name: pub_plan; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_plan WITH (security_invoker='true') AS
 SELECT plan_id,
    round_id,
    facility_id,
    district_id,
    starts_on,
    ends_on,
    target,
    state,
    drawn_up_by,
    drawn_up_at,
    decided_by,
    decided_at,
    remark
   FROM planning.plan;

-- Name: pub_plan_site; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_plan_site WITH (security_invoker='true') AS
 SELECT plan_id,
    site_id,
    team_id,
    target
   FROM planning.plan_site;

-- Name: recall; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.recall (
    person_id uuid NOT NULL,
    dose_event_id uuid NOT NULL,
    doses_given smallint NOT NULL,
    last_dose_on date NOT NULL,
    next_number smallint,
    product_id integer,
    other_product_ids integer[] DEFAULT '{}'::integer[] NOT NULL,
    earliest_on date,
    usual_on date,
    latest_on date,
    rules_hash text,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY planning.recall FORCE ROW LEVEL SECURITY;

-- Name: pub_recall; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_recall WITH (security_invoker='true') AS
 SELECT person_id,
    dose_event_id,
    doses_given,
    last_dose_on,
    next_number,
    product_id,
    other_product_ids,
    earliest_on,
    usual_on,
    latest_on,
    rules_hash,
    home_province,
    home_district,
    home_ward
   FROM planning.recall;

-- Name: vaccination_round; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.vaccination_round (
    round_id integer NOT NULL,
    campaign_id integer NOT NULL,
    province_id integer NOT NULL,
    number smallint NOT NULL,
    name text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    state text DEFAULT 'open'::text NOT NULL
);

-- Name: pub_round; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_round WITH (security_invoker='true') AS
 SELECT round_id,
    campaign_id,
    province_id,
    number,
    name,
    starts_on,
    ends_on,
    state
   FROM planning.vaccination_round;

-- Name: round_allocation; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.round_allocation (
    round_id integer NOT NULL,
    allocation_round_id integer NOT NULL,
    doses integer NOT NULL,
    CONSTRAINT round_allocation_doses_check CHECK ((doses > 0))
);

-- Name: pub_round_allocation; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_round_allocation WITH (security_invoker='true') AS
 SELECT round_id,
    allocation_round_id,
    doses
   FROM planning.round_allocation;

-- Name: session; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.session (
    facility_id integer NOT NULL,
    session_id uuid NOT NULL,
    site_id integer NOT NULL,
    plan_id uuid,
    round_id integer,
    team_id uuid,
    day date NOT NULL,
    half_day text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    product_id integer NOT NULL,
    tables smallint NOT NULL,
    capacity integer NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    reason text,
    retrospective boolean DEFAULT false NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    CONSTRAINT session_capacity_check CHECK ((capacity > 0)),
    CONSTRAINT session_half_day_check CHECK ((half_day = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text]))),
    CONSTRAINT session_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'running'::text, 'ended'::text, 'closed'::text, 'cancelled'::text]))),
    CONSTRAINT session_tables_check CHECK (((tables >= 1) AND (tables <= 60)))
);

ALTER TABLE ONLY planning.session FORCE ROW LEVEL SECURITY;

-- Name: pub_session; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_session WITH (security_invoker='true') AS
 SELECT facility_id,
    session_id,
    site_id,
    plan_id,
    round_id,
    team_id,
    day,
    half_day,
    starts_at,
    ends_at,
    product_id,
    tables,
    capacity,
    state,
    reason,
    retrospective,
    created_by,
    created_at,
    place_province,
    place_district,
    place_ward
   FROM planning.session;

-- Name: session_staff; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.session_staff (
    facility_id integer NOT NULL,
    session_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    role text NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY planning.session_staff FORCE ROW LEVEL SECURITY;

-- Name: pub_session_staff; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_session_staff WITH (security_invoker='true') AS
 SELECT facility_id,
    session_id,
    staff_id,
    role,
    place_province,
    place_district,
    place_ward
   FROM planning.session_staff;

-- Name: team; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.team (
    team_id uuid NOT NULL,
    facility_id integer NOT NULL,
    name text NOT NULL
);

-- Name: pub_team; Type: VIEW; Schema: planning; Owner: -

CREATE VIEW planning.pub_team WITH (security_invoker='true') AS
 SELECT team_id,
    facility_id,
    name
   FROM planning.team;

-- Name: team_member; Type: TABLE; Schema: planning; Owner: -

CREATE TABLE planning.team_member (
    team_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    role text NOT NULL
);

-- Name: vaccination_round_round_id_seq; Type: SEQUENCE; Schema: planning; Owner: -

ALTER TABLE planning.vaccination_round ALTER COLUMN round_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning.vaccination_round_round_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: verification_batch; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.verification_batch (
    batch_id uuid NOT NULL,
    unit_id integer NOT NULL,
    requested_by uuid NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    sent integer DEFAULT 0 NOT NULL,
    matched integer DEFAULT 0 NOT NULL,
    mismatched integer DEFAULT 0 NOT NULL,
    not_found integer DEFAULT 0 NOT NULL,
    register text DEFAULT ''::text NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT verification_batch_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'answered'::text])))
);

-- Name: verification_result; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.verification_result (
    person_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    result text NOT NULL,
    document_kind text,
    differing text[] DEFAULT '{}'::text[] NOT NULL,
    answered_at timestamp with time zone,
    recorded boolean DEFAULT false NOT NULL,
    home_province integer,
    home_district integer,
    home_ward integer,
    CONSTRAINT verification_result_result_check CHECK ((result = ANY (ARRAY['sent'::text, 'matched'::text, 'mismatched'::text, 'not_found'::text])))
);

ALTER TABLE ONLY quality.verification_result FORCE ROW LEVEL SECURITY;

-- Name: access_log; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.access_log (
    person_id uuid NOT NULL,
    access_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    actor_role text NOT NULL,
    facility_id integer,
    purpose text NOT NULL,
    reason text
);

ALTER TABLE ONLY registry.access_log FORCE ROW LEVEL SECURITY;

-- Name: alias; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.alias (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    merge_id uuid NOT NULL,
    side text NOT NULL,
    surviving_id uuid NOT NULL,
    event_id uuid NOT NULL,
    undone_at timestamp with time zone
);

ALTER TABLE ONLY registry.alias FORCE ROW LEVEL SECURITY;

-- Name: consent; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.consent (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    product_id integer,
    given boolean NOT NULL,
    happened_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY registry.consent FORCE ROW LEVEL SECURITY;

-- Name: contact; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.contact (
    person_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    preferred boolean DEFAULT true NOT NULL,
    ended_at timestamp with time zone,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY registry.contact FORCE ROW LEVEL SECURITY;

-- Name: correction_case; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.correction_case (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    event_id uuid,
    flags text[] DEFAULT '{}'::text[] NOT NULL,
    facility_id integer,
    place_province integer,
    place_district integer,
    place_ward integer,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    state text NOT NULL,
    owner text,
    answer text,
    closed_at timestamp with time zone
);

ALTER TABLE ONLY registry.correction_case FORCE ROW LEVEL SECURITY;

-- Name: guardian; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.guardian (
    person_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    guardian_person_id uuid,
    relation text NOT NULL,
    ended_at timestamp with time zone
);

ALTER TABLE ONLY registry.guardian FORCE ROW LEVEL SECURITY;

-- Name: identity_claim; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.identity_claim (
    digest bytea NOT NULL,
    kind text NOT NULL,
    key_id text NOT NULL,
    person_id uuid NOT NULL,
    status text DEFAULT 'asserted'::text NOT NULL
);

-- Name: identity_document; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.identity_document (
    person_id uuid NOT NULL,
    document_id uuid NOT NULL,
    kind text NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    masked text NOT NULL,
    status text NOT NULL,
    valid_from date,
    valid_to date,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY registry.identity_document FORCE ROW LEVEL SECURITY;

-- Name: name_key; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.name_key (
    person_id uuid NOT NULL,
    token text NOT NULL COLLATE pg_catalog."C",
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY registry.name_key FORCE ROW LEVEL SECURITY;

-- Name: notice; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.notice (
    person_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    kind text NOT NULL,
    event_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    facts jsonb NOT NULL
);

ALTER TABLE ONLY registry.notice FORCE ROW LEVEL SECURITY;

-- Name: person; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.person (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    full_name text NOT NULL,
    sort_key text NOT NULL COLLATE pg_catalog."C",
    birth_date date,
    birth_precision text NOT NULL,
    sex text NOT NULL,
    nationality text NOT NULL,
    sector text NOT NULL,
    occupation text,
    workplace text,
    address text,
    home_province integer,
    home_district integer,
    home_ward integer,
    neighbourhood_id integer,
    household_id uuid,
    permanent_ward integer,
    identity_status text NOT NULL,
    no_document_reason text,
    provisional_code text,
    priority_group text,
    source text NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    guardian_name text,
    guardian_phone text,
    deceased_on date,
    refolded_at timestamp with time zone
);

ALTER TABLE ONLY registry.person FORCE ROW LEVEL SECURITY;

-- Name: provisional_code; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.provisional_code (
    code text NOT NULL,
    person_id uuid NOT NULL
);

-- Name: pub_access_log; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_access_log WITH (security_invoker='true') AS
 SELECT person_id,
    access_id,
    at,
    actor_id,
    actor_name,
    actor_role,
    facility_id,
    purpose,
    reason
   FROM registry.access_log;

-- Name: pub_alias; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_alias WITH (security_invoker='true') AS
 SELECT person_id,
    other_id,
    merge_id,
    side,
    surviving_id,
    event_id,
    undone_at
   FROM registry.alias;

-- Name: pub_consent; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_consent WITH (security_invoker='true') AS
 SELECT person_id,
    event_id,
    product_id,
    given,
    happened_at
   FROM registry.consent;

-- Name: pub_contact; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_contact WITH (security_invoker='true') AS
 SELECT person_id,
    contact_id,
    kind,
    value,
    preferred,
    home_province,
    home_district,
    home_ward
   FROM registry.contact
  WHERE (ended_at IS NULL);

-- Name: pub_correction_case; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_correction_case WITH (security_invoker='true') AS
 SELECT person_id,
    case_id,
    number,
    kind,
    event_id,
    flags,
    facility_id,
    place_province,
    place_district,
    place_ward,
    opened_at,
    due_at,
    state,
    owner,
    answer,
    closed_at
   FROM registry.correction_case;

-- Name: pub_identity_document; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_identity_document WITH (security_invoker='true') AS
 SELECT person_id,
    document_id,
    kind,
    masked,
    status,
    home_province,
    home_district,
    home_ward
   FROM registry.identity_document;

-- Name: pub_notice; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_notice WITH (security_invoker='true') AS
 SELECT person_id,
    notice_id,
    kind,
    event_id,
    created_at,
    read_at,
    facts
   FROM registry.notice;

-- Name: pub_person; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_person WITH (security_invoker='true') AS
 SELECT person_id,
        CASE
            WHEN (sector = ANY ((( SELECT COALESCE(NULLIF(current_setting('app.sectors'::text, true), ''::text), '{civil,army,police,ministry_health}'::text) AS "coalesce"))::text[])) THEN full_name
            ELSE '•••'::text
        END AS full_name,
        CASE
            WHEN (sector = ANY ((( SELECT COALESCE(NULLIF(current_setting('app.sectors'::text, true), ''::text), '{civil,army,police,ministry_health}'::text) AS "coalesce"))::text[])) THEN sort_key
            ELSE ''::text
        END AS sort_key,
    birth_date,
    birth_precision,
    sex,
    nationality,
    sector,
    occupation,
    workplace,
    address,
    home_province,
    home_district,
    home_ward,
    neighbourhood_id,
    household_id,
    permanent_ward,
    identity_status,
    no_document_reason,
    provisional_code,
    priority_group,
    source,
    registered_at,
    guardian_name,
    guardian_phone,
    deceased_on
   FROM registry.person p;

-- Name: pub_sealed_document; Type: VIEW; Schema: registry; Owner: -

CREATE VIEW registry.pub_sealed_document WITH (security_invoker='true') AS
 SELECT person_id,
    document_id,
    kind,
    nonce,
    sealed,
    status
   FROM registry.identity_document
  WHERE (valid_to IS NULL);

-- Name: alert; Type: TABLE; Schema: response; Owner: -

CREATE TABLE response.alert (
    alert_id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    severity text NOT NULL,
    facility_id integer,
    site_id integer,
    session_id uuid,
    province_id integer,
    district_id integer,
    facts jsonb NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    seen_by uuid,
    cleared_at timestamp with time zone
);

-- Name: assignment; Type: TABLE; Schema: response; Owner: -

CREATE TABLE response.assignment (
    assignment_id uuid NOT NULL,
    member_id uuid NOT NULL,
    unit_id integer,
    site_id integer,
    day date NOT NULL,
    state text NOT NULL,
    task text,
    assigned_by uuid,
    assigned_at timestamp with time zone NOT NULL,
    CONSTRAINT assignment_state_check CHECK ((state = ANY (ARRAY['assigned'::text, 'on_site'::text, 'done'::text, 'withdrawn'::text])))
);

-- Name: incident; Type: TABLE; Schema: response; Owner: -

CREATE TABLE response.incident (
    incident_id uuid NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    severity text NOT NULL,
    state text NOT NULL,
    owner_id uuid,
    facility_id integer,
    site_id integer,
    province_id integer,
    district_id integer,
    opened_at timestamp with time zone NOT NULL,
    opened_by uuid NOT NULL,
    closed_at timestamp with time zone,
    timeline jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT incident_state_check CHECK ((state = ANY (ARRAY['open'::text, 'in_progress'::text, 'closed'::text])))
);

-- Name: incident_number; Type: SEQUENCE; Schema: response; Owner: -

CREATE SEQUENCE response.incident_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: support_member; Type: TABLE; Schema: response; Owner: -

CREATE TABLE response.support_member (
    member_id uuid NOT NULL,
    staff_id uuid,
    full_name text NOT NULL,
    support_force text NOT NULL,
    skills text,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT support_member_support_force_check CHECK ((support_force = ANY (ARRAY['operations'::text, 'district'::text, 'site'::text])))
);

-- Name: reaction; Type: TABLE; Schema: safety; Owner: -

CREATE TABLE safety.reaction (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    dose_event_id uuid,
    severity text NOT NULL,
    grade smallint,
    signs text[] NOT NULL,
    treatment text[] NOT NULL,
    outcome text,
    transferred_to integer,
    reported_from text NOT NULL,
    lot_id integer,
    facility_id integer,
    session_id uuid,
    voided boolean DEFAULT false NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY safety.reaction FORCE ROW LEVEL SECURITY;

-- Name: pub_reaction; Type: VIEW; Schema: safety; Owner: -

CREATE VIEW safety.pub_reaction WITH (security_invoker='true') AS
 SELECT person_id,
    event_id,
    happened_at,
    dose_event_id,
    severity,
    grade,
    signs,
    treatment,
    outcome,
    transferred_to,
    reported_from,
    lot_id,
    facility_id,
    session_id,
    voided,
    place_province,
    place_district,
    place_ward,
    home_province,
    home_district,
    home_ward
   FROM safety.reaction;

-- Name: declared_count; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.declared_count (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    session_id uuid NOT NULL,
    moment text NOT NULL,
    injected integer NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    declared_by uuid,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY siteops.declared_count FORCE ROW LEVEL SECURITY;

-- Name: dose; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.dose (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    product_id integer,
    lot_id integer,
    lot_number text,
    number_stated smallint,
    dose_kind text,
    volume_ml numeric(4,2),
    injection_site text,
    facility_id integer,
    site_id integer,
    session_id uuid,
    team_id uuid,
    table_id uuid,
    vial_id uuid,
    performed_by uuid,
    entered_by uuid,
    entry text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    age_years smallint,
    sex text,
    priority_group text,
    flags text[] NOT NULL,
    state text NOT NULL,
    state_event_id uuid,
    reentry_of uuid,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY siteops.dose FORCE ROW LEVEL SECURITY;

-- Name: injection_table; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.injection_table (
    facility_id integer NOT NULL,
    table_id uuid NOT NULL,
    session_id uuid NOT NULL,
    number smallint NOT NULL,
    product_id integer NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY siteops.injection_table FORCE ROW LEVEL SECURITY;

-- Name: open_item; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.open_item (
    facility_id integer NOT NULL,
    item_id uuid NOT NULL,
    session_id uuid NOT NULL,
    kind text NOT NULL,
    details jsonb NOT NULL,
    owner_level text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    settled_by uuid,
    settlement text,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY siteops.open_item FORCE ROW LEVEL SECURITY;

-- Name: pub_declared_count; Type: VIEW; Schema: siteops; Owner: -

CREATE VIEW siteops.pub_declared_count WITH (security_invoker='true') AS
 SELECT facility_id,
    event_id,
    session_id,
    moment,
    injected,
    happened_at,
    declared_by,
    place_province,
    place_district,
    place_ward
   FROM siteops.declared_count;

-- Name: pub_dose; Type: VIEW; Schema: siteops; Owner: -

CREATE VIEW siteops.pub_dose WITH (security_invoker='true') AS
 SELECT person_id,
    event_id,
    happened_at,
    day,
    product_id,
    lot_id,
    lot_number,
    number_stated,
    dose_kind,
    volume_ml,
    injection_site,
    facility_id,
    site_id,
    session_id,
    team_id,
    table_id,
    vial_id,
    performed_by,
    entered_by,
    entry,
    received_at,
    age_years,
    sex,
    priority_group,
    flags,
    state,
    state_event_id,
    reentry_of,
    place_province,
    place_district,
    place_ward,
    home_province,
    home_district,
    home_ward
   FROM siteops.dose;

-- Name: pub_open_item; Type: VIEW; Schema: siteops; Owner: -

CREATE VIEW siteops.pub_open_item WITH (security_invoker='true') AS
 SELECT facility_id,
    item_id,
    session_id,
    kind,
    details,
    owner_level,
    opened_at,
    due_at,
    settled_at,
    settled_by,
    settlement,
    place_province,
    place_district,
    place_ward
   FROM siteops.open_item;

-- Name: session_close; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.session_close (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    session_id uuid NOT NULL,
    kind text NOT NULL,
    outcome text,
    happened_at timestamp with time zone NOT NULL,
    signed_by uuid,
    figures jsonb NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY siteops.session_close FORCE ROW LEVEL SECURITY;

-- Name: pub_session_close; Type: VIEW; Schema: siteops; Owner: -

CREATE VIEW siteops.pub_session_close WITH (security_invoker='true') AS
 SELECT facility_id,
    event_id,
    session_id,
    kind,
    outcome,
    happened_at,
    signed_by,
    figures,
    place_province,
    place_district,
    place_ward
   FROM siteops.session_close;

-- Name: vial_event; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.vial_event (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    session_id uuid,
    table_id uuid,
    other_table_id uuid,
    vial_id uuid,
    product_id integer,
    lot_id integer,
    vials integer DEFAULT 0 NOT NULL,
    doses integer DEFAULT 0 NOT NULL,
    reason text,
    voided boolean DEFAULT false NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY siteops.vial_event FORCE ROW LEVEL SECURITY;

-- Name: pub_vial_event; Type: VIEW; Schema: siteops; Owner: -

CREATE VIEW siteops.pub_vial_event WITH (security_invoker='true') AS
 SELECT facility_id,
    event_id,
    kind,
    happened_at,
    session_id,
    table_id,
    other_table_id,
    vial_id,
    product_id,
    lot_id,
    vials,
    doses,
    reason,
    voided,
    place_province,
    place_district,
    place_ward
   FROM siteops.vial_event;

-- Name: visit_step; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.visit_step (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    facility_id integer,
    site_id integer,
    session_id uuid,
    queue_number integer,
    walk_in boolean DEFAULT false NOT NULL,
    outcome text,
    earliest_on date,
    reason text,
    details jsonb NOT NULL,
    performed_by uuid,
    entered_by uuid,
    voided boolean DEFAULT false NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY siteops.visit_step FORCE ROW LEVEL SECURITY;

-- Name: pub_visit_step; Type: VIEW; Schema: siteops; Owner: -

CREATE VIEW siteops.pub_visit_step WITH (security_invoker='true') AS
 SELECT person_id,
    event_id,
    kind,
    happened_at,
    facility_id,
    site_id,
    session_id,
    queue_number,
    walk_in,
    outcome,
    earliest_on,
    reason,
    details,
    performed_by,
    entered_by,
    voided,
    place_province,
    place_district,
    place_ward,
    home_province,
    home_district,
    home_ward
   FROM siteops.visit_step;

-- Name: station_hold; Type: TABLE; Schema: siteops; Owner: -

CREATE TABLE siteops.station_hold (
    facility_id integer NOT NULL,
    session_id uuid NOT NULL,
    person_id uuid NOT NULL,
    station text NOT NULL,
    device_id uuid NOT NULL,
    held_by uuid NOT NULL,
    held_until timestamp with time zone NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY siteops.station_hold FORCE ROW LEVEL SECURITY;

-- Name: by_home; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.by_home (
    home_unit integer NOT NULL,
    day date NOT NULL,
    product_id integer NOT NULL,
    number smallint NOT NULL,
    age_group text NOT NULL,
    sex text NOT NULL,
    priority_group text NOT NULL,
    doses bigint NOT NULL
);

-- Name: by_pace; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.by_pace (
    day date NOT NULL,
    facility_id integer NOT NULL,
    province_id integer NOT NULL,
    district_id integer NOT NULL,
    slot smallint NOT NULL,
    doses integer NOT NULL,
    CONSTRAINT by_pace_slot_check CHECK (((slot >= 0) AND (slot <= 143)))
);

-- Name: by_place; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.by_place (
    day date NOT NULL,
    facility_id integer NOT NULL,
    product_id integer NOT NULL,
    lot_id integer NOT NULL,
    number smallint NOT NULL,
    age_group text NOT NULL,
    sex text NOT NULL,
    doses bigint NOT NULL
);

-- Name: by_session; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.by_session (
    facility_id integer NOT NULL,
    session_id uuid NOT NULL,
    called integer DEFAULT 0 NOT NULL,
    checked_in integer DEFAULT 0 NOT NULL,
    injected integer DEFAULT 0 NOT NULL,
    declared integer,
    reactions integer DEFAULT 0 NOT NULL,
    severe integer DEFAULT 0 NOT NULL,
    last_event_at timestamp with time zone,
    deferred integer DEFAULT 0 NOT NULL,
    contraindicated integer DEFAULT 0 NOT NULL,
    referred integer DEFAULT 0 NOT NULL,
    declined integer DEFAULT 0 NOT NULL
);

-- Name: by_stock; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.by_stock (
    day date NOT NULL,
    facility_id integer NOT NULL,
    product_id integer NOT NULL,
    lot_id integer NOT NULL,
    figure text NOT NULL,
    doses bigint NOT NULL
);

-- Name: by_unit; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.by_unit (
    level text NOT NULL,
    unit_id integer NOT NULL,
    figure text NOT NULL,
    day date NOT NULL,
    product_id integer DEFAULT 0 NOT NULL,
    number smallint DEFAULT 0 NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT by_unit_figure_check CHECK ((figure = ANY (ARRAY['doses'::text, 'residents'::text, 'registered'::text, 'declared'::text, 'declared_entered'::text, 'reactions'::text, 'severe'::text]))),
    CONSTRAINT by_unit_level_check CHECK ((level = ANY (ARRAY['nation'::text, 'province'::text, 'district'::text, 'ward'::text])))
);

-- Name: daily_report; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.daily_report (
    report_id uuid NOT NULL,
    unit_id integer NOT NULL,
    day date NOT NULL,
    version smallint NOT NULL,
    number text,
    cutoff_at timestamp with time zone NOT NULL,
    figures jsonb NOT NULL,
    state text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    sent_by uuid
);

-- Name: dose_counted; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.dose_counted (
    person_id uuid NOT NULL,
    event_id uuid NOT NULL,
    day date NOT NULL,
    facility_id integer NOT NULL,
    product_id integer NOT NULL,
    lot_id integer NOT NULL,
    number smallint NOT NULL,
    age_group text NOT NULL,
    sex text NOT NULL,
    priority_group text NOT NULL,
    home_unit integer NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer
);

ALTER TABLE ONLY statistics.dose_counted FORCE ROW LEVEL SECURITY;

-- Name: pub_by_session; Type: VIEW; Schema: statistics; Owner: -

CREATE VIEW statistics.pub_by_session WITH (security_invoker='true') AS
 SELECT facility_id,
    session_id,
    called,
    checked_in,
    injected,
    declared,
    reactions,
    severe,
    last_event_at,
    deferred,
    contraindicated,
    referred,
    declined
   FROM statistics.by_session;

-- Name: pub_by_unit; Type: VIEW; Schema: statistics; Owner: -

CREATE VIEW statistics.pub_by_unit WITH (security_invoker='true') AS
 SELECT level,
    unit_id,
    figure,
    day,
    product_id,
    number,
    amount
   FROM statistics.by_unit;

-- Name: pub_dose_counted; Type: VIEW; Schema: statistics; Owner: -

CREATE VIEW statistics.pub_dose_counted WITH (security_invoker='true') AS
 SELECT person_id,
    event_id,
    day,
    facility_id,
    product_id,
    lot_id,
    number,
    age_group,
    sex,
    priority_group,
    home_unit,
    place_province,
    place_district,
    place_ward,
    home_province,
    home_district,
    home_ward
   FROM statistics.dose_counted;

-- Name: pub_received; Type: VIEW; Schema: statistics; Owner: -

CREATE VIEW statistics.pub_received WITH (security_invoker='true') AS
 SELECT
        CASE f.kind
            WHEN 'district_health_centre'::text THEN 'district'::text
            ELSE 'province'::text
        END AS level,
    f.province_id,
    f.district_id,
    s.day,
    s.product_id,
    s.doses
   FROM (statistics.by_stock s
     JOIN geography.facility f ON ((f.facility_id = s.facility_id)))
  WHERE ((s.figure = 'received'::text) AND (f.kind = ANY (ARRAY['provincial_cdc'::text, 'sector_office'::text, 'district_health_centre'::text])));

-- Name: pub_used; Type: VIEW; Schema: statistics; Owner: -

CREATE VIEW statistics.pub_used WITH (security_invoker='true') AS
 SELECT day,
    facility_id,
    product_id,
    lot_id,
    (sum(doses))::bigint AS doses
   FROM statistics.by_place
  GROUP BY day, facility_id, product_id, lot_id;

-- Name: registered; Type: TABLE; Schema: statistics; Owner: -

CREATE TABLE statistics.registered (
    home_unit integer NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    persons bigint NOT NULL
);

-- Name: allocation_decision; Type: TABLE; Schema: supply; Owner: -

CREATE TABLE supply.allocation_decision (
    decision_id uuid NOT NULL,
    allocation_round_id integer NOT NULL,
    number text NOT NULL,
    signed_on date NOT NULL,
    amends_id uuid,
    level text NOT NULL,
    issued_by_unit_id integer NOT NULL,
    entered_by uuid NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT allocation_decision_level_check CHECK ((level = ANY (ARRAY['national'::text, 'provincial'::text, 'district'::text])))
);

-- Name: allocation_line; Type: TABLE; Schema: supply; Owner: -

CREATE TABLE supply.allocation_line (
    line_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    receiver_unit_id integer,
    receiver_facility_id integer,
    receiver_sector text,
    product_id integer NOT NULL,
    doses integer NOT NULL,
    purpose text NOT NULL,
    CONSTRAINT allocation_line_check CHECK ((num_nonnulls(receiver_unit_id, receiver_facility_id, receiver_sector) = 1)),
    CONSTRAINT allocation_line_purpose_check CHECK ((purpose = ANY (ARRAY['dose_1'::text, 'dose_2'::text, 'any'::text])))
);

-- Name: allocation_round; Type: TABLE; Schema: supply; Owner: -

CREATE TABLE supply.allocation_round (
    allocation_round_id integer NOT NULL,
    number smallint NOT NULL,
    name text NOT NULL,
    product_id integer NOT NULL,
    created_at timestamp with time zone NOT NULL
);

-- Name: allocation_round_allocation_round_id_seq; Type: SEQUENCE; Schema: supply; Owner: -

ALTER TABLE supply.allocation_round ALTER COLUMN allocation_round_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME supply.allocation_round_allocation_round_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: lot; Type: TABLE; Schema: supply; Owner: -

CREATE TABLE supply.lot (
    lot_id integer NOT NULL,
    product_id integer NOT NULL,
    lot_number text NOT NULL,
    expiry_date date NOT NULL,
    extended_expiry_date date
);

-- Name: lot_lot_id_seq; Type: SEQUENCE; Schema: supply; Owner: -

ALTER TABLE supply.lot ALTER COLUMN lot_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME supply.lot_lot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: lot_state; Type: TABLE; Schema: supply; Owner: -

CREATE TABLE supply.lot_state (
    lot_state_id uuid NOT NULL,
    lot_id integer NOT NULL,
    state text NOT NULL,
    unit_id integer,
    decided_at timestamp with time zone NOT NULL,
    decided_by uuid NOT NULL,
    document_number text,
    reason text NOT NULL,
    CONSTRAINT lot_state_state_check CHECK ((state = ANY (ARRAY['held'::text, 'released'::text, 'recalled'::text])))
);

-- Name: product; Type: TABLE; Schema: supply; Owner: -

CREATE TABLE supply.product (
    product_id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    short_name text NOT NULL,
    holder text NOT NULL,
    disease text NOT NULL,
    doses_per_vial smallint NOT NULL,
    dose_ml numeric(4,2) NOT NULL,
    primary_doses smallint NOT NULL,
    min_age_years smallint,
    open_vial_hours smallint,
    details jsonb NOT NULL,
    verified boolean NOT NULL
);

-- Name: pub_allocation; Type: VIEW; Schema: supply; Owner: -

CREATE VIEW supply.pub_allocation WITH (security_invoker='true') AS
 SELECT l.line_id,
    d.allocation_round_id,
    d.decision_id,
    d.number,
    d.signed_on,
    d.level,
    d.amends_id,
    d.issued_by_unit_id,
    l.receiver_unit_id,
    l.receiver_facility_id,
    l.receiver_sector,
    l.product_id,
    l.doses,
    l.purpose
   FROM (supply.allocation_line l
     JOIN supply.allocation_decision d USING (decision_id));

-- Name: pub_allocation_round; Type: VIEW; Schema: supply; Owner: -

CREATE VIEW supply.pub_allocation_round WITH (security_invoker='true') AS
 SELECT allocation_round_id,
    number,
    name,
    product_id,
    created_at
   FROM supply.allocation_round;

-- Name: pub_lot; Type: VIEW; Schema: supply; Owner: -

CREATE VIEW supply.pub_lot WITH (security_invoker='true') AS
 SELECT lot_id,
    product_id,
    lot_number,
    GREATEST(expiry_date, extended_expiry_date) AS expires_on
   FROM supply.lot;

-- Name: pub_lot_state; Type: VIEW; Schema: supply; Owner: -

CREATE VIEW supply.pub_lot_state WITH (security_invoker='true') AS
 SELECT lot_state_id,
    lot_id,
    state,
    unit_id,
    decided_at,
    decided_by,
    document_number,
    reason
   FROM supply.lot_state;

-- Name: pub_product; Type: VIEW; Schema: supply; Owner: -

CREATE VIEW supply.pub_product WITH (security_invoker='true') AS
 SELECT product_id,
    code,
    name,
    short_name,
    holder,
    disease,
    doses_per_vial,
    dose_ml,
    primary_doses,
    min_age_years,
    open_vial_hours,
    details,
    verified
   FROM supply.product;

-- Name: stock_movement; Type: TABLE; Schema: supply; Owner: -

CREATE TABLE supply.stock_movement (
    facility_id integer NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    product_id integer NOT NULL,
    lot_id integer NOT NULL,
    vials integer NOT NULL,
    doses integer NOT NULL,
    document_number text,
    other_facility_id integer,
    session_id uuid,
    table_id uuid,
    reason text,
    entered_by uuid,
    voided boolean DEFAULT false NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer
);

ALTER TABLE ONLY supply.stock_movement FORCE ROW LEVEL SECURITY;

-- Name: pub_stock_movement; Type: VIEW; Schema: supply; Owner: -

CREATE VIEW supply.pub_stock_movement WITH (security_invoker='true') AS
 SELECT facility_id,
    event_id,
    kind,
    happened_at,
    product_id,
    lot_id,
    vials,
    doses,
    document_number,
    other_facility_id,
    session_id,
    table_id,
    reason,
    entered_by,
    voided,
    place_province,
    place_district,
    place_ward,
        CASE kind
            WHEN 'stock_issued'::text THEN (- vials)
            ELSE vials
        END AS change_vials,
        CASE kind
            WHEN 'stock_issued'::text THEN (- doses)
            ELSE doses
        END AS change_doses
   FROM supply.stock_movement m;

-- Name: appointment appointment_pkey; Type: CONSTRAINT; Schema: booking; Owner: -

ALTER TABLE ONLY booking.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (person_id, appointment_id);

-- Name: invitation_code invitation_code_pkey; Type: CONSTRAINT; Schema: booking; Owner: -

ALTER TABLE ONLY booking.invitation_code
    ADD CONSTRAINT invitation_code_pkey PRIMARY KEY (code);

-- Name: slot slot_pkey; Type: CONSTRAINT; Schema: booking; Owner: -

ALTER TABLE ONLY booking.slot
    ADD CONSTRAINT slot_pkey PRIMARY KEY (facility_id, slot_id);

-- Name: certificate certificate_pkey; Type: CONSTRAINT; Schema: certificates; Owner: -

ALTER TABLE ONLY certificates.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (person_id, certificate_id);

-- Name: revoked_number revoked_number_pkey; Type: CONSTRAINT; Schema: certificates; Owner: -

ALTER TABLE ONLY certificates.revoked_number
    ADD CONSTRAINT revoked_number_pkey PRIMARY KEY (number);

-- Name: signing_key signing_key_pkey; Type: CONSTRAINT; Schema: certificates; Owner: -

ALTER TABLE ONLY certificates.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (key_id);

-- Name: waiting waiting_pkey; Type: CONSTRAINT; Schema: certificates; Owner: -

ALTER TABLE ONLY certificates.waiting
    ADD CONSTRAINT waiting_pkey PRIMARY KEY (person_id);

-- Name: facility facility_code_key; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.facility
    ADD CONSTRAINT facility_code_key UNIQUE (code);

-- Name: facility facility_pkey; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.facility
    ADD CONSTRAINT facility_pkey PRIMARY KEY (facility_id);

-- Name: national_daily national_daily_pkey; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.national_daily
    ADD CONSTRAINT national_daily_pkey PRIMARY KEY (day);

-- Name: neighbourhood neighbourhood_pkey; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.neighbourhood
    ADD CONSTRAINT neighbourhood_pkey PRIMARY KEY (neighbourhood_id);

-- Name: neighbourhood neighbourhood_ward_id_name_key; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.neighbourhood
    ADD CONSTRAINT neighbourhood_ward_id_name_key UNIQUE (ward_id, name);

-- Name: rule_set rule_set_pkey; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.rule_set
    ADD CONSTRAINT rule_set_pkey PRIMARY KEY (rule_set_id);

-- Name: site site_pkey; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (site_id);

-- Name: succession succession_from_id_to_id_key; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.succession
    ADD CONSTRAINT succession_from_id_to_id_key UNIQUE NULLS NOT DISTINCT (from_id, to_id);

-- Name: unit_cover unit_cover_pkey; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.unit_cover
    ADD CONSTRAINT unit_cover_pkey PRIMARY KEY (ancestor_id, unit_id);

-- Name: unit unit_pkey; Type: CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (unit_id);

-- Name: account_person account_person_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.account_person
    ADD CONSTRAINT account_person_pkey PRIMARY KEY (account_id, person_id);

-- Name: citizen_account citizen_account_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.citizen_account
    ADD CONSTRAINT citizen_account_pkey PRIMARY KEY (account_id);

-- Name: citizen_code citizen_code_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.citizen_code
    ADD CONSTRAINT citizen_code_pkey PRIMARY KEY (phone_digest, code_id);

-- Name: citizen_login citizen_login_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.citizen_login
    ADD CONSTRAINT citizen_login_pkey PRIMARY KEY (account_id, token_digest);

-- Name: device_enrolment device_enrolment_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.device_enrolment
    ADD CONSTRAINT device_enrolment_pkey PRIMARY KEY (code_digest);

-- Name: device device_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (device_id);

-- Name: login_session login_session_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.login_session
    ADD CONSTRAINT login_session_pkey PRIMARY KEY (token_digest);

-- Name: phone_login phone_login_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.phone_login
    ADD CONSTRAINT phone_login_pkey PRIMARY KEY (phone_digest);

-- Name: role_grant role_grant_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.role_grant
    ADD CONSTRAINT role_grant_pkey PRIMARY KEY (grant_id);

-- Name: staff staff_badge_digest_key; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.staff
    ADD CONSTRAINT staff_badge_digest_key UNIQUE (badge_digest);

-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (staff_id);

-- Name: staff staff_username_key; Type: CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.staff
    ADD CONSTRAINT staff_username_key UNIQUE (username);

-- Name: attempt attempt_pkey; Type: CONSTRAINT; Schema: kernel; Owner: -

ALTER TABLE ONLY kernel.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (key_digest, window_ends);

-- Name: installation installation_pkey; Type: CONSTRAINT; Schema: kernel; Owner: -

ALTER TABLE ONLY kernel.installation
    ADD CONSTRAINT installation_pkey PRIMARY KEY (only_row);

-- Name: long_job long_job_pkey; Type: CONSTRAINT; Schema: kernel; Owner: -

ALTER TABLE ONLY kernel.long_job
    ADD CONSTRAINT long_job_pkey PRIMARY KEY (job_id);

-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: kernel; Owner: -

ALTER TABLE ONLY kernel.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

-- Name: staged_file staged_file_pkey; Type: CONSTRAINT; Schema: kernel; Owner: -

ALTER TABLE ONLY kernel.staged_file
    ADD CONSTRAINT staged_file_pkey PRIMARY KEY (file_id);

-- Name: device_count device_count_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.device_count
    ADD CONSTRAINT device_count_pkey PRIMARY KEY (facility_id, device_id);

-- Name: device_entry device_entry_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.device_entry
    ADD CONSTRAINT device_entry_pkey PRIMARY KEY (facility_id, device_id, seq, event_id);

-- Name: follower_cursor follower_cursor_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.follower_cursor
    ADD CONSTRAINT follower_cursor_pkey PRIMARY KEY (follower);

-- Name: person_event person_event_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.person_event
    ADD CONSTRAINT person_event_pkey PRIMARY KEY (person_id, event_id);

-- Name: person_key person_key_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.person_key
    ADD CONSTRAINT person_key_pkey PRIMARY KEY (person_id);

-- Name: private_document private_document_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.private_document
    ADD CONSTRAINT private_document_pkey PRIMARY KEY (person_id, event_id);

-- Name: quarantine quarantine_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (quarantine_id);

-- Name: site_event site_event_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.site_event
    ADD CONSTRAINT site_event_pkey PRIMARY KEY (facility_id, event_id);

-- Name: upload upload_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (facility_id, upload_id);

-- Name: content content_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -

ALTER TABLE ONLY notifications.content
    ADD CONSTRAINT content_pkey PRIMARY KEY (message_id);

-- Name: message message_dedupe_key_key; Type: CONSTRAINT; Schema: notifications; Owner: -

ALTER TABLE ONLY notifications.message
    ADD CONSTRAINT message_dedupe_key_key UNIQUE (dedupe_key);

-- Name: message message_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -

ALTER TABLE ONLY notifications.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (message_id);

-- Name: campaign campaign_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.campaign
    ADD CONSTRAINT campaign_pkey PRIMARY KEY (campaign_id);

-- Name: candidate_list candidate_list_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.candidate_list
    ADD CONSTRAINT candidate_list_pkey PRIMARY KEY (list_id);

-- Name: candidate candidate_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.candidate
    ADD CONSTRAINT candidate_pkey PRIMARY KEY (person_id, candidate_id);

-- Name: list_row list_row_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.list_row
    ADD CONSTRAINT list_row_pkey PRIMARY KEY (list_id, sheet, "row");

-- Name: organisation organisation_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (organisation_id);

-- Name: plan plan_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (plan_id);

-- Name: plan_site plan_site_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan_site
    ADD CONSTRAINT plan_site_pkey PRIMARY KEY (plan_id, site_id);

-- Name: recall recall_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.recall
    ADD CONSTRAINT recall_pkey PRIMARY KEY (person_id);

-- Name: round_allocation round_allocation_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.round_allocation
    ADD CONSTRAINT round_allocation_pkey PRIMARY KEY (round_id, allocation_round_id);

-- Name: session session_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (facility_id, session_id);

-- Name: session_staff session_staff_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.session_staff
    ADD CONSTRAINT session_staff_pkey PRIMARY KEY (facility_id, session_id, staff_id, role);

-- Name: team team_facility_id_name_key; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.team
    ADD CONSTRAINT team_facility_id_name_key UNIQUE (facility_id, name);

-- Name: team_member team_member_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.team_member
    ADD CONSTRAINT team_member_pkey PRIMARY KEY (team_id, staff_id, role);

-- Name: team team_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (team_id);

-- Name: vaccination_round vaccination_round_campaign_id_province_id_number_key; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.vaccination_round
    ADD CONSTRAINT vaccination_round_campaign_id_province_id_number_key UNIQUE (campaign_id, province_id, number);

-- Name: vaccination_round vaccination_round_pkey; Type: CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.vaccination_round
    ADD CONSTRAINT vaccination_round_pkey PRIMARY KEY (round_id);

-- Name: verification_batch verification_batch_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.verification_batch
    ADD CONSTRAINT verification_batch_pkey PRIMARY KEY (batch_id);

-- Name: verification_result verification_result_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.verification_result
    ADD CONSTRAINT verification_result_pkey PRIMARY KEY (person_id, batch_id);

-- Name: access_log access_log_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.access_log
    ADD CONSTRAINT access_log_pkey PRIMARY KEY (person_id, access_id);

-- Name: alias alias_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.alias
    ADD CONSTRAINT alias_pkey PRIMARY KEY (person_id, merge_id);

-- Name: consent consent_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (person_id, event_id);

-- Name: contact contact_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (person_id, contact_id);

-- Name: correction_case correction_case_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.correction_case
    ADD CONSTRAINT correction_case_pkey PRIMARY KEY (person_id, case_id);

-- Name: guardian guardian_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.guardian
    ADD CONSTRAINT guardian_pkey PRIMARY KEY (person_id, guardian_id);

-- Name: identity_claim identity_claim_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.identity_claim
    ADD CONSTRAINT identity_claim_pkey PRIMARY KEY (digest, person_id);

-- Name: identity_document identity_document_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.identity_document
    ADD CONSTRAINT identity_document_pkey PRIMARY KEY (person_id, document_id);

-- Name: name_key name_key_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.name_key
    ADD CONSTRAINT name_key_pkey PRIMARY KEY (person_id, token);

-- Name: notice notice_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (person_id, notice_id);

-- Name: person person_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (person_id);

-- Name: provisional_code provisional_code_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.provisional_code
    ADD CONSTRAINT provisional_code_pkey PRIMARY KEY (code);

-- Name: alert alert_pkey; Type: CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (alert_id);

-- Name: assignment assignment_pkey; Type: CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (assignment_id);

-- Name: incident incident_number_key; Type: CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.incident
    ADD CONSTRAINT incident_number_key UNIQUE (number);

-- Name: incident incident_pkey; Type: CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (incident_id);

-- Name: support_member support_member_pkey; Type: CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.support_member
    ADD CONSTRAINT support_member_pkey PRIMARY KEY (member_id);

-- Name: reaction reaction_pkey; Type: CONSTRAINT; Schema: safety; Owner: -

ALTER TABLE ONLY safety.reaction
    ADD CONSTRAINT reaction_pkey PRIMARY KEY (person_id, event_id);

-- Name: declared_count declared_count_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.declared_count
    ADD CONSTRAINT declared_count_pkey PRIMARY KEY (facility_id, event_id);

-- Name: dose dose_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.dose
    ADD CONSTRAINT dose_pkey PRIMARY KEY (person_id, event_id);

-- Name: injection_table injection_table_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.injection_table
    ADD CONSTRAINT injection_table_pkey PRIMARY KEY (facility_id, table_id);

-- Name: open_item open_item_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.open_item
    ADD CONSTRAINT open_item_pkey PRIMARY KEY (facility_id, item_id);

-- Name: session_close session_close_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.session_close
    ADD CONSTRAINT session_close_pkey PRIMARY KEY (facility_id, event_id);

-- Name: station_hold station_hold_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.station_hold
    ADD CONSTRAINT station_hold_pkey PRIMARY KEY (facility_id, session_id, person_id);

-- Name: vial_event vial_event_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.vial_event
    ADD CONSTRAINT vial_event_pkey PRIMARY KEY (facility_id, event_id);

-- Name: visit_step visit_step_pkey; Type: CONSTRAINT; Schema: siteops; Owner: -

ALTER TABLE ONLY siteops.visit_step
    ADD CONSTRAINT visit_step_pkey PRIMARY KEY (person_id, event_id);

-- Name: by_home by_home_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.by_home
    ADD CONSTRAINT by_home_pkey PRIMARY KEY (home_unit, day, product_id, number, age_group, sex, priority_group);

-- Name: by_pace by_pace_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.by_pace
    ADD CONSTRAINT by_pace_pkey PRIMARY KEY (day, facility_id, province_id, district_id, slot);

-- Name: by_place by_place_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.by_place
    ADD CONSTRAINT by_place_pkey PRIMARY KEY (day, facility_id, product_id, lot_id, number, age_group, sex);

-- Name: by_session by_session_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.by_session
    ADD CONSTRAINT by_session_pkey PRIMARY KEY (facility_id, session_id);

-- Name: by_stock by_stock_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.by_stock
    ADD CONSTRAINT by_stock_pkey PRIMARY KEY (day, facility_id, product_id, lot_id, figure);

-- Name: by_unit by_unit_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.by_unit
    ADD CONSTRAINT by_unit_pkey PRIMARY KEY (level, unit_id, figure, day, product_id, number);

-- Name: daily_report daily_report_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.daily_report
    ADD CONSTRAINT daily_report_pkey PRIMARY KEY (report_id);

-- Name: daily_report daily_report_unit_id_day_version_key; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.daily_report
    ADD CONSTRAINT daily_report_unit_id_day_version_key UNIQUE (unit_id, day, version);

-- Name: dose_counted dose_counted_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.dose_counted
    ADD CONSTRAINT dose_counted_pkey PRIMARY KEY (person_id, event_id);

-- Name: registered registered_pkey; Type: CONSTRAINT; Schema: statistics; Owner: -

ALTER TABLE ONLY statistics.registered
    ADD CONSTRAINT registered_pkey PRIMARY KEY (home_unit, day, source);

-- Name: allocation_decision allocation_decision_number_key; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_decision
    ADD CONSTRAINT allocation_decision_number_key UNIQUE (number);

-- Name: allocation_decision allocation_decision_pkey; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_decision
    ADD CONSTRAINT allocation_decision_pkey PRIMARY KEY (decision_id);

-- Name: allocation_line allocation_line_pkey; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_line
    ADD CONSTRAINT allocation_line_pkey PRIMARY KEY (line_id);

-- Name: allocation_round allocation_round_number_key; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_round
    ADD CONSTRAINT allocation_round_number_key UNIQUE (number);

-- Name: allocation_round allocation_round_pkey; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_round
    ADD CONSTRAINT allocation_round_pkey PRIMARY KEY (allocation_round_id);

-- Name: lot lot_pkey; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.lot
    ADD CONSTRAINT lot_pkey PRIMARY KEY (lot_id);

-- Name: lot lot_product_id_lot_number_key; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.lot
    ADD CONSTRAINT lot_product_id_lot_number_key UNIQUE (product_id, lot_number);

-- Name: lot_state lot_state_pkey; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.lot_state
    ADD CONSTRAINT lot_state_pkey PRIMARY KEY (lot_state_id);

-- Name: product product_code_key; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.product
    ADD CONSTRAINT product_code_key UNIQUE (code);

-- Name: product product_pkey; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (product_id);

-- Name: stock_movement stock_movement_pkey; Type: CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.stock_movement
    ADD CONSTRAINT stock_movement_pkey PRIMARY KEY (facility_id, event_id);

-- Name: appointment_home; Type: INDEX; Schema: booking; Owner: -

CREATE INDEX appointment_home ON booking.appointment USING btree (home_ward, starts_at);

-- Name: appointment_once; Type: INDEX; Schema: booking; Owner: -

CREATE UNIQUE INDEX appointment_once ON booking.appointment USING btree (person_id, COALESCE(round_id, 0)) WHERE (state = ANY (ARRAY['open'::text, 'arrived'::text]));

-- Name: appointment_session; Type: INDEX; Schema: booking; Owner: -

CREATE INDEX appointment_session ON booking.appointment USING btree (session_id, starts_at);

-- Name: appointment_slot; Type: INDEX; Schema: booking; Owner: -

CREATE INDEX appointment_slot ON booking.appointment USING btree (slot_id);

-- Name: appointment_to_cancel; Type: INDEX; Schema: booking; Owner: -

CREATE INDEX appointment_to_cancel ON booking.appointment USING btree (cancelled_at) WHERE notify_cancelled;

-- Name: appointment_to_invite; Type: INDEX; Schema: booking; Owner: -

CREATE INDEX appointment_to_invite ON booking.appointment USING btree (invite_ordered_at) WHERE ((invite_ordered_at IS NOT NULL) AND (invited_at IS NULL) AND (state = 'open'::text));

-- Name: slot_session; Type: INDEX; Schema: booking; Owner: -

CREATE INDEX slot_session ON booking.slot USING btree (facility_id, session_id, starts_at);

-- Name: certificate_expiry; Type: INDEX; Schema: certificates; Owner: -

CREATE INDEX certificate_expiry ON certificates.certificate USING btree (expires_at) WHERE (revoked_at IS NULL);

-- Name: waiting_order; Type: INDEX; Schema: certificates; Owner: -

CREATE INDEX waiting_order ON certificates.waiting USING btree (waiting_since) WHERE (refusal IS NULL);

-- Name: facility_province; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX facility_province ON geography.facility USING btree (province_id, district_id, ward_id);

-- Name: rule_set_family; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX rule_set_family ON geography.rule_set USING btree (family, valid_from);

-- Name: site_facility; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX site_facility ON geography.site USING btree (facility_id);

-- Name: site_province; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX site_province ON geography.site USING btree (province_id, district_id);

-- Name: succession_to; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX succession_to ON geography.succession USING btree (to_id);

-- Name: unit_code; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX unit_code ON geography.unit USING btree (code, level);

-- Name: unit_cover_unit; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX unit_cover_unit ON geography.unit_cover USING btree (unit_id);

-- Name: unit_parent; Type: INDEX; Schema: geography; Owner: -

CREATE INDEX unit_parent ON geography.unit USING btree (parent_id);

-- Name: device_facility; Type: INDEX; Schema: identity; Owner: -

CREATE INDEX device_facility ON identity.device USING btree (facility_id);

-- Name: login_session_device; Type: INDEX; Schema: identity; Owner: -

CREATE INDEX login_session_device ON identity.login_session USING btree (device_id) WHERE (device_id IS NOT NULL);

-- Name: login_session_staff; Type: INDEX; Schema: identity; Owner: -

CREATE INDEX login_session_staff ON identity.login_session USING btree (staff_id);

-- Name: role_grant_facility; Type: INDEX; Schema: identity; Owner: -

CREATE INDEX role_grant_facility ON identity.role_grant USING btree (facility_id);

-- Name: role_grant_session; Type: INDEX; Schema: identity; Owner: -

CREATE INDEX role_grant_session ON identity.role_grant USING btree (session_id);

-- Name: role_grant_staff; Type: INDEX; Schema: identity; Owner: -

CREATE INDEX role_grant_staff ON identity.role_grant USING btree (staff_id);

-- Name: attempt_window; Type: INDEX; Schema: kernel; Owner: -

CREATE INDEX attempt_window ON kernel.attempt USING btree (window_ends);

-- Name: device_count_gap; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX device_count_gap ON ledger.device_count USING btree (last_at) WHERE (highest > arrived);

-- Name: person_event_order; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX person_event_order ON ledger.person_event USING btree (epoch, tx);

-- Name: person_event_registered; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX person_event_registered ON ledger.person_event USING btree (happened_at) WHERE (kind = 'registered'::text);

-- Name: person_event_session; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX person_event_session ON ledger.person_event USING btree (session_id, tx) WHERE (session_id IS NOT NULL);

-- Name: quarantine_once; Type: INDEX; Schema: ledger; Owner: -

CREATE UNIQUE INDEX quarantine_once ON ledger.quarantine USING btree (hash, reason);

-- Name: quarantine_open; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX quarantine_open ON ledger.quarantine USING btree (facility_id) WHERE (resolved_at IS NULL);

-- Name: site_event_order; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX site_event_order ON ledger.site_event USING btree (epoch, tx);

-- Name: site_event_session; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX site_event_session ON ledger.site_event USING btree (session_id, tx) WHERE (session_id IS NOT NULL);

-- Name: message_waiting; Type: INDEX; Schema: notifications; Owner: -

CREATE INDEX message_waiting ON notifications.message USING btree (not_before) WHERE (state = 'waiting'::text);

-- Name: candidate_facility; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX candidate_facility ON planning.candidate USING btree (facility_id, state);

-- Name: candidate_home; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX candidate_home ON planning.candidate USING btree (home_district, home_ward, state);

-- Name: candidate_list_file; Type: INDEX; Schema: planning; Owner: -

CREATE UNIQUE INDEX candidate_list_file ON planning.candidate_list USING btree (COALESCE(round_id, 0), file_digest) WHERE ((file_digest IS NOT NULL) AND (state <> 'withdrawn'::text));

-- Name: candidate_list_standing; Type: INDEX; Schema: planning; Owner: -

CREATE UNIQUE INDEX candidate_list_standing ON planning.candidate_list USING btree (COALESCE(round_id, 0), source, COALESCE(province_id, 0), COALESCE(ward_id, 0)) WHERE standing;

-- Name: candidate_of_list; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX candidate_of_list ON planning.candidate USING btree (list_id);

-- Name: candidate_once; Type: INDEX; Schema: planning; Owner: -

CREATE UNIQUE INDEX candidate_once ON planning.candidate USING btree (person_id, COALESCE(round_id, 0)) WHERE (state = ANY (ARRAY['waiting'::text, 'assigned'::text, 'called'::text, 'deferred'::text]));

-- Name: candidate_returning; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX candidate_returning ON planning.candidate USING btree (earliest_on) WHERE (state = 'deferred'::text);

-- Name: candidate_round; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX candidate_round ON planning.candidate USING btree (round_id, state);

-- Name: list_row_outcome; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX list_row_outcome ON planning.list_row USING btree (list_id, outcome);

-- Name: plan_round; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX plan_round ON planning.plan USING btree (round_id, state);

-- Name: recall_due; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX recall_due ON planning.recall USING btree (home_province, usual_on) WHERE (next_number IS NOT NULL);

-- Name: session_day; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX session_day ON planning.session USING btree (day, place_province, place_district);

-- Name: session_id; Type: INDEX; Schema: planning; Owner: -

CREATE INDEX session_id ON planning.session USING btree (session_id);

-- Name: session_once; Type: INDEX; Schema: planning; Owner: -

CREATE UNIQUE INDEX session_once ON planning.session USING btree (facility_id, site_id, day, half_day, product_id) WHERE ((state <> 'cancelled'::text) AND (NOT retrospective));

-- Name: verification_batch_waiting; Type: INDEX; Schema: quality; Owner: -

CREATE INDEX verification_batch_waiting ON quality.verification_batch USING btree (requested_at) WHERE (state <> 'answered'::text);

-- Name: verification_result_open; Type: INDEX; Schema: quality; Owner: -

CREATE INDEX verification_result_open ON quality.verification_result USING btree (batch_id, person_id) WHERE (NOT recorded);

-- Name: contact_lookup; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX contact_lookup ON registry.contact USING btree (contact_id);

-- Name: correction_case_open; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX correction_case_open ON registry.correction_case USING btree (state, opened_at);

-- Name: identity_claim_verified; Type: INDEX; Schema: registry; Owner: -

CREATE UNIQUE INDEX identity_claim_verified ON registry.identity_claim USING btree (digest) WHERE (status = 'verified'::text);

-- Name: name_key_token; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX name_key_token ON registry.name_key USING btree (token, person_id);

-- Name: person_home; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX person_home ON registry.person USING btree (home_ward, household_id);

-- Name: person_home_district; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX person_home_district ON registry.person USING btree (home_district);

-- Name: person_home_province; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX person_home_province ON registry.person USING btree (home_province);

-- Name: alert_open; Type: INDEX; Schema: response; Owner: -

CREATE UNIQUE INDEX alert_open ON response.alert USING btree (kind, subject) WHERE (cleared_at IS NULL);

-- Name: assignment_day; Type: INDEX; Schema: response; Owner: -

CREATE INDEX assignment_day ON response.assignment USING btree (day, member_id);

-- Name: assignment_open; Type: INDEX; Schema: response; Owner: -

CREATE UNIQUE INDEX assignment_open ON response.assignment USING btree (member_id, day) WHERE (state = ANY (ARRAY['assigned'::text, 'on_site'::text]));

-- Name: reaction_session; Type: INDEX; Schema: safety; Owner: -

CREATE INDEX reaction_session ON safety.reaction USING btree (session_id);

-- Name: reaction_severity; Type: INDEX; Schema: safety; Owner: -

CREATE INDEX reaction_severity ON safety.reaction USING btree (severity, happened_at);

-- Name: declared_count_session; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX declared_count_session ON siteops.declared_count USING btree (session_id);

-- Name: dose_day; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX dose_day ON siteops.dose USING btree (facility_id, day);

-- Name: dose_lot; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX dose_lot ON siteops.dose USING btree (lot_id, facility_id);

-- Name: dose_session; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX dose_session ON siteops.dose USING btree (session_id);

-- Name: open_item_due; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX open_item_due ON siteops.open_item USING btree (due_at) WHERE (settled_at IS NULL);

-- Name: open_item_session; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX open_item_session ON siteops.open_item USING btree (session_id);

-- Name: session_close_session; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX session_close_session ON siteops.session_close USING btree (session_id);

-- Name: vial_event_session; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX vial_event_session ON siteops.vial_event USING btree (session_id);

-- Name: visit_step_session; Type: INDEX; Schema: siteops; Owner: -

CREATE INDEX visit_step_session ON siteops.visit_step USING btree (session_id, person_id);

-- Name: by_stock_facility; Type: INDEX; Schema: statistics; Owner: -

CREATE INDEX by_stock_facility ON statistics.by_stock USING btree (facility_id, figure, day);

-- Name: dose_counted_day; Type: INDEX; Schema: statistics; Owner: -

CREATE INDEX dose_counted_day ON statistics.dose_counted USING btree (day, facility_id);

-- Name: allocation_line_decision; Type: INDEX; Schema: supply; Owner: -

CREATE INDEX allocation_line_decision ON supply.allocation_line USING btree (decision_id);

-- Name: allocation_line_receiver; Type: INDEX; Schema: supply; Owner: -

CREATE INDEX allocation_line_receiver ON supply.allocation_line USING btree (receiver_unit_id);

-- Name: lot_state_lot; Type: INDEX; Schema: supply; Owner: -

CREATE INDEX lot_state_lot ON supply.lot_state USING btree (lot_id, decided_at DESC);

-- Name: stock_movement_document; Type: INDEX; Schema: supply; Owner: -

CREATE INDEX stock_movement_document ON supply.stock_movement USING btree (document_number);

-- Name: stock_movement_lot; Type: INDEX; Schema: supply; Owner: -

CREATE INDEX stock_movement_lot ON supply.stock_movement USING btree (facility_id, lot_id);

-- Name: stock_movement_session; Type: INDEX; Schema: supply; Owner: -

CREATE INDEX stock_movement_session ON supply.stock_movement USING btree (session_id) WHERE (session_id IS NOT NULL);

-- Name: facility facility_district_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.facility
    ADD CONSTRAINT facility_district_id_fkey FOREIGN KEY (district_id) REFERENCES geography.unit(unit_id);

-- Name: facility facility_parent_facility_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.facility
    ADD CONSTRAINT facility_parent_facility_id_fkey FOREIGN KEY (parent_facility_id) REFERENCES geography.facility(facility_id);

-- Name: facility facility_province_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.facility
    ADD CONSTRAINT facility_province_id_fkey FOREIGN KEY (province_id) REFERENCES geography.unit(unit_id);

-- Name: facility facility_region_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.facility
    ADD CONSTRAINT facility_region_id_fkey FOREIGN KEY (region_id) REFERENCES geography.unit(unit_id);

-- Name: facility facility_ward_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.facility
    ADD CONSTRAINT facility_ward_id_fkey FOREIGN KEY (ward_id) REFERENCES geography.unit(unit_id);

-- Name: neighbourhood neighbourhood_ward_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.neighbourhood
    ADD CONSTRAINT neighbourhood_ward_id_fkey FOREIGN KEY (ward_id) REFERENCES geography.unit(unit_id);

-- Name: rule_set rule_set_scope_unit_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.rule_set
    ADD CONSTRAINT rule_set_scope_unit_id_fkey FOREIGN KEY (scope_unit_id) REFERENCES geography.unit(unit_id);

-- Name: site site_district_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.site
    ADD CONSTRAINT site_district_id_fkey FOREIGN KEY (district_id) REFERENCES geography.unit(unit_id);

-- Name: site site_facility_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.site
    ADD CONSTRAINT site_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES geography.facility(facility_id);

-- Name: site site_province_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.site
    ADD CONSTRAINT site_province_id_fkey FOREIGN KEY (province_id) REFERENCES geography.unit(unit_id);

-- Name: site site_ward_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.site
    ADD CONSTRAINT site_ward_id_fkey FOREIGN KEY (ward_id) REFERENCES geography.unit(unit_id);

-- Name: succession succession_from_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.succession
    ADD CONSTRAINT succession_from_id_fkey FOREIGN KEY (from_id) REFERENCES geography.unit(unit_id);

-- Name: succession succession_to_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.succession
    ADD CONSTRAINT succession_to_id_fkey FOREIGN KEY (to_id) REFERENCES geography.unit(unit_id);

-- Name: unit unit_parent_id_fkey; Type: FK CONSTRAINT; Schema: geography; Owner: -

ALTER TABLE ONLY geography.unit
    ADD CONSTRAINT unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES geography.unit(unit_id);

-- Name: device device_enrolled_by_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.device
    ADD CONSTRAINT device_enrolled_by_fkey FOREIGN KEY (enrolled_by) REFERENCES identity.staff(staff_id);

-- Name: device_enrolment device_enrolment_facility_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.device_enrolment
    ADD CONSTRAINT device_enrolment_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES geography.facility(facility_id);

-- Name: device_enrolment device_enrolment_issued_by_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.device_enrolment
    ADD CONSTRAINT device_enrolment_issued_by_fkey FOREIGN KEY (issued_by) REFERENCES identity.staff(staff_id);

-- Name: device device_facility_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.device
    ADD CONSTRAINT device_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES geography.facility(facility_id);

-- Name: login_session login_session_grant_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.login_session
    ADD CONSTRAINT login_session_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES identity.role_grant(grant_id);

-- Name: login_session login_session_staff_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.login_session
    ADD CONSTRAINT login_session_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES identity.staff(staff_id);

-- Name: role_grant role_grant_facility_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.role_grant
    ADD CONSTRAINT role_grant_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES geography.facility(facility_id);

-- Name: role_grant role_grant_granted_by_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.role_grant
    ADD CONSTRAINT role_grant_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES identity.staff(staff_id);

-- Name: role_grant role_grant_staff_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.role_grant
    ADD CONSTRAINT role_grant_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES identity.staff(staff_id);

-- Name: role_grant role_grant_unit_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.role_grant
    ADD CONSTRAINT role_grant_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES geography.unit(unit_id);

-- Name: staff staff_facility_id_fkey; Type: FK CONSTRAINT; Schema: identity; Owner: -

ALTER TABLE ONLY identity.staff
    ADD CONSTRAINT staff_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES geography.facility(facility_id);

-- Name: candidate_list candidate_list_province_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.candidate_list
    ADD CONSTRAINT candidate_list_province_id_fkey FOREIGN KEY (province_id) REFERENCES geography.unit(unit_id);

-- Name: candidate_list candidate_list_round_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.candidate_list
    ADD CONSTRAINT candidate_list_round_id_fkey FOREIGN KEY (round_id) REFERENCES planning.vaccination_round(round_id);

-- Name: candidate_list candidate_list_ward_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.candidate_list
    ADD CONSTRAINT candidate_list_ward_id_fkey FOREIGN KEY (ward_id) REFERENCES geography.unit(unit_id);

-- Name: list_row list_row_list_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.list_row
    ADD CONSTRAINT list_row_list_id_fkey FOREIGN KEY (list_id) REFERENCES planning.candidate_list(list_id) ON DELETE CASCADE;

-- Name: organisation organisation_contact_staff_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.organisation
    ADD CONSTRAINT organisation_contact_staff_id_fkey FOREIGN KEY (contact_staff_id) REFERENCES identity.staff(staff_id);

-- Name: organisation organisation_district_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.organisation
    ADD CONSTRAINT organisation_district_id_fkey FOREIGN KEY (district_id) REFERENCES geography.unit(unit_id);

-- Name: organisation organisation_province_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.organisation
    ADD CONSTRAINT organisation_province_id_fkey FOREIGN KEY (province_id) REFERENCES geography.unit(unit_id);

-- Name: organisation organisation_ward_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.organisation
    ADD CONSTRAINT organisation_ward_id_fkey FOREIGN KEY (ward_id) REFERENCES geography.unit(unit_id);

-- Name: plan plan_district_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan
    ADD CONSTRAINT plan_district_id_fkey FOREIGN KEY (district_id) REFERENCES geography.unit(unit_id);

-- Name: plan plan_facility_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan
    ADD CONSTRAINT plan_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES geography.facility(facility_id);

-- Name: plan plan_round_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan
    ADD CONSTRAINT plan_round_id_fkey FOREIGN KEY (round_id) REFERENCES planning.vaccination_round(round_id);

-- Name: plan_site plan_site_plan_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan_site
    ADD CONSTRAINT plan_site_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES planning.plan(plan_id);

-- Name: plan_site plan_site_site_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan_site
    ADD CONSTRAINT plan_site_site_id_fkey FOREIGN KEY (site_id) REFERENCES geography.site(site_id);

-- Name: plan_site plan_site_team_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.plan_site
    ADD CONSTRAINT plan_site_team_id_fkey FOREIGN KEY (team_id) REFERENCES planning.team(team_id);

-- Name: round_allocation round_allocation_allocation_round_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.round_allocation
    ADD CONSTRAINT round_allocation_allocation_round_id_fkey FOREIGN KEY (allocation_round_id) REFERENCES supply.allocation_round(allocation_round_id);

-- Name: round_allocation round_allocation_round_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.round_allocation
    ADD CONSTRAINT round_allocation_round_id_fkey FOREIGN KEY (round_id) REFERENCES planning.vaccination_round(round_id);

-- Name: team team_facility_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.team
    ADD CONSTRAINT team_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES geography.facility(facility_id);

-- Name: team_member team_member_staff_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.team_member
    ADD CONSTRAINT team_member_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES identity.staff(staff_id);

-- Name: team_member team_member_team_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.team_member
    ADD CONSTRAINT team_member_team_id_fkey FOREIGN KEY (team_id) REFERENCES planning.team(team_id);

-- Name: vaccination_round vaccination_round_campaign_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.vaccination_round
    ADD CONSTRAINT vaccination_round_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES planning.campaign(campaign_id);

-- Name: vaccination_round vaccination_round_province_id_fkey; Type: FK CONSTRAINT; Schema: planning; Owner: -

ALTER TABLE ONLY planning.vaccination_round
    ADD CONSTRAINT vaccination_round_province_id_fkey FOREIGN KEY (province_id) REFERENCES geography.unit(unit_id);

-- Name: assignment assignment_member_id_fkey; Type: FK CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.assignment
    ADD CONSTRAINT assignment_member_id_fkey FOREIGN KEY (member_id) REFERENCES response.support_member(member_id);

-- Name: assignment assignment_site_id_fkey; Type: FK CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.assignment
    ADD CONSTRAINT assignment_site_id_fkey FOREIGN KEY (site_id) REFERENCES geography.site(site_id);

-- Name: assignment assignment_unit_id_fkey; Type: FK CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.assignment
    ADD CONSTRAINT assignment_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES geography.unit(unit_id);

-- Name: support_member support_member_staff_id_fkey; Type: FK CONSTRAINT; Schema: response; Owner: -

ALTER TABLE ONLY response.support_member
    ADD CONSTRAINT support_member_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES identity.staff(staff_id);

-- Name: allocation_decision allocation_decision_allocation_round_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_decision
    ADD CONSTRAINT allocation_decision_allocation_round_id_fkey FOREIGN KEY (allocation_round_id) REFERENCES supply.allocation_round(allocation_round_id);

-- Name: allocation_decision allocation_decision_amends_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_decision
    ADD CONSTRAINT allocation_decision_amends_id_fkey FOREIGN KEY (amends_id) REFERENCES supply.allocation_decision(decision_id);

-- Name: allocation_decision allocation_decision_issued_by_unit_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_decision
    ADD CONSTRAINT allocation_decision_issued_by_unit_id_fkey FOREIGN KEY (issued_by_unit_id) REFERENCES geography.unit(unit_id);

-- Name: allocation_line allocation_line_decision_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_line
    ADD CONSTRAINT allocation_line_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES supply.allocation_decision(decision_id);

-- Name: allocation_line allocation_line_product_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_line
    ADD CONSTRAINT allocation_line_product_id_fkey FOREIGN KEY (product_id) REFERENCES supply.product(product_id);

-- Name: allocation_line allocation_line_receiver_facility_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_line
    ADD CONSTRAINT allocation_line_receiver_facility_id_fkey FOREIGN KEY (receiver_facility_id) REFERENCES geography.facility(facility_id);

-- Name: allocation_line allocation_line_receiver_unit_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_line
    ADD CONSTRAINT allocation_line_receiver_unit_id_fkey FOREIGN KEY (receiver_unit_id) REFERENCES geography.unit(unit_id);

-- Name: allocation_round allocation_round_product_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.allocation_round
    ADD CONSTRAINT allocation_round_product_id_fkey FOREIGN KEY (product_id) REFERENCES supply.product(product_id);

-- Name: lot lot_product_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.lot
    ADD CONSTRAINT lot_product_id_fkey FOREIGN KEY (product_id) REFERENCES supply.product(product_id);

-- Name: lot_state lot_state_lot_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.lot_state
    ADD CONSTRAINT lot_state_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES supply.lot(lot_id);

-- Name: lot_state lot_state_unit_id_fkey; Type: FK CONSTRAINT; Schema: supply; Owner: -

ALTER TABLE ONLY supply.lot_state
    ADD CONSTRAINT lot_state_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES geography.unit(unit_id);

-- Name: appointment app_arms; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY app_arms ON booking.appointment TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: slot app_arms; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY app_arms ON booking.slot TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: appointment; Type: ROW SECURITY; Schema: booking; Owner: -

ALTER TABLE booking.appointment ENABLE ROW LEVEL SECURITY;

-- Name: appointment owner_nation; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY owner_nation ON booking.appointment TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: slot owner_nation; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY owner_nation ON booking.slot TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: slot; Type: ROW SECURITY; Schema: booking; Owner: -

ALTER TABLE booking.slot ENABLE ROW LEVEL SECURITY;

-- Name: appointment worker_all; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY worker_all ON booking.appointment TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: slot worker_all; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY worker_all ON booking.slot TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: appointment writer_all; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY writer_all ON booking.appointment TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: slot writer_all; Type: POLICY; Schema: booking; Owner: -

CREATE POLICY writer_all ON booking.slot TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: certificate app_arms; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY app_arms ON certificates.certificate TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: waiting app_arms; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY app_arms ON certificates.waiting TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: certificate; Type: ROW SECURITY; Schema: certificates; Owner: -

ALTER TABLE certificates.certificate ENABLE ROW LEVEL SECURITY;

-- Name: certificate owner_nation; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY owner_nation ON certificates.certificate TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: waiting owner_nation; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY owner_nation ON certificates.waiting TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: waiting; Type: ROW SECURITY; Schema: certificates; Owner: -

ALTER TABLE certificates.waiting ENABLE ROW LEVEL SECURITY;

-- Name: certificate worker_all; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY worker_all ON certificates.certificate TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: waiting worker_all; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY worker_all ON certificates.waiting TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: certificate writer_all; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY writer_all ON certificates.certificate TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: waiting writer_all; Type: POLICY; Schema: certificates; Owner: -

CREATE POLICY writer_all ON certificates.waiting TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: device_count app_arms; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY app_arms ON ledger.device_count TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: device_entry app_arms; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY app_arms ON ledger.device_entry TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: person_event app_arms; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY app_arms ON ledger.person_event TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: person_key app_arms; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY app_arms ON ledger.person_key TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: private_document app_arms; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY app_arms ON ledger.private_document TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: site_event app_arms; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY app_arms ON ledger.site_event TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: upload app_arms; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY app_arms ON ledger.upload TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: device_count; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.device_count ENABLE ROW LEVEL SECURITY;

-- Name: device_entry; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.device_entry ENABLE ROW LEVEL SECURITY;

-- Name: device_count owner_nation; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY owner_nation ON ledger.device_count TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: device_entry owner_nation; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY owner_nation ON ledger.device_entry TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: person_event owner_nation; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY owner_nation ON ledger.person_event TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: person_key owner_nation; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY owner_nation ON ledger.person_key TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: private_document owner_nation; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY owner_nation ON ledger.private_document TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: site_event owner_nation; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY owner_nation ON ledger.site_event TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: upload owner_nation; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY owner_nation ON ledger.upload TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: person_event; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.person_event ENABLE ROW LEVEL SECURITY;

-- Name: person_key; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.person_key ENABLE ROW LEVEL SECURITY;

-- Name: private_document; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.private_document ENABLE ROW LEVEL SECURITY;

-- Name: site_event; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.site_event ENABLE ROW LEVEL SECURITY;

-- Name: upload; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.upload ENABLE ROW LEVEL SECURITY;

-- Name: device_count worker_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY worker_all ON ledger.device_count TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: device_entry worker_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY worker_all ON ledger.device_entry TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: person_event worker_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY worker_all ON ledger.person_event TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: person_key worker_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY worker_all ON ledger.person_key TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: private_document worker_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY worker_all ON ledger.private_document TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: site_event worker_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY worker_all ON ledger.site_event TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: upload worker_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY worker_all ON ledger.upload TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: device_count writer_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY writer_all ON ledger.device_count TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: device_entry writer_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY writer_all ON ledger.device_entry TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: person_event writer_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY writer_all ON ledger.person_event TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: person_key writer_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY writer_all ON ledger.person_key TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: private_document writer_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY writer_all ON ledger.private_document TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: site_event writer_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY writer_all ON ledger.site_event TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: upload writer_all; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY writer_all ON ledger.upload TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: content anybody_may_send; Type: POLICY; Schema: notifications; Owner: -

CREATE POLICY anybody_may_send ON notifications.content FOR INSERT TO tiemchung_app WITH CHECK (true);

-- Name: content; Type: ROW SECURITY; Schema: notifications; Owner: -

ALTER TABLE notifications.content ENABLE ROW LEVEL SECURITY;

-- Name: content inbox_of_a_demo; Type: POLICY; Schema: notifications; Owner: -

CREATE POLICY inbox_of_a_demo ON notifications.content FOR SELECT TO tiemchung_app USING (( SELECT i.demo
   FROM kernel.installation i));

-- Name: content owner_nation; Type: POLICY; Schema: notifications; Owner: -

CREATE POLICY owner_nation ON notifications.content TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: content worker_sends; Type: POLICY; Schema: notifications; Owner: -

CREATE POLICY worker_sends ON notifications.content TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: candidate app_arms; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY app_arms ON planning.candidate TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: recall app_arms; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY app_arms ON planning.recall TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: session app_arms; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY app_arms ON planning.session TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: session_staff app_arms; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY app_arms ON planning.session_staff TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: candidate; Type: ROW SECURITY; Schema: planning; Owner: -

ALTER TABLE planning.candidate ENABLE ROW LEVEL SECURITY;

-- Name: candidate owner_nation; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY owner_nation ON planning.candidate TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: recall owner_nation; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY owner_nation ON planning.recall TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: session owner_nation; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY owner_nation ON planning.session TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: session_staff owner_nation; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY owner_nation ON planning.session_staff TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: recall; Type: ROW SECURITY; Schema: planning; Owner: -

ALTER TABLE planning.recall ENABLE ROW LEVEL SECURITY;

-- Name: session; Type: ROW SECURITY; Schema: planning; Owner: -

ALTER TABLE planning.session ENABLE ROW LEVEL SECURITY;

-- Name: session_staff; Type: ROW SECURITY; Schema: planning; Owner: -

ALTER TABLE planning.session_staff ENABLE ROW LEVEL SECURITY;

-- Name: candidate worker_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY worker_all ON planning.candidate TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: recall worker_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY worker_all ON planning.recall TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: session worker_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY worker_all ON planning.session TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: session_staff worker_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY worker_all ON planning.session_staff TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: candidate writer_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY writer_all ON planning.candidate TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: recall writer_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY writer_all ON planning.recall TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: session writer_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY writer_all ON planning.session TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: session_staff writer_all; Type: POLICY; Schema: planning; Owner: -

CREATE POLICY writer_all ON planning.session_staff TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: verification_result app_arms; Type: POLICY; Schema: quality; Owner: -

CREATE POLICY app_arms ON quality.verification_result TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: verification_result owner_nation; Type: POLICY; Schema: quality; Owner: -

CREATE POLICY owner_nation ON quality.verification_result TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: verification_result; Type: ROW SECURITY; Schema: quality; Owner: -

ALTER TABLE quality.verification_result ENABLE ROW LEVEL SECURITY;

-- Name: verification_result worker_all; Type: POLICY; Schema: quality; Owner: -

CREATE POLICY worker_all ON quality.verification_result TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: verification_result writer_all; Type: POLICY; Schema: quality; Owner: -

CREATE POLICY writer_all ON quality.verification_result TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: access_log; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.access_log ENABLE ROW LEVEL SECURITY;

-- Name: access_log access_log_append; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY access_log_append ON registry.access_log FOR INSERT TO tiemchung_app WITH CHECK (true);

-- Name: alias; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.alias ENABLE ROW LEVEL SECURITY;

-- Name: access_log app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.access_log TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: alias app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.alias TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: consent app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.consent TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: contact app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.contact TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: correction_case app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.correction_case TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: guardian app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.guardian TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: identity_document app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.identity_document TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: name_key app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.name_key TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: notice app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.notice TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

-- Name: person app_arms; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY app_arms ON registry.person TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: consent; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.consent ENABLE ROW LEVEL SECURITY;

-- Name: contact; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.contact ENABLE ROW LEVEL SECURITY;

-- Name: correction_case; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.correction_case ENABLE ROW LEVEL SECURITY;

-- Name: guardian; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.guardian ENABLE ROW LEVEL SECURITY;

-- Name: identity_document; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.identity_document ENABLE ROW LEVEL SECURITY;

-- Name: name_key; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.name_key ENABLE ROW LEVEL SECURITY;

-- Name: notice; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.notice ENABLE ROW LEVEL SECURITY;

-- Name: access_log owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.access_log TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: alias owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.alias TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: consent owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.consent TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: contact owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.contact TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: correction_case owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.correction_case TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: guardian owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.guardian TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: identity_document owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.identity_document TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: name_key owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.name_key TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: notice owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.notice TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: person owner_nation; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY owner_nation ON registry.person TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: person; Type: ROW SECURITY; Schema: registry; Owner: -

ALTER TABLE registry.person ENABLE ROW LEVEL SECURITY;

-- Name: access_log worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.access_log TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: alias worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.alias TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: consent worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.consent TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: contact worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.contact TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: correction_case worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.correction_case TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: guardian worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.guardian TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: identity_document worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.identity_document TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: name_key worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.name_key TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: notice worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.notice TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: person worker_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY worker_all ON registry.person TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: access_log writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.access_log TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: alias writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.alias TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: consent writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.consent TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: contact writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.contact TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: correction_case writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.correction_case TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: guardian writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.guardian TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: identity_document writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.identity_document TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: name_key writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.name_key TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: notice writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.notice TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: person writer_all; Type: POLICY; Schema: registry; Owner: -

CREATE POLICY writer_all ON registry.person TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: reaction app_arms; Type: POLICY; Schema: safety; Owner: -

CREATE POLICY app_arms ON safety.reaction TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: reaction owner_nation; Type: POLICY; Schema: safety; Owner: -

CREATE POLICY owner_nation ON safety.reaction TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: reaction; Type: ROW SECURITY; Schema: safety; Owner: -

ALTER TABLE safety.reaction ENABLE ROW LEVEL SECURITY;

-- Name: reaction worker_all; Type: POLICY; Schema: safety; Owner: -

CREATE POLICY worker_all ON safety.reaction TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: reaction writer_all; Type: POLICY; Schema: safety; Owner: -

CREATE POLICY writer_all ON safety.reaction TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: declared_count app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.declared_count TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: dose app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.dose TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: injection_table app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.injection_table TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: open_item app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.open_item TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: session_close app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.session_close TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: station_hold app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.station_hold TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: vial_event app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.vial_event TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: visit_step app_arms; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY app_arms ON siteops.visit_step TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: declared_count; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.declared_count ENABLE ROW LEVEL SECURITY;

-- Name: dose; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.dose ENABLE ROW LEVEL SECURITY;

-- Name: injection_table; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.injection_table ENABLE ROW LEVEL SECURITY;

-- Name: open_item; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.open_item ENABLE ROW LEVEL SECURITY;

-- Name: declared_count owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.declared_count TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: dose owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.dose TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: injection_table owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.injection_table TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: open_item owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.open_item TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: session_close owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.session_close TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: station_hold owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.station_hold TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: vial_event owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.vial_event TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: visit_step owner_nation; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY owner_nation ON siteops.visit_step TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: session_close; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.session_close ENABLE ROW LEVEL SECURITY;

-- Name: station_hold; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.station_hold ENABLE ROW LEVEL SECURITY;

-- Name: vial_event; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.vial_event ENABLE ROW LEVEL SECURITY;

-- Name: visit_step; Type: ROW SECURITY; Schema: siteops; Owner: -

ALTER TABLE siteops.visit_step ENABLE ROW LEVEL SECURITY;

-- Name: declared_count worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.declared_count TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: dose worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.dose TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: injection_table worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.injection_table TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: open_item worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.open_item TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: session_close worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.session_close TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: station_hold worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.station_hold TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: vial_event worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.vial_event TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: visit_step worker_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY worker_all ON siteops.visit_step TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: declared_count writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.declared_count TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: dose writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.dose TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: injection_table writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.injection_table TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: open_item writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.open_item TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: session_close writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.session_close TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: station_hold writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.station_hold TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: vial_event writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.vial_event TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: visit_step writer_all; Type: POLICY; Schema: siteops; Owner: -

CREATE POLICY writer_all ON siteops.visit_step TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: dose_counted app_arms; Type: POLICY; Schema: statistics; Owner: -

CREATE POLICY app_arms ON statistics.dose_counted TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (person_id = ANY (( SELECT (NULLIF(current_setting('app.open_persons'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (home_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: dose_counted; Type: ROW SECURITY; Schema: statistics; Owner: -

ALTER TABLE statistics.dose_counted ENABLE ROW LEVEL SECURITY;

-- Name: dose_counted owner_nation; Type: POLICY; Schema: statistics; Owner: -

CREATE POLICY owner_nation ON statistics.dose_counted TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: dose_counted worker_all; Type: POLICY; Schema: statistics; Owner: -

CREATE POLICY worker_all ON statistics.dose_counted TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: dose_counted writer_all; Type: POLICY; Schema: statistics; Owner: -

CREATE POLICY writer_all ON statistics.dose_counted TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: stock_movement app_arms; Type: POLICY; Schema: supply; Owner: -

CREATE POLICY app_arms ON supply.stock_movement TO tiemchung_app USING ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[])))) WITH CHECK ((( SELECT (current_setting('app.nation'::text, true) = 'on'::text)) OR (facility_id = ANY (( SELECT (NULLIF(current_setting('app.scope_facility'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (session_id = ANY (( SELECT (NULLIF(current_setting('app.scope_session'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])) OR (place_province = ANY (( SELECT (NULLIF(current_setting('app.scope_province'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_district = ANY (( SELECT (NULLIF(current_setting('app.scope_district'::text, true), ''::text))::integer[] AS "nullif")::integer[])) OR (place_ward = ANY (( SELECT (NULLIF(current_setting('app.scope_ward'::text, true), ''::text))::integer[] AS "nullif")::integer[]))));

-- Name: stock_movement owner_nation; Type: POLICY; Schema: supply; Owner: -

CREATE POLICY owner_nation ON supply.stock_movement TO tiemchung_owner USING (( SELECT (current_setting('app.nation'::text, true) = 'on'::text))) WITH CHECK (( SELECT (current_setting('app.nation'::text, true) = 'on'::text)));

-- Name: stock_movement receiver_sees; Type: POLICY; Schema: supply; Owner: -

CREATE POLICY receiver_sees ON supply.stock_movement FOR SELECT TO tiemchung_app USING ((other_facility_id IN ( SELECT f.facility_id
   FROM geography.pub_facility_in_scope f)));

-- Name: stock_movement; Type: ROW SECURITY; Schema: supply; Owner: -

ALTER TABLE supply.stock_movement ENABLE ROW LEVEL SECURITY;

-- Name: stock_movement worker_all; Type: POLICY; Schema: supply; Owner: -

CREATE POLICY worker_all ON supply.stock_movement TO tiemchung_worker USING (true) WITH CHECK (true);

-- Name: stock_movement writer_all; Type: POLICY; Schema: supply; Owner: -

CREATE POLICY writer_all ON supply.stock_movement TO tiemchung_writer USING (true) WITH CHECK (true);

-- Name: SCHEMA booking; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA booking TO tiemchung_app;
GRANT USAGE ON SCHEMA booking TO tiemchung_writer;
GRANT USAGE ON SCHEMA booking TO tiemchung_worker;

-- Name: SCHEMA certificates; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA certificates TO tiemchung_app;
GRANT USAGE ON SCHEMA certificates TO tiemchung_writer;
GRANT USAGE ON SCHEMA certificates TO tiemchung_worker;

-- Name: SCHEMA geography; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA geography TO tiemchung_app;
GRANT USAGE ON SCHEMA geography TO tiemchung_writer;
GRANT USAGE ON SCHEMA geography TO tiemchung_worker;

-- Name: SCHEMA identity; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA identity TO tiemchung_app;
GRANT USAGE ON SCHEMA identity TO tiemchung_writer;
GRANT USAGE ON SCHEMA identity TO tiemchung_worker;

-- Name: SCHEMA kernel; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA kernel TO tiemchung_app;
GRANT USAGE ON SCHEMA kernel TO tiemchung_writer;
GRANT USAGE ON SCHEMA kernel TO tiemchung_worker;

-- Name: SCHEMA ledger; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA ledger TO tiemchung_app;
GRANT USAGE ON SCHEMA ledger TO tiemchung_writer;
GRANT USAGE ON SCHEMA ledger TO tiemchung_worker;

-- Name: SCHEMA notifications; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA notifications TO tiemchung_app;
GRANT USAGE ON SCHEMA notifications TO tiemchung_writer;
GRANT USAGE ON SCHEMA notifications TO tiemchung_worker;

-- Name: SCHEMA planning; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA planning TO tiemchung_app;
GRANT USAGE ON SCHEMA planning TO tiemchung_writer;
GRANT USAGE ON SCHEMA planning TO tiemchung_worker;

-- Name: SCHEMA quality; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA quality TO tiemchung_app;
GRANT USAGE ON SCHEMA quality TO tiemchung_writer;
GRANT USAGE ON SCHEMA quality TO tiemchung_worker;

-- Name: SCHEMA registry; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA registry TO tiemchung_app;
GRANT USAGE ON SCHEMA registry TO tiemchung_writer;
GRANT USAGE ON SCHEMA registry TO tiemchung_worker;

-- Name: SCHEMA response; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA response TO tiemchung_app;
GRANT USAGE ON SCHEMA response TO tiemchung_writer;
GRANT USAGE ON SCHEMA response TO tiemchung_worker;

-- Name: SCHEMA safety; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA safety TO tiemchung_app;
GRANT USAGE ON SCHEMA safety TO tiemchung_writer;
GRANT USAGE ON SCHEMA safety TO tiemchung_worker;

-- Name: SCHEMA siteops; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA siteops TO tiemchung_app;
GRANT USAGE ON SCHEMA siteops TO tiemchung_writer;
GRANT USAGE ON SCHEMA siteops TO tiemchung_worker;

-- Name: SCHEMA statistics; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA statistics TO tiemchung_app;
GRANT USAGE ON SCHEMA statistics TO tiemchung_writer;
GRANT USAGE ON SCHEMA statistics TO tiemchung_worker;

-- Name: SCHEMA supply; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA supply TO tiemchung_app;
GRANT USAGE ON SCHEMA supply TO tiemchung_writer;
GRANT USAGE ON SCHEMA supply TO tiemchung_worker;

-- Name: TABLE appointment; Type: ACL; Schema: booking; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE booking.appointment TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE booking.appointment TO tiemchung_worker;

-- Name: TABLE invitation_code; Type: ACL; Schema: booking; Owner: -

GRANT SELECT,INSERT ON TABLE booking.invitation_code TO tiemchung_app;
GRANT SELECT,INSERT ON TABLE booking.invitation_code TO tiemchung_worker;

-- Name: TABLE pub_appointment; Type: ACL; Schema: booking; Owner: -

GRANT SELECT ON TABLE booking.pub_appointment TO tiemchung_app;
GRANT SELECT ON TABLE booking.pub_appointment TO tiemchung_worker;

-- Name: TABLE pub_invitation_code; Type: ACL; Schema: booking; Owner: -

GRANT SELECT ON TABLE booking.pub_invitation_code TO tiemchung_app;
GRANT SELECT ON TABLE booking.pub_invitation_code TO tiemchung_worker;

-- Name: TABLE slot; Type: ACL; Schema: booking; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE booking.slot TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE booking.slot TO tiemchung_worker;

-- Name: TABLE pub_slot; Type: ACL; Schema: booking; Owner: -

GRANT SELECT ON TABLE booking.pub_slot TO tiemchung_app;
GRANT SELECT ON TABLE booking.pub_slot TO tiemchung_worker;

-- Name: TABLE certificate; Type: ACL; Schema: certificates; Owner: -

GRANT SELECT ON TABLE certificates.certificate TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE certificates.certificate TO tiemchung_worker;

-- Name: TABLE pub_certificate; Type: ACL; Schema: certificates; Owner: -

GRANT SELECT ON TABLE certificates.pub_certificate TO tiemchung_app;
GRANT SELECT ON TABLE certificates.pub_certificate TO tiemchung_worker;

-- Name: TABLE waiting; Type: ACL; Schema: certificates; Owner: -

GRANT SELECT ON TABLE certificates.waiting TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE certificates.waiting TO tiemchung_worker;

-- Name: TABLE pub_waiting; Type: ACL; Schema: certificates; Owner: -

GRANT SELECT ON TABLE certificates.pub_waiting TO tiemchung_app;
GRANT SELECT ON TABLE certificates.pub_waiting TO tiemchung_worker;

-- Name: TABLE revoked_number; Type: ACL; Schema: certificates; Owner: -

GRANT SELECT ON TABLE certificates.revoked_number TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE certificates.revoked_number TO tiemchung_worker;

-- Name: TABLE signing_key; Type: ACL; Schema: certificates; Owner: -

GRANT SELECT ON TABLE certificates.signing_key TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE certificates.signing_key TO tiemchung_worker;

-- Name: TABLE facility; Type: ACL; Schema: geography; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE geography.facility TO tiemchung_app;
GRANT SELECT ON TABLE geography.facility TO tiemchung_writer;
GRANT SELECT,INSERT,UPDATE ON TABLE geography.facility TO tiemchung_worker;

-- Name: TABLE national_daily; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.national_daily TO tiemchung_app;
GRANT SELECT ON TABLE geography.national_daily TO tiemchung_writer;
GRANT SELECT ON TABLE geography.national_daily TO tiemchung_worker;

-- Name: TABLE neighbourhood; Type: ACL; Schema: geography; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE geography.neighbourhood TO tiemchung_app;
GRANT SELECT ON TABLE geography.neighbourhood TO tiemchung_writer;
GRANT SELECT,INSERT,UPDATE ON TABLE geography.neighbourhood TO tiemchung_worker;

-- Name: TABLE pub_facility; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_facility TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_facility TO tiemchung_writer;
GRANT SELECT ON TABLE geography.pub_facility TO tiemchung_worker;

-- Name: TABLE pub_facility_in_scope; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_facility_in_scope TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_facility_in_scope TO tiemchung_writer;
GRANT SELECT ON TABLE geography.pub_facility_in_scope TO tiemchung_worker;

-- Name: TABLE pub_national_daily; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_national_daily TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_national_daily TO tiemchung_worker;

-- Name: TABLE pub_neighbourhood; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_neighbourhood TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_neighbourhood TO tiemchung_writer;
GRANT SELECT ON TABLE geography.pub_neighbourhood TO tiemchung_worker;

-- Name: TABLE rule_set; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.rule_set TO tiemchung_app;
GRANT SELECT ON TABLE geography.rule_set TO tiemchung_writer;
GRANT SELECT,INSERT,UPDATE ON TABLE geography.rule_set TO tiemchung_worker;

-- Name: TABLE pub_rule_set; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_rule_set TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_rule_set TO tiemchung_worker;

-- Name: TABLE site; Type: ACL; Schema: geography; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE geography.site TO tiemchung_app;
GRANT SELECT ON TABLE geography.site TO tiemchung_writer;
GRANT SELECT,INSERT,UPDATE ON TABLE geography.site TO tiemchung_worker;

-- Name: TABLE pub_site; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_site TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_site TO tiemchung_writer;
GRANT SELECT ON TABLE geography.pub_site TO tiemchung_worker;

-- Name: TABLE succession; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.succession TO tiemchung_app;
GRANT SELECT ON TABLE geography.succession TO tiemchung_writer;
GRANT SELECT ON TABLE geography.succession TO tiemchung_worker;

-- Name: TABLE pub_succession; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_succession TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_succession TO tiemchung_worker;

-- Name: TABLE unit; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.unit TO tiemchung_app;
GRANT SELECT ON TABLE geography.unit TO tiemchung_writer;
GRANT SELECT ON TABLE geography.unit TO tiemchung_worker;

-- Name: TABLE pub_unit; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_unit TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_unit TO tiemchung_writer;
GRANT SELECT ON TABLE geography.pub_unit TO tiemchung_worker;

-- Name: TABLE unit_cover; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.unit_cover TO tiemchung_app;
GRANT SELECT ON TABLE geography.unit_cover TO tiemchung_writer;
GRANT SELECT ON TABLE geography.unit_cover TO tiemchung_worker;

-- Name: TABLE pub_unit_cover; Type: ACL; Schema: geography; Owner: -

GRANT SELECT ON TABLE geography.pub_unit_cover TO tiemchung_app;
GRANT SELECT ON TABLE geography.pub_unit_cover TO tiemchung_writer;
GRANT SELECT ON TABLE geography.pub_unit_cover TO tiemchung_worker;

-- Name: TABLE account_person; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.account_person TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE identity.account_person TO tiemchung_worker;
GRANT SELECT,INSERT ON TABLE identity.account_person TO tiemchung_writer;

-- Name: TABLE citizen_account; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.citizen_account TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE identity.citizen_account TO tiemchung_worker;
GRANT SELECT,INSERT ON TABLE identity.citizen_account TO tiemchung_writer;

-- Name: TABLE citizen_code; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.citizen_code TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE identity.citizen_code TO tiemchung_worker;

-- Name: TABLE citizen_login; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.citizen_login TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE identity.citizen_login TO tiemchung_worker;

-- Name: TABLE device; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.device TO tiemchung_app;
GRANT SELECT ON TABLE identity.device TO tiemchung_worker;
GRANT SELECT ON TABLE identity.device TO tiemchung_writer;

-- Name: TABLE device_enrolment; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.device_enrolment TO tiemchung_app;
GRANT SELECT,DELETE ON TABLE identity.device_enrolment TO tiemchung_worker;

-- Name: TABLE login_session; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.login_session TO tiemchung_app;
GRANT SELECT,DELETE ON TABLE identity.login_session TO tiemchung_worker;

-- Name: TABLE phone_login; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.phone_login TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE identity.phone_login TO tiemchung_worker;
GRANT SELECT,INSERT ON TABLE identity.phone_login TO tiemchung_writer;

-- Name: TABLE pub_account_person; Type: ACL; Schema: identity; Owner: -

GRANT SELECT ON TABLE identity.pub_account_person TO tiemchung_app;
GRANT SELECT ON TABLE identity.pub_account_person TO tiemchung_worker;

-- Name: TABLE pub_device; Type: ACL; Schema: identity; Owner: -

GRANT SELECT ON TABLE identity.pub_device TO tiemchung_app;
GRANT SELECT ON TABLE identity.pub_device TO tiemchung_worker;

-- Name: TABLE role_grant; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.role_grant TO tiemchung_app;
GRANT SELECT ON TABLE identity.role_grant TO tiemchung_worker;
GRANT SELECT ON TABLE identity.role_grant TO tiemchung_writer;

-- Name: TABLE pub_role_grant; Type: ACL; Schema: identity; Owner: -

GRANT SELECT ON TABLE identity.pub_role_grant TO tiemchung_app;
GRANT SELECT ON TABLE identity.pub_role_grant TO tiemchung_worker;

-- Name: TABLE staff; Type: ACL; Schema: identity; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE identity.staff TO tiemchung_app;
GRANT SELECT ON TABLE identity.staff TO tiemchung_worker;
GRANT SELECT ON TABLE identity.staff TO tiemchung_writer;

-- Name: TABLE pub_staff; Type: ACL; Schema: identity; Owner: -

GRANT SELECT ON TABLE identity.pub_staff TO tiemchung_app;
GRANT SELECT ON TABLE identity.pub_staff TO tiemchung_worker;

-- Name: TABLE attempt; Type: ACL; Schema: kernel; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE kernel.attempt TO tiemchung_app;
GRANT SELECT,DELETE ON TABLE kernel.attempt TO tiemchung_worker;

-- Name: TABLE installation; Type: ACL; Schema: kernel; Owner: -

GRANT SELECT ON TABLE kernel.installation TO tiemchung_app;
GRANT SELECT ON TABLE kernel.installation TO tiemchung_writer;
GRANT SELECT ON TABLE kernel.installation TO tiemchung_worker;

-- Name: COLUMN installation.reference_version; Type: ACL; Schema: kernel; Owner: -

GRANT UPDATE(reference_version) ON TABLE kernel.installation TO tiemchung_app;
GRANT UPDATE(reference_version) ON TABLE kernel.installation TO tiemchung_worker;

-- Name: TABLE long_job; Type: ACL; Schema: kernel; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE kernel.long_job TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kernel.long_job TO tiemchung_worker;

-- Name: TABLE staged_file; Type: ACL; Schema: kernel; Owner: -

GRANT SELECT,INSERT ON TABLE kernel.staged_file TO tiemchung_app;
GRANT SELECT,INSERT,DELETE ON TABLE kernel.staged_file TO tiemchung_worker;

-- Name: TABLE device_count; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.device_count TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE ledger.device_count TO tiemchung_worker;

-- Name: TABLE device_entry; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.device_entry TO tiemchung_app;
GRANT SELECT,INSERT ON TABLE ledger.device_entry TO tiemchung_worker;

-- Name: TABLE follower_cursor; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.follower_cursor TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE ledger.follower_cursor TO tiemchung_worker;

-- Name: TABLE person_event; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.person_event TO tiemchung_app;
GRANT SELECT,INSERT ON TABLE ledger.person_event TO tiemchung_writer;
GRANT SELECT ON TABLE ledger.person_event TO tiemchung_worker;

-- Name: TABLE person_key; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.person_key TO tiemchung_app;
GRANT INSERT ON TABLE ledger.person_key TO tiemchung_writer;
GRANT SELECT ON TABLE ledger.person_key TO tiemchung_worker;

-- Name: COLUMN person_key.person_id; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT(person_id) ON TABLE ledger.person_key TO tiemchung_writer;

-- Name: TABLE private_document; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.private_document TO tiemchung_app;
GRANT INSERT ON TABLE ledger.private_document TO tiemchung_writer;
GRANT SELECT ON TABLE ledger.private_document TO tiemchung_worker;

-- Name: TABLE pub_device_count; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_device_count TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_device_count TO tiemchung_worker;

-- Name: TABLE pub_device_entry; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_device_entry TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_device_entry TO tiemchung_worker;

-- Name: TABLE pub_follower; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_follower TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_follower TO tiemchung_worker;

-- Name: TABLE pub_position; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_position TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_position TO tiemchung_worker;

-- Name: TABLE quarantine; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.quarantine TO tiemchung_app;
GRANT INSERT ON TABLE ledger.quarantine TO tiemchung_writer;
GRANT SELECT ON TABLE ledger.quarantine TO tiemchung_worker;

-- Name: COLUMN quarantine.resolved_at; Type: ACL; Schema: ledger; Owner: -

GRANT UPDATE(resolved_at) ON TABLE ledger.quarantine TO tiemchung_app;

-- Name: COLUMN quarantine.resolved_by; Type: ACL; Schema: ledger; Owner: -

GRANT UPDATE(resolved_by) ON TABLE ledger.quarantine TO tiemchung_app;

-- Name: COLUMN quarantine.resolution; Type: ACL; Schema: ledger; Owner: -

GRANT UPDATE(resolution) ON TABLE ledger.quarantine TO tiemchung_app;

-- Name: TABLE pub_quarantine; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_quarantine TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_quarantine TO tiemchung_worker;

-- Name: TABLE pub_registration; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_registration TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_registration TO tiemchung_worker;

-- Name: TABLE site_event; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.site_event TO tiemchung_app;
GRANT SELECT,INSERT ON TABLE ledger.site_event TO tiemchung_writer;
GRANT SELECT ON TABLE ledger.site_event TO tiemchung_worker;

-- Name: TABLE pub_session_event; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_session_event TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_session_event TO tiemchung_worker;

-- Name: TABLE pub_site_event; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.pub_site_event TO tiemchung_app;
GRANT SELECT ON TABLE ledger.pub_site_event TO tiemchung_worker;

-- Name: TABLE upload; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT ON TABLE ledger.upload TO tiemchung_app;
GRANT INSERT ON TABLE ledger.upload TO tiemchung_writer;
GRANT SELECT ON TABLE ledger.upload TO tiemchung_worker;

-- Name: TABLE content; Type: ACL; Schema: notifications; Owner: -

GRANT SELECT,INSERT ON TABLE notifications.content TO tiemchung_app;
GRANT SELECT,INSERT,DELETE ON TABLE notifications.content TO tiemchung_worker;

-- Name: TABLE message; Type: ACL; Schema: notifications; Owner: -

GRANT SELECT,INSERT ON TABLE notifications.message TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE notifications.message TO tiemchung_worker;

-- Name: TABLE pub_message; Type: ACL; Schema: notifications; Owner: -

GRANT SELECT ON TABLE notifications.pub_message TO tiemchung_app;
GRANT SELECT ON TABLE notifications.pub_message TO tiemchung_worker;

-- Name: TABLE campaign; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.campaign TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.campaign TO tiemchung_worker;

-- Name: TABLE candidate; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.candidate TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.candidate TO tiemchung_worker;

-- Name: TABLE candidate_list; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.candidate_list TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.candidate_list TO tiemchung_worker;

-- Name: TABLE list_row; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.list_row TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.list_row TO tiemchung_worker;

-- Name: TABLE organisation; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.organisation TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.organisation TO tiemchung_worker;

-- Name: TABLE plan; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.plan TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.plan TO tiemchung_worker;

-- Name: TABLE plan_site; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.plan_site TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.plan_site TO tiemchung_worker;

-- Name: TABLE pub_campaign; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_campaign TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_campaign TO tiemchung_worker;

-- Name: TABLE pub_candidate; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_candidate TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_candidate TO tiemchung_worker;

-- Name: TABLE pub_candidate_list; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_candidate_list TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_candidate_list TO tiemchung_worker;

-- Name: TABLE pub_organisation; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_organisation TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_organisation TO tiemchung_worker;

-- Name: TABLE pub_plan; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_plan TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_plan TO tiemchung_worker;

-- Name: TABLE pub_plan_site; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_plan_site TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_plan_site TO tiemchung_worker;

-- Name: TABLE recall; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.recall TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.recall TO tiemchung_worker;

-- Name: TABLE pub_recall; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_recall TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_recall TO tiemchung_worker;

-- Name: TABLE vaccination_round; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.vaccination_round TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.vaccination_round TO tiemchung_worker;

-- Name: TABLE pub_round; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_round TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_round TO tiemchung_worker;

-- Name: TABLE round_allocation; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.round_allocation TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.round_allocation TO tiemchung_worker;

-- Name: TABLE pub_round_allocation; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_round_allocation TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_round_allocation TO tiemchung_worker;

-- Name: TABLE session; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.session TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.session TO tiemchung_worker;
GRANT SELECT ON TABLE planning.session TO tiemchung_writer;

-- Name: TABLE pub_session; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_session TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_session TO tiemchung_worker;

-- Name: TABLE session_staff; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.session_staff TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.session_staff TO tiemchung_worker;

-- Name: TABLE pub_session_staff; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_session_staff TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_session_staff TO tiemchung_worker;

-- Name: TABLE team; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE planning.team TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.team TO tiemchung_worker;

-- Name: TABLE pub_team; Type: ACL; Schema: planning; Owner: -

GRANT SELECT ON TABLE planning.pub_team TO tiemchung_app;
GRANT SELECT ON TABLE planning.pub_team TO tiemchung_worker;

-- Name: TABLE team_member; Type: ACL; Schema: planning; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.team_member TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE planning.team_member TO tiemchung_worker;

-- Name: TABLE verification_batch; Type: ACL; Schema: quality; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE quality.verification_batch TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE quality.verification_batch TO tiemchung_worker;

-- Name: TABLE verification_result; Type: ACL; Schema: quality; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE quality.verification_result TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE quality.verification_result TO tiemchung_worker;

-- Name: TABLE access_log; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.access_log TO tiemchung_app;
GRANT INSERT ON TABLE registry.access_log TO tiemchung_writer;
GRANT SELECT,INSERT ON TABLE registry.access_log TO tiemchung_worker;

-- Name: TABLE alias; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.alias TO tiemchung_app;
GRANT INSERT ON TABLE registry.alias TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.alias TO tiemchung_worker;

-- Name: TABLE consent; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.consent TO tiemchung_app;
GRANT INSERT ON TABLE registry.consent TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.consent TO tiemchung_worker;

-- Name: TABLE contact; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.contact TO tiemchung_app;
GRANT INSERT ON TABLE registry.contact TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.contact TO tiemchung_worker;

-- Name: TABLE correction_case; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.correction_case TO tiemchung_app;
GRANT INSERT ON TABLE registry.correction_case TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.correction_case TO tiemchung_worker;

-- Name: COLUMN correction_case.state; Type: ACL; Schema: registry; Owner: -

GRANT UPDATE(state) ON TABLE registry.correction_case TO tiemchung_app;

-- Name: COLUMN correction_case.owner; Type: ACL; Schema: registry; Owner: -

GRANT UPDATE(owner) ON TABLE registry.correction_case TO tiemchung_app;

-- Name: COLUMN correction_case.answer; Type: ACL; Schema: registry; Owner: -

GRANT UPDATE(answer) ON TABLE registry.correction_case TO tiemchung_app;

-- Name: COLUMN correction_case.closed_at; Type: ACL; Schema: registry; Owner: -

GRANT UPDATE(closed_at) ON TABLE registry.correction_case TO tiemchung_app;

-- Name: TABLE guardian; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.guardian TO tiemchung_app;
GRANT INSERT ON TABLE registry.guardian TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.guardian TO tiemchung_worker;

-- Name: TABLE identity_claim; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.identity_claim TO tiemchung_app;
GRANT INSERT ON TABLE registry.identity_claim TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.identity_claim TO tiemchung_worker;

-- Name: TABLE identity_document; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.identity_document TO tiemchung_app;
GRANT INSERT ON TABLE registry.identity_document TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.identity_document TO tiemchung_worker;

-- Name: TABLE name_key; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.name_key TO tiemchung_app;
GRANT INSERT ON TABLE registry.name_key TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.name_key TO tiemchung_worker;

-- Name: TABLE notice; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.notice TO tiemchung_app;
GRANT INSERT ON TABLE registry.notice TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.notice TO tiemchung_worker;

-- Name: COLUMN notice.read_at; Type: ACL; Schema: registry; Owner: -

GRANT UPDATE(read_at) ON TABLE registry.notice TO tiemchung_app;

-- Name: TABLE person; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.person TO tiemchung_app;
GRANT INSERT ON TABLE registry.person TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.person TO tiemchung_worker;

-- Name: TABLE provisional_code; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.provisional_code TO tiemchung_app;
GRANT INSERT ON TABLE registry.provisional_code TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE registry.provisional_code TO tiemchung_worker;

-- Name: TABLE pub_access_log; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_access_log TO tiemchung_app;

-- Name: TABLE pub_alias; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_alias TO tiemchung_app;
GRANT SELECT ON TABLE registry.pub_alias TO tiemchung_worker;

-- Name: TABLE pub_consent; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_consent TO tiemchung_app;
GRANT SELECT ON TABLE registry.pub_consent TO tiemchung_worker;

-- Name: TABLE pub_contact; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_contact TO tiemchung_app;
GRANT SELECT ON TABLE registry.pub_contact TO tiemchung_worker;

-- Name: TABLE pub_correction_case; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_correction_case TO tiemchung_app;
GRANT SELECT ON TABLE registry.pub_correction_case TO tiemchung_worker;

-- Name: TABLE pub_identity_document; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_identity_document TO tiemchung_app;
GRANT SELECT ON TABLE registry.pub_identity_document TO tiemchung_worker;

-- Name: TABLE pub_notice; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_notice TO tiemchung_app;

-- Name: TABLE pub_person; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_person TO tiemchung_app;
GRANT SELECT ON TABLE registry.pub_person TO tiemchung_worker;

-- Name: TABLE pub_sealed_document; Type: ACL; Schema: registry; Owner: -

GRANT SELECT ON TABLE registry.pub_sealed_document TO tiemchung_worker;

-- Name: TABLE alert; Type: ACL; Schema: response; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE response.alert TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE response.alert TO tiemchung_worker;

-- Name: TABLE assignment; Type: ACL; Schema: response; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE response.assignment TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE response.assignment TO tiemchung_worker;

-- Name: TABLE incident; Type: ACL; Schema: response; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE response.incident TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE response.incident TO tiemchung_worker;

-- Name: SEQUENCE incident_number; Type: ACL; Schema: response; Owner: -

GRANT USAGE ON SEQUENCE response.incident_number TO tiemchung_app;
GRANT USAGE ON SEQUENCE response.incident_number TO tiemchung_worker;

-- Name: TABLE support_member; Type: ACL; Schema: response; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE response.support_member TO tiemchung_app;
GRANT SELECT,INSERT,UPDATE ON TABLE response.support_member TO tiemchung_worker;

-- Name: TABLE reaction; Type: ACL; Schema: safety; Owner: -

GRANT SELECT ON TABLE safety.reaction TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE safety.reaction TO tiemchung_worker;
GRANT INSERT ON TABLE safety.reaction TO tiemchung_writer;

-- Name: TABLE pub_reaction; Type: ACL; Schema: safety; Owner: -

GRANT SELECT ON TABLE safety.pub_reaction TO tiemchung_app;
GRANT SELECT ON TABLE safety.pub_reaction TO tiemchung_worker;

-- Name: TABLE declared_count; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.declared_count TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.declared_count TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.declared_count TO tiemchung_writer;

-- Name: TABLE dose; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.dose TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.dose TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.dose TO tiemchung_writer;

-- Name: TABLE injection_table; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT,INSERT ON TABLE siteops.injection_table TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.injection_table TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.injection_table TO tiemchung_writer;

-- Name: TABLE open_item; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.open_item TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.open_item TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.open_item TO tiemchung_writer;

-- Name: COLUMN open_item.settled_at; Type: ACL; Schema: siteops; Owner: -

GRANT UPDATE(settled_at) ON TABLE siteops.open_item TO tiemchung_app;

-- Name: COLUMN open_item.settled_by; Type: ACL; Schema: siteops; Owner: -

GRANT UPDATE(settled_by) ON TABLE siteops.open_item TO tiemchung_app;

-- Name: COLUMN open_item.settlement; Type: ACL; Schema: siteops; Owner: -

GRANT UPDATE(settlement) ON TABLE siteops.open_item TO tiemchung_app;

-- Name: TABLE pub_declared_count; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.pub_declared_count TO tiemchung_app;
GRANT SELECT ON TABLE siteops.pub_declared_count TO tiemchung_worker;

-- Name: TABLE pub_dose; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.pub_dose TO tiemchung_app;
GRANT SELECT ON TABLE siteops.pub_dose TO tiemchung_worker;

-- Name: TABLE pub_open_item; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.pub_open_item TO tiemchung_app;
GRANT SELECT ON TABLE siteops.pub_open_item TO tiemchung_worker;

-- Name: TABLE session_close; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.session_close TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.session_close TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.session_close TO tiemchung_writer;

-- Name: TABLE pub_session_close; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.pub_session_close TO tiemchung_app;
GRANT SELECT ON TABLE siteops.pub_session_close TO tiemchung_worker;

-- Name: TABLE vial_event; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.vial_event TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.vial_event TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.vial_event TO tiemchung_writer;

-- Name: TABLE pub_vial_event; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.pub_vial_event TO tiemchung_app;
GRANT SELECT ON TABLE siteops.pub_vial_event TO tiemchung_worker;

-- Name: TABLE visit_step; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.visit_step TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.visit_step TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.visit_step TO tiemchung_writer;

-- Name: TABLE pub_visit_step; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT ON TABLE siteops.pub_visit_step TO tiemchung_app;
GRANT SELECT ON TABLE siteops.pub_visit_step TO tiemchung_worker;

-- Name: TABLE station_hold; Type: ACL; Schema: siteops; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.station_hold TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE siteops.station_hold TO tiemchung_worker;
GRANT INSERT ON TABLE siteops.station_hold TO tiemchung_writer;

-- Name: TABLE by_home; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.by_home TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.by_home TO tiemchung_worker;

-- Name: TABLE by_pace; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.by_pace TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.by_pace TO tiemchung_worker;

-- Name: TABLE by_place; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.by_place TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.by_place TO tiemchung_worker;

-- Name: TABLE by_session; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.by_session TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.by_session TO tiemchung_worker;

-- Name: TABLE by_stock; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.by_stock TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.by_stock TO tiemchung_worker;

-- Name: TABLE by_unit; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.by_unit TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.by_unit TO tiemchung_worker;

-- Name: TABLE daily_report; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE statistics.daily_report TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.daily_report TO tiemchung_worker;

-- Name: TABLE dose_counted; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.dose_counted TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.dose_counted TO tiemchung_worker;

-- Name: TABLE pub_by_session; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.pub_by_session TO tiemchung_app;
GRANT SELECT ON TABLE statistics.pub_by_session TO tiemchung_worker;

-- Name: TABLE pub_by_unit; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.pub_by_unit TO tiemchung_app;
GRANT SELECT ON TABLE statistics.pub_by_unit TO tiemchung_worker;

-- Name: TABLE pub_dose_counted; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.pub_dose_counted TO tiemchung_app;
GRANT SELECT ON TABLE statistics.pub_dose_counted TO tiemchung_worker;

-- Name: TABLE pub_received; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.pub_received TO tiemchung_app;
GRANT SELECT ON TABLE statistics.pub_received TO tiemchung_worker;

-- Name: TABLE pub_used; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.pub_used TO tiemchung_app;
GRANT SELECT ON TABLE statistics.pub_used TO tiemchung_worker;

-- Name: TABLE registered; Type: ACL; Schema: statistics; Owner: -

GRANT SELECT ON TABLE statistics.registered TO tiemchung_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE statistics.registered TO tiemchung_worker;

-- Name: TABLE allocation_decision; Type: ACL; Schema: supply; Owner: -

GRANT SELECT,INSERT ON TABLE supply.allocation_decision TO tiemchung_app;
GRANT SELECT ON TABLE supply.allocation_decision TO tiemchung_writer;
GRANT SELECT,INSERT ON TABLE supply.allocation_decision TO tiemchung_worker;

-- Name: TABLE allocation_line; Type: ACL; Schema: supply; Owner: -

GRANT SELECT,INSERT ON TABLE supply.allocation_line TO tiemchung_app;
GRANT SELECT ON TABLE supply.allocation_line TO tiemchung_writer;
GRANT SELECT,INSERT ON TABLE supply.allocation_line TO tiemchung_worker;

-- Name: TABLE allocation_round; Type: ACL; Schema: supply; Owner: -

GRANT SELECT,INSERT ON TABLE supply.allocation_round TO tiemchung_app;
GRANT SELECT ON TABLE supply.allocation_round TO tiemchung_writer;
GRANT SELECT,INSERT ON TABLE supply.allocation_round TO tiemchung_worker;

-- Name: TABLE lot; Type: ACL; Schema: supply; Owner: -

GRANT SELECT,INSERT ON TABLE supply.lot TO tiemchung_app;
GRANT SELECT ON TABLE supply.lot TO tiemchung_writer;
GRANT SELECT,INSERT ON TABLE supply.lot TO tiemchung_worker;

-- Name: TABLE lot_state; Type: ACL; Schema: supply; Owner: -

GRANT SELECT,INSERT ON TABLE supply.lot_state TO tiemchung_app;
GRANT SELECT ON TABLE supply.lot_state TO tiemchung_writer;
GRANT SELECT,INSERT ON TABLE supply.lot_state TO tiemchung_worker;

-- Name: TABLE product; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.product TO tiemchung_app;
GRANT SELECT ON TABLE supply.product TO tiemchung_writer;
GRANT SELECT ON TABLE supply.product TO tiemchung_worker;

-- Name: TABLE pub_allocation; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.pub_allocation TO tiemchung_app;
GRANT SELECT ON TABLE supply.pub_allocation TO tiemchung_worker;

-- Name: TABLE pub_allocation_round; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.pub_allocation_round TO tiemchung_app;
GRANT SELECT ON TABLE supply.pub_allocation_round TO tiemchung_worker;

-- Name: TABLE pub_lot; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.pub_lot TO tiemchung_app;
GRANT SELECT ON TABLE supply.pub_lot TO tiemchung_worker;

-- Name: TABLE pub_lot_state; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.pub_lot_state TO tiemchung_app;
GRANT SELECT ON TABLE supply.pub_lot_state TO tiemchung_worker;

-- Name: TABLE pub_product; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.pub_product TO tiemchung_app;
GRANT SELECT ON TABLE supply.pub_product TO tiemchung_worker;

-- Name: TABLE stock_movement; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.stock_movement TO tiemchung_app;
GRANT SELECT,INSERT ON TABLE supply.stock_movement TO tiemchung_writer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE supply.stock_movement TO tiemchung_worker;

-- Name: TABLE pub_stock_movement; Type: ACL; Schema: supply; Owner: -

GRANT SELECT ON TABLE supply.pub_stock_movement TO tiemchung_app;
GRANT SELECT ON TABLE supply.pub_stock_movement TO tiemchung_worker;
