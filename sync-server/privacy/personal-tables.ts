/** A table that holds something of somebody, beside the synced documents. */
export interface PersonalTable {
  readonly schema: 'school' | 'platform'
  readonly table: string
  /** In words, for whoever asks what is held. */
  readonly holds: string
  /** The column that names the user whose rows they are. */
  readonly user: string
  /** What an export of the person has of it; never a secret, nor the hash of one. */
  readonly exported: readonly string[]
  readonly erasure: 'deleted' | 'kept'
}

/**
 * Every table with rows of a person. A new one belongs here or among {@link TABLES_WITHOUT_PERSONS}: a test says so. What stands
 * here is exported and erased with the person, without more to do.
 */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
  {
    schema: 'school',
    table: 'credentials',
    holds: 'the e-mail address that a user signs in with; the password as a hash alone',
    user: 'user_id',
    exported: ['user_id', 'email', 'password_changed_at', 'invitation_expires_at', 'created_at'],
    erasure: 'deleted',
  },
  {
    schema: 'school',
    table: 'second_factors',
    holds:
      'by what a user proves who it is; secrets and phone numbers sealed, keys of passkeys in their public half',
    user: 'user_id',
    exported: ['id', 'user_id', 'kind', 'name', 'created_at', 'used_at'],
    erasure: 'deleted',
  },
  {
    schema: 'school',
    table: 'recovery_codes',
    holds: 'the recovery codes of a user, as hashes alone',
    user: 'user_id',
    exported: ['user_id', 'created_at', 'used_at'],
    erasure: 'deleted',
  },
  {
    schema: 'school',
    table: 'challenges',
    holds: 'for a day, sign-ins between their two steps',
    user: 'user_id',
    exported: ['id', 'user_id', 'purpose', 'device_id', 'tries', 'expires_at', 'ended_at'],
    erasure: 'deleted',
  },
  {
    schema: 'school',
    table: 'notifications',
    holds: 'what a user was told',
    user: 'user_id',
    exported: ['id', 'user_id', 'kind', 'detail', 'created_at', 'read_at'],
    erasure: 'deleted',
  },
  {
    schema: 'school',
    table: 'idempotency_keys',
    holds: 'keys of requests of the last two days, by user',
    user: 'user_id',
    exported: ['user_id', 'document_id', 'created_at'],
    erasure: 'deleted',
  },
  {
    schema: 'school',
    table: 'pending_moves',
    holds: 'for ten minutes, who moved a thing whose entry has not come',
    user: 'actor_id',
    exported: ['equipment_id', 'actor_id', 'device_id', 'since'],
    erasure: 'kept',
  },
  {
    schema: 'school',
    table: 'audit',
    holds:
      'who did what to which document, by ids and names of fields, and the reasons that visitors state; no values',
    user: 'actor_id',
    exported: ['n', 'at', 'actor_id', 'device_id', 'action', 'collection', 'document_id'],
    erasure: 'kept',
  },
  {
    schema: 'school',
    table: 'station_staff',
    holds: 'at which stations a user may act',
    user: 'user_id',
    exported: ['station_id', 'user_id'],
    erasure: 'deleted',
  },
  {
    schema: 'school',
    table: 'staff_marks',
    holds: 'by what a user identifies at stations: a PIN and a badge, neither of which can be read back',
    user: 'user_id',
    exported: ['user_id', 'pin_set_at', 'badge_set_at'],
    erasure: 'deleted',
  },
  {
    schema: 'platform',
    table: 'sessions',
    holds: 'when, and with which browser, a user signed in',
    user: 'user_id',
    exported: [
      'id',
      'user_id',
      'device_id',
      'user_agent',
      'created_at',
      'used_at',
      'expires_at',
      'ended_at',
      'end_reason',
      'factor',
      'role',
    ],
    erasure: 'deleted',
  },
  {
    schema: 'platform',
    table: 'devices',
    holds: 'devices on which a user signed in, with their names',
    user: 'user_id',
    exported: ['user_id', 'device_id', 'name', 'first_seen_at', 'last_seen_at', 'revoked_at'],
    erasure: 'deleted',
  },
  {
    schema: 'platform',
    table: 'visits',
    holds: 'who of the organization entered the school, when and why; kept like the audit log',
    user: 'user_id',
    exported: [
      'id',
      'user_id',
      'visitor',
      'role',
      'reason',
      'asked_at',
      'begun_at',
      'ended_at',
      'end_reason',
    ],
    erasure: 'kept',
  },
  {
    schema: 'platform',
    table: 'visitors',
    holds: 'under which user of the school somebody of the organization acts there',
    user: 'user_id',
    exported: ['user_id'],
    erasure: 'kept',
  },
  {
    schema: 'platform',
    table: 'loan_steps',
    holds: 'which steps of loans between schools a user took; kept like the audit log',
    user: 'user_id',
    exported: ['loan_id', 'step', 'side', 'user_id', 'at'],
    erasure: 'kept',
  },
]

/** Tables of synced documents; what of them is personal, erase-documents.ts sees to. */
export const DOCUMENT_TABLES = [
  'people',
  'users',
  'transactions',
  'reviews',
  'equipment',
  'teams',
  'categories',
  'locations',
] as const

/** Tables that name somebody under seal alone: what is for whom shows when it is opened. */
export const SEALED_TABLES = { platform: ['messages'] } as const

/**
 * Tables that name nobody, or hold a bare id of somebody, which leads to nobody once the person is erased; of the words of loans, see
 * erase-from-loans.ts.
 */
export const TABLES_WITHOUT_PERSONS = {
  school: [
    'sync_state',
    'audit_anchors',
    'sight_losses',
    'clock_clamps',
    'entry_clocks',
    'retention',
    'school_settings',
    'stations',
  ],
  platform: [
    'organizations',
    'tenants',
    'tenant_migrations',
    'platform_migrations',
    'signing_keys',
    'master_keys',
    'data_keys',
    'erasures',
    'loans',
    'attempts',
  ],
} as const
