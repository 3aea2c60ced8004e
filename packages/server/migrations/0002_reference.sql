-- Code tables of national standards and our own, filled from packages/server/reference at start. A code that a newer
-- version drops stays, marked as retired, because items may still carry it.
create schema reference;

-- What was loaded last: the hash says whether a file has to be read into its table again.
create table reference.data_version (
  name text primary key,
  standard text not null,
  edition text not null,
  hash text not null,
  entries int not null check (entries >= 0),
  -- The content of a file that does not come with Keyun, such as another province.
  file jsonb,
  loaded_at timestamptz not null default clock_timestamp()
);

-- `path` holds the codes from the root down with a dot after each: `51.5101.510104.`. The last dot keeps 5101 from
-- matching 51010; the C collation lets `starts_with` and `^@` use the index.
create table reference.region (
  code text primary key check (code ~ '^\d{6}$'),
  parent_code text references reference.region (code),
  path text collate "C" not null unique check (path like '%.'),
  level smallint not null check (level between 1 and 3),
  name_zh text not null,
  name_en text not null,
  source text not null references reference.data_version (name),
  retired boolean not null default false
);

create table reference.industry (
  code text primary key check (code ~ '^[A-T](\d{2,4})?$'),
  parent_code text references reference.industry (code),
  path text collate "C" not null unique check (path like '%.'),
  level smallint not null check (level between 1 and 4),
  name_zh text not null,
  name_en text not null,
  source text not null references reference.data_version (name),
  retired boolean not null default false
);

create table reference.discipline (
  code text primary key check (code ~ '^\d{3}(\d{2}){0,2}$'),
  parent_code text references reference.discipline (code),
  path text collate "C" not null unique check (path like '%.'),
  level smallint not null check (level between 1 and 3),
  name_zh text not null,
  name_en text not null,
  source text not null references reference.data_version (name),
  retired boolean not null default false
);

create table reference.field (
  code text primary key check (code ~ '^[a-z_]+(\.[a-z_]+)?$'),
  parent_code text references reference.field (code),
  path text collate "C" not null unique check (path like '%.'),
  level smallint not null check (level between 1 and 2),
  name_zh text not null,
  name_en text not null,
  source text not null references reference.data_version (name),
  retired boolean not null default false
);

create index region_parent on reference.region (parent_code);
create index industry_parent on reference.industry (parent_code);
create index discipline_parent on reference.discipline (parent_code);
create index field_parent on reference.field (parent_code);

create table reference.readiness (
  scheme text not null,
  level smallint not null check (level between 1 and 9),
  name_zh text not null,
  name_en text not null,
  detail_zh text not null,
  detail_en text not null,
  primary key (scheme, level)
);

-- Every day of the years a notice exists for, and of one year beyond, which is provisional: weekends only.
create table reference.calendar_day (
  day date primary key,
  is_working boolean not null,
  is_provisional boolean not null,
  name_zh text,
  name_en text
);
