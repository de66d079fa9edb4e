// How the hub is, in Prometheus' words. What is not known is not there, rather than 0.
import type { SiteLine } from '../admin/sites.ts';
import type { HubFacts } from './hub-facts.ts';

type Value = readonly [labels: Readonly<Record<string, string>>, value: number];

const escaped = (text: string): string => text.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`));

const labelsOf = (labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

/** Empty without values. A name that ends in `_total` only grows while the process runs. */
const family = (name: string, help: string, values: readonly Value[]): string[] =>
  values.length === 0
    ? []
    : [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`,
        ...values.map(([labels, value]) => `${name}${labelsOf(labels)} ${value}`),
      ];

const one = (value: number | undefined): readonly Value[] => (value === undefined ? [] : [[{}, value]]);
const seconds = (ms: number | undefined): readonly Value[] => one(ms === undefined ? undefined : ms / 1000);

const ofSites = (sites: readonly SiteLine[], nowMs: number): string[] => {
  const each = (value: (site: SiteLine) => number | null): readonly Value[] =>
    sites.flatMap((site) => {
      const found = value(site);
      return found === null ? [] : [[{ site: site.key }, found] as const];
    });
  return [
    ...family(
      'motcua_hub_site_state',
      'Whether the site is invited, active or revoked.',
      sites.map(({ key, state }) => [{ site: key, state }, 1] as const),
    ),
    ...family(
      'motcua_hub_site_applied',
      'Newest journal row of the site that is stored.',
      each((site) => site.applied),
    ),
    ...family(
      'motcua_hub_site_silent_seconds',
      'Since the site was heard: it asks every half minute.',
      each(({ lastSeenMs }) => (lastSeenMs === null ? null : Math.max(0, nowMs - lastSeenMs) / 1000)),
    ),
    ...family(
      'motcua_hub_site_lag_seconds',
      'Age of the oldest row of the site that is not here, as it said last.',
      each(({ lagMs }) => (lagMs === null ? null : lagMs / 1000)),
    ),
    ...family(
      'motcua_hub_site_gaps_total',
      'Messages before which rows were missing.',
      each(({ gaps }) => gaps),
    ),
    ...family(
      'motcua_hub_site_kept_aside',
      'Rows and messages that somebody must look at.',
      each(({ aside }) => aside),
    ),
    ...family(
      'motcua_hub_site_late_events_total',
      'Events that came after their month had been dropped, and were only counted.',
      each(({ late }) => late),
    ),
    ...family(
      'motcua_hub_site_clock_off_seconds',
      'Clock of the site less that of the hub.',
      each(({ clockOffMs }) => clockOffMs / 1000),
    ),
    ...family(
      'motcua_hub_site_waiting',
      'People who wait on the newest day of the site.',
      each(({ waiting }) => waiting),
    ),
  ];
};

export const metricsText = ({ nowMs, parts, status, database, stream, lags, phones }: HubFacts): string =>
  `${[
    ...family('motcua_hub_database_up', 'Whether the database answers.', one(database === null ? 0 : 1)),
    ...family('motcua_hub_stream_up', 'Whether the stream server answers.', one(stream === null ? 0 : 1)),
    ...family('motcua_hub_events_applied_total', 'Events stored by this process.', one(status.events)),
    ...family('motcua_hub_doubles_dropped_total', 'Events that were there already.', one(status.doubles)),
    ...family('motcua_hub_parts', 'Partitions that there are.', one(parts)),
    ...family('motcua_hub_parts_owned', 'Partitions that this process works on.', one(status.owned)),
    ...family(
      'motcua_hub_part_lag_seconds',
      'How long the oldest message of the partition waits that is not in the database.',
      lags.map(({ part, ms }) => [{ part: String(part) }, ms / 1000] as const),
    ),
    ...family('motcua_hub_stream_fill_ratio', 'Taken of the space of the stream.', one(stream?.fill)),
    ...family('motcua_hub_stream_messages', 'Messages in the stream, read or not.', one(stream?.messages)),
    ...family('motcua_hub_database_bytes', 'Size of the database.', one(database?.bytes)),
    ...family(
      'motcua_hub_kept_aside',
      'Rows and messages that somebody must look at, by reason.',
      database?.asideByReason.map(({ why, count }) => [{ why }, count] as const) ?? [],
    ),
    ...family(
      'motcua_hub_backup_age_seconds',
      'Since the newest backup; since the hub began, without one.',
      seconds(database?.backupAgeMs),
    ),
    ...family(
      'motcua_hub_rehearsal_age_seconds',
      'Since a backup was restored on trial; since the hub began, without one.',
      seconds(database?.rehearsalAgeMs),
    ),
    ...family('motcua_hub_upkeep_age_seconds', 'Since the daily upkeep.', seconds(database?.upkeepAgeMs)),
    ...family(
      'motcua_hub_errands_waiting',
      'Left by citizens for halls that do not answer, and not answered yet.',
      one(database?.errandsWaiting),
    ),
    ...family('motcua_hub_days_prepared', 'Days to come that events can be stored in.', one(database?.daysPrepared)),
    ...family(
      'motcua_hub_phone_refusals_total',
      'Requests of phones that a limit of this process refused, by limit.',
      phones.refusals.map(([limit, count]) => [{ limit }, count] as const),
    ),
    ...family(
      'motcua_hub_phone_silent_answers_total',
      'Requests of phones that this process answered with: the hall does not answer.',
      one(phones.silentAnswers),
    ),
    ...ofSites(database?.sites ?? [], nowMs),
  ].join('\n')}\n`;
