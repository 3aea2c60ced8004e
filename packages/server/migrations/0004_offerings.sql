-- What scientists, teams and organisations can do (所能), and the studios they show it in.
create schema offerings;

create table offerings.studio (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  motto text,
  person_id uuid references identity.person (id),
  team_id uuid references identity.team (id),
  organisation_id uuid references identity.organisation (id),
  status text not null default 'active' check (status in ('draft', 'active', 'hidden', 'closed')),
  origin_kind text not null default 'own' check (origin_kind in ('own', 'imported', 'sample')),
  origin_source text,
  origin_external_id text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  check (num_nonnulls(person_id, team_id, organisation_id) = 1)
);
create unique index studio_person on offerings.studio (person_id) where status <> 'closed';
create unique index studio_team on offerings.studio (team_id) where status <> 'closed';
create unique index studio_organisation on offerings.studio (organisation_id) where status <> 'closed';

create table offerings.offering (
  id uuid primary key,
  kind text not null check (kind in ('research_direction', 'skill', 'idea', 'achievement', 'technology')),
  status text not null default 'draft' check (status in ('draft', 'secrecy_declared', 'in_review', 'needs_revision',
    'published', 'reserved', 'stale', 'archived', 'frozen', 'removed')),
  title text not null check (length(title) between 1 and 200),
  problem text,
  description text not null check (length(description) <= 40000),
  scenarios text[] not null default '{}',
  differentiators text,
  keywords text[] not null default '{}',
  person_id uuid references identity.person (id),
  team_id uuid references identity.team (id),
  owner_organisation_id uuid references identity.organisation (id),
  -- Where the owner works on it; may differ from the owner.
  organisation_id uuid references identity.organisation (id),
  region_code text references reference.region (code),
  field_code text references reference.field (code),
  industry_codes text[] not null default '{}',
  discipline_code text references reference.discipline (code),
  maturity_scheme text check (maturity_scheme in ('trl')),
  maturity_level int check (maturity_level between 1 and 9),
  maturity_class text check (maturity_class in ('basic', 'applied', 'development')),
  maturity_assessed_on date,
  intellectual_property jsonb not null default '[]' check (jsonb_typeof(intellectual_property) = 'array'),
  cooperation text[] not null default '{}',
  licence_first boolean not null default false,
  price_mode text not null default 'negotiable' check (price_mode in ('fixed', 'range', 'negotiable', 'free')),
  price_min_yuan bigint check (price_min_yuan >= 0),
  price_max_yuan bigint check (price_max_yuan >= price_min_yuan),
  hours_per_month int check (hours_per_month between 0 and 744),
  serves_region_codes text[] not null default '{}',
  -- Service achievements (职务成果) belong to the employer, whose consent is a state of its own.
  is_service_achievement boolean,
  employer_consent text check (employer_consent in ('not_needed', 'pending', 'given', 'refused')),
  confirmed_at timestamptz,
  silences int not null default 0,
  stale_on date,
  published_at timestamptz,
  origin_kind text not null default 'own' check (origin_kind in ('own', 'imported', 'sample')),
  origin_source text,
  origin_external_id text,
  origin_hash text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check ((maturity_scheme is null) = (maturity_level is null)),
  -- Imported items may be without a known owner; all others have exactly one.
  check (num_nonnulls(person_id, team_id, owner_organisation_id) = 1
    or (origin_kind = 'imported' and num_nonnulls(person_id, team_id, owner_organisation_id) = 0)),
  check ((published_at is not null) or status not in ('published', 'reserved', 'stale')),
  check ((origin_kind = 'own') = (origin_source is null))
);
create unique index offering_origin on offerings.offering (origin_source, origin_external_id) where origin_source is not null;
create index offering_newest on offerings.offering (published_at desc, id desc) where status in ('published', 'reserved');
create index offering_organisation on offerings.offering (organisation_id);
create index offering_person on offerings.offering (person_id);
create index offering_stale on offerings.offering (stale_on) where status = 'published';

-- What proves a claim; a card shows the highest valid state.
create table offerings.evidence (
  id uuid primary key,
  offering_id uuid not null references offerings.offering (id),
  status text not null check (status in ('self_claimed', 'attached', 'peer_reviewed', 'assessed', 'expired')),
  note text,
  assessed_on date,
  valid_until date,
  created_at timestamptz not null default clock_timestamp()
);
create index evidence_offering on offerings.evidence (offering_id);

-- Every former content, so that a change can be read and undone.
create table offerings.version (
  offering_id uuid not null references offerings.offering (id),
  version int not null,
  content jsonb not null,
  changed_by text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (offering_id, version)
);

-- What the index and the matching may read: published items, public fields.
create view offerings.document as
  select o.id, o.kind, o.title, o.problem, o.description, o.scenarios, o.differentiators, o.keywords, o.region_code,
    o.field_code, o.industry_codes, o.discipline_code, o.maturity_level, o.cooperation, o.price_mode, o.price_min_yuan,
    o.price_max_yuan, o.serves_region_codes, o.confirmed_at, o.published_at, o.origin_kind, o.version,
    coalesce(p.name, t.name, w.name) as owner_name, g.name as organisation_name, o.organisation_id, o.person_id
  from offerings.offering o
    left join identity.person_name p on p.id = o.person_id
    left join identity.team_name t on t.id = o.team_id
    left join identity.organisation_name w on w.id = o.owner_organisation_id
    left join identity.organisation_name g on g.id = o.organisation_id
  where o.status in ('published', 'reserved');
