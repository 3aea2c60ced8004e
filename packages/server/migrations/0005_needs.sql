-- What organisations need (所需), in three tiers that are stored apart.
create schema needs;

create table needs.need (
  id uuid primary key,
  status text not null default 'draft' check (status in ('draft', 'submitted', 'on_hold', 'published', 'matched',
    'contracted', 'solved', 'withdrawn', 'expired', 'parked', 'referred', 'closed_unmet')),
  title text not null check (length(title) between 1 and 200),
  problem text not null check (length(problem) <= 40000),
  situation text,
  tried text,
  constraints text,
  deadline date,
  budget_mode text not null default 'negotiable' check (budget_mode in ('fixed', 'range', 'negotiable', 'free')),
  budget_min_yuan bigint check (budget_min_yuan >= 0),
  budget_max_yuan bigint check (budget_max_yuan >= budget_min_yuan),
  ip_stance text check (ip_stance in ('owner', 'shared', 'supplier', 'negotiable')),
  cooperation text[] not null default '{}',
  decision_owner text,
  keywords text[] not null default '{}',
  organisation_id uuid references identity.organisation (id),
  region_code text references reference.region (code),
  field_code text references reference.field (code),
  industry_codes text[] not null default '{}',
  discipline_code text references reference.discipline (code),
  is_hard_problem boolean not null default false,
  disclosure text not null default 'public' check (disclosure in ('public', 'matched', 'nda')),
  -- The gate: four axes 0 to 5; null until scored.
  gate_problem int check (gate_problem between 0 and 5),
  gate_targets int check (gate_targets between 0 and 5),
  gate_terms int check (gate_terms between 0 and 5),
  gate_clarity int check (gate_clarity between 0 and 5),
  unmet_reason text check (unmet_reason in ('budget', 'deadline', 'no_supplier', 'too_vague', 'confidentiality',
    'solved_internally', 'duplicate', 'other')),
  valid_until date,
  published_at timestamptz,
  origin_kind text not null default 'own' check (origin_kind in ('own', 'imported', 'sample')),
  origin_source text,
  origin_external_id text,
  origin_hash text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check (organisation_id is not null or origin_kind = 'imported'),
  check ((published_at is not null) or status not in ('published', 'matched', 'contracted', 'solved', 'expired')),
  check ((unmet_reason is not null) = (status = 'closed_unmet')),
  check ((origin_kind = 'own') = (origin_source is null))
);
create unique index need_origin on needs.need (origin_source, origin_external_id) where origin_source is not null;
create index need_newest on needs.need (published_at desc, id desc)
  where status in ('published', 'matched', 'contracted', 'solved');
create index need_organisation on needs.need (organisation_id);
create index need_expiry on needs.need (valid_until) where status in ('published', 'matched');

create table needs.target (
  need_id uuid not null references needs.need (id) on delete cascade,
  position int not null,
  name text not null,
  comparator text not null check (comparator in ('≥', '≤', '=', 'range')),
  value double precision not null,
  max_value double precision check (max_value >= value),
  unit text not null default '',
  method text,
  must boolean not null,
  primary key (need_id, position),
  check ((comparator = 'range') = (max_value is not null))
);

-- Tier 2: parties with a grant.
create table needs.matched_detail (
  need_id uuid primary key references needs.need (id),
  details text not null
);

-- Tier 3: stored and withheld; who may open it comes with the NDA ledger.
create table needs.confidential_detail (
  need_id uuid primary key references needs.need (id),
  details text not null
);

-- Visibility as data where it is read: matching and deals grant a tier, the needs' own queries honour it.
create table needs.grant (
  need_id uuid not null references needs.need (id),
  subject_kind text not null check (subject_kind in ('person', 'team', 'organisation')),
  subject_id uuid not null,
  tier text not null check (tier in ('matched', 'nda')),
  until timestamptz,
  granted_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz,
  primary key (need_id, subject_kind, subject_id, tier)
);

create table needs.version (
  need_id uuid not null references needs.need (id),
  version int not null,
  content jsonb not null,
  changed_by text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (need_id, version)
);

-- What the index and the matching may read: published needs, tier 1 alone.
create view needs.document as
  select n.id, n.title, n.problem, n.situation, n.tried, n.constraints, n.keywords, n.deadline, n.budget_mode,
    n.budget_min_yuan, n.budget_max_yuan, n.cooperation, n.region_code, n.field_code, n.industry_codes,
    n.discipline_code, n.is_hard_problem, n.published_at, n.origin_kind, n.version, n.status,
    g.name as organisation_name, n.organisation_id,
    coalesce((select jsonb_agg(jsonb_build_object('name', t.name, 'comparator', t.comparator, 'value', t.value,
      'maxValue', t.max_value, 'unit', t.unit, 'method', t.method, 'must', t.must) order by t.position)
      from needs.target t where t.need_id = n.id), '[]') as targets
  from needs.need n left join identity.organisation_name g on g.id = n.organisation_id
  where n.status in ('published', 'matched');
