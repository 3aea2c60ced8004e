-- Which offering may meet which need, with the reasons as the engine gave them.
create schema matching;

create table matching.candidate (
  need_id uuid not null references needs.need (id),
  offering_id uuid not null references offerings.offering (id),
  -- Whose search found the pair; both sides' lists show it.
  for_need boolean not null,
  for_offering boolean not null,
  able real not null check (able between 0 and 1),
  willing real not null check (willing between 0 and 1),
  -- What lists are ordered by.
  ordering real not null,
  parts jsonb not null,
  explanation jsonb not null,
  engine_version text not null,
  generated_at timestamptz not null default clock_timestamp(),
  primary key (need_id, offering_id),
  check (for_need or for_offering)
);
create index candidate_need on matching.candidate (need_id, ordering desc);
create index candidate_offering on matching.candidate (offering_id, ordering desc);

-- When an item's list was last computed, so that "no match" and "not yet" are told apart.
create table matching.computed (
  entity text not null check (entity in ('need', 'offering')),
  entity_id uuid not null,
  entity_version int not null,
  engine_version text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (entity, entity_id)
);

-- A run over everything, with its progress.
create table matching.run (
  id uuid primary key,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed')),
  total int not null default 0,
  done int not null default 0,
  engine_version text,
  error text,
  requested_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz
);
