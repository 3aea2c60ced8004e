-- What every module stands on: audit, change log, idempotency, subscriptions, processes.
create schema platform;

-- Append-only: who did what to which item, and with what result.
create table platform.audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('visitor', 'system', 'operator')),
  actor_name text not null,
  action text not null,
  entity text not null,
  entity_id uuid,
  reason text not null default '',
  detail jsonb not null default '{}'
);
create index audit_event_entity on platform.audit_event (entity, entity_id, id);

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name;
end $$;
create trigger append_only before update or delete or truncate on platform.audit_event
  for each statement execute function platform.refuse_change();

-- What changed, for the index and the live pages of every process; read by position behind all open transactions.
create table platform.change (
  position bigint generated always as identity primary key,
  transaction xid8 not null default pg_current_xact_id(),
  entity text not null,
  entity_id uuid not null,
  at timestamptz not null default clock_timestamp()
);
create index change_order on platform.change (transaction, position);

create function platform.wake_followers() returns trigger language plpgsql as $$
begin
  perform pg_notify('keyun_change', '');
  return null;
end $$;
create trigger wake after insert on platform.change for each statement execute function platform.wake_followers();

-- The reply of a write, kept with the effect, so that a retry repeats nothing.
create table platform.idempotency (
  caller text not null,
  key text not null check (length(key) between 1 and 255),
  route text not null,
  body_hash text not null,
  status int,
  reply jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (caller, key)
);
create index idempotency_age on platform.idempotency (created_at);

-- Which reaction wants which event; written at start from the code's own table.
create table platform.subscription (
  event text not null,
  reaction text not null,
  primary key (event, reaction)
);

-- Processes that run jobs, so that a command line knows whether it has to run them itself, and that the jobs of a
-- process that was killed are given back.
create table platform.process (
  id uuid primary key,
  name text not null,
  -- By which name graphile-worker locks this process's jobs.
  pool text not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
