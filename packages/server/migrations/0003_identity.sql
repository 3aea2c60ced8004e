-- People, teams and organisations. Accounts, sessions, verification and consents come as migrations of their own;
-- contact details will live in tables apart.
create schema identity;

create table identity.organisation (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  type text not null check (type in ('enterprise', 'public_institution', 'cooperative', 'society', 'government')),
  size text check (size in ('micro', 'small', 'medium', 'large')),
  -- Unified social credit code, GB 32100-2015; null until verified.
  credit_code text unique check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  industry_code text references reference.industry (code),
  region_code text not null references reference.region (code),
  intro text not null default '',
  founded_year int check (founded_year between 1800 and 2200),
  status text not null default 'active' check (status in ('draft', 'active', 'suspended', 'closed')),
  origin_kind text not null default 'own' check (origin_kind in ('own', 'imported', 'sample')),
  origin_source text,
  origin_external_id text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);
create unique index organisation_origin on identity.organisation (origin_source, origin_external_id)
  where origin_source is not null;
create index organisation_region on identity.organisation (region_code);

create table identity.person (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  honorific text,
  role text not null check (role in ('scientist', 'rural_talent', 'technology_manager')),
  region_code text not null references reference.region (code),
  discipline_code text references reference.discipline (code),
  field_code text references reference.field (code),
  expertise text[] not null default '{}',
  intro text not null default '',
  status text not null default 'active' check (status in ('draft', 'active', 'suspended', 'erased')),
  origin_kind text not null default 'own' check (origin_kind in ('own', 'imported', 'sample')),
  origin_source text,
  origin_external_id text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);
create unique index person_origin on identity.person (origin_source, origin_external_id)
  where origin_source is not null;

create table identity.membership (
  organisation_id uuid not null references identity.organisation (id),
  person_id uuid not null references identity.person (id),
  status text not null default 'active' check (status in ('invited', 'active', 'revoked')),
  since timestamptz not null default clock_timestamp(),
  revoked_at timestamptz check ((revoked_at is not null) = (status = 'revoked')),
  primary key (organisation_id, person_id)
);
create index membership_person on identity.membership (person_id);

create table identity.team (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  intro text not null default '',
  organisation_id uuid references identity.organisation (id),
  status text not null default 'active' check (status in ('active', 'closed')),
  origin_kind text not null default 'own' check (origin_kind in ('own', 'imported', 'sample')),
  origin_source text,
  origin_external_id text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create unique index team_origin on identity.team (origin_source, origin_external_id) where origin_source is not null;

create table identity.team_member (
  team_id uuid not null references identity.team (id),
  person_id uuid not null references identity.person (id),
  is_lead boolean not null default false,
  primary key (team_id, person_id)
);
create unique index team_lead on identity.team_member (team_id) where is_lead;
create index team_member_person on identity.team_member (person_id);

-- For other modules to join: names that everybody may read.
create view identity.organisation_name as
  select id, name from identity.organisation where status in ('active', 'closed');
create view identity.person_name as select id, name from identity.person where status = 'active';
create view identity.team_name as select id, name from identity.team;

create view identity.person_document as
  select p.id, p.name, p.honorific, p.role, p.region_code, p.discipline_code, p.field_code, p.expertise, p.intro,
    (select o.name from identity.membership m join identity.organisation_name o on o.id = m.organisation_id
      where m.person_id = p.id and m.status = 'active' order by m.since, o.id limit 1) as organisation_name,
    p.version, p.updated_at
  from identity.person p where p.status = 'active';

create view identity.organisation_document as
  select id, name, type, size, industry_code, region_code, intro, version, updated_at
  from identity.organisation where status = 'active';
