-- Files that became items, row by row, so that a batch can be reported and undone.
create schema imports;

create table imports.batch (
  id uuid primary key,
  target text not null check (target in ('offerings', 'needs')),
  file_name text not null,
  file_hash text not null,
  source text not null,
  -- Which column became which field.
  mapping jsonb not null,
  status text not null default 'running' check (status in ('running', 'done', 'failed', 'undone')),
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  undone_at timestamptz check ((undone_at is not null) = (status = 'undone'))
);

create table imports.row (
  batch_id uuid not null references imports.batch (id),
  -- As in the file: for tables the header is row 1, for JSON lines the first line is 1.
  row_number int not null,
  outcome text not null check (outcome in ('created', 'updated', 'restored', 'unchanged', 'refused')),
  external_id text,
  entity_id uuid,
  -- The version before an update, to go back to.
  previous_version int,
  reason text,
  primary key (batch_id, row_number)
);
create index row_entity on imports.row (entity_id);
