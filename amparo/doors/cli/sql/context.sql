-- Who asks, as the rooms' policies see it. Set by kernel/rooms.py, signed, gone with the transaction.

CREATE TABLE IF NOT EXISTS amparo_login_secret (
    login name PRIMARY KEY,
    inner_pad bytea NOT NULL, -- the context key XOR 0x36…, as RFC 2104 has it
    outer_pad bytea NOT NULL  -- the context key XOR 0x5c…
);
REVOKE ALL ON amparo_login_secret FROM PUBLIC;

-- The context, or NULL when there is none: no context, no rows. One that is there but false or
-- expired raises, so that no export ends early in silence. An empty string is what remains of
-- a transaction-local setting after its transaction: it counts as none.
CREATE OR REPLACE FUNCTION amparo_context() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raw text := current_setting('amparo.context', true);
    body text;
    context jsonb;
    secret record;
BEGIN
    IF raw IS NULL OR raw = '' THEN
        RETURN NULL;
    END IF;
    SELECT inner_pad, outer_pad INTO secret FROM public.amparo_login_secret WHERE login = session_user;
    body := substr(raw, 65);
    IF secret IS NULL OR left(raw, 64) <> encode(
        sha256(secret.outer_pad || sha256(secret.inner_pad || convert_to(body, 'UTF8'))), 'hex'
    ) THEN
        RAISE EXCEPTION 'amparo: this context is false' USING ERRCODE = '42501';
    END IF;
    context := body::jsonb;
    IF (context ->> 'pid')::int <> pg_backend_pid() THEN
        RAISE EXCEPTION 'amparo: this context belongs to another connection' USING ERRCODE = '42501';
    END IF;
    IF (context ->> 'until')::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE EXCEPTION 'amparo: this context has expired' USING ERRCODE = '42501';
    END IF;
    RETURN context;
END $$;

-- The five questions that policies ask, each as a sub-select: once per query, not once per row.
CREATE OR REPLACE FUNCTION amparo_actor() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (public.amparo_context() ->> 'actor')::uuid $$;

CREATE OR REPLACE FUNCTION amparo_kind() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT public.amparo_context() ->> 'kind' $$;

CREATE OR REPLACE FUNCTION amparo_subject() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (public.amparo_context() ->> 'subject')::uuid $$;

CREATE OR REPLACE FUNCTION amparo_scopes() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(one::uuid), ARRAY[]::uuid[])
    FROM jsonb_array_elements_text(public.amparo_context() -> 'scopes') AS one
$$;

CREATE OR REPLACE FUNCTION amparo_may(power text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(public.amparo_context() -> 'powers' ? power, false) $$;

-- An event: a job in the caller's own transaction. It adds one and reads none. Only colleagues,
-- receivers with a link and the machine have news for other areas: the worker acts on it in the name of its scopes.
-- A person has one: that there are new words of her own in a conversation that is read inside another.
CREATE OR REPLACE FUNCTION amparo_publish(name text, payload jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF coalesce(public.amparo_kind(), '') NOT IN ('staff', 'link', 'machine') AND NOT coalesce(
        public.amparo_kind() = 'person' AND name = 'WroteInMerged'
        AND payload ->> 'conversation' = public.amparo_subject()::text, false
    ) THEN
        RAISE EXCEPTION 'amparo: only staff, receivers and the machine publish' USING ERRCODE = '42501';
    END IF;
    PERFORM public.procrastinate_defer_jobs_v1(ARRAY[
        ROW('events', 'amparo.deliver', 0, NULL, NULL,
            jsonb_build_object('event', name, 'payload', payload), NULL
        )::public.procrastinate_job_to_defer_v1
    ]);
END $$;

REVOKE ALL ON FUNCTION amparo_context(), amparo_actor(), amparo_kind(), amparo_subject(),
    amparo_scopes(), amparo_may(text), amparo_publish(text, jsonb) FROM PUBLIC;
