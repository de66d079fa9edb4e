// The one configuration file of a site, validated whole before anything starts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { distance } from 'fastest-levenshtein';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { DriverPlugin } from '../../drivers/core/plugin.ts';
import { DRIVERS } from '../../drivers/registry.ts';
import { crossCheck } from './site-checks.ts';
import { type SiteConfig, siteSchema } from './site-schema.ts';

export interface LoadedConfig {
  readonly config: SiteConfig;
  /** Absolute. */
  readonly dataFolder: string;
  /** Folder of a recorded voice pack, absolute. */
  readonly voicePack: string | null;
  /** The drivers of the tree and those of `driverPackages`. */
  readonly plugins: readonly DriverPlugin[];
}

/** `message` lists every problem on a line of its own, each with its place, the value seen and what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super([`The configuration ${file} cannot be used:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type JsonSchema = {
  readonly properties?: Record<string, JsonSchema>;
  readonly items?: JsonSchema;
  readonly anyOf?: JsonSchema[];
  readonly oneOf?: JsonSchema[];
};

/** Keys allowed at a place of the schema, e.g. of `['server']` or `['devices', 0]`. */
const keysAt = (schema: JsonSchema, place: readonly PropertyKey[]): string[] => {
  const branches = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const [step, ...rest] = place;
  if (step === undefined) return [...new Set(branches.flatMap((branch) => Object.keys(branch.properties ?? {})))];
  return branches.flatMap((branch) => {
    const inner = typeof step === 'number' ? branch.items : branch.properties?.[String(step)];
    return inner === undefined ? [] : keysAt(inner, rest);
  });
};

const placeOf = (place: readonly PropertyKey[]): string =>
  place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

const valueAt = (value: unknown, place: readonly PropertyKey[]): unknown =>
  place.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );

const describe = (issue: z.core.$ZodIssue, raw: unknown, schema: z.ZodType): string[] => {
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, issue.path);
    return issue.keys.map((key) => {
      const nearest = [...allowed].sort((a, b) => distance(a, key) - distance(b, key))[0];
      const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
      return `${placeOf(issue.path)}: the key "${key}" does not exist.${hint} Allowed: ${allowed.join(', ')}.`;
    });
  }
  const seen = valueAt(raw, issue.path);
  if (issue.code === 'invalid_type' && seen === undefined)
    return [`${placeOf(issue.path)}: is missing; needed is ${issue.expected}.`];
  return [`${placeOf(issue.path)}: ${issue.message} (found: ${seen === undefined ? 'nothing' : JSON.stringify(seen)})`];
};

const namesOf = (raw: unknown): string[] => {
  const names = valueAt(raw, ['driverPackages']);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
};

/** Loads the drivers outside the tree; each problem names its file. */
const loadPackages = (raw: unknown, file: string): { plugins: DriverPlugin[]; problems: string[] } => {
  const require = createRequire(path.resolve(file));
  const plugins: DriverPlugin[] = [];
  const problems: string[] = [];
  for (const name of namesOf(raw)) {
    try {
      const { plugin } = require(path.resolve(path.dirname(file), name)) as { plugin?: DriverPlugin };
      if (typeof plugin?.build === 'function') plugins.push(plugin);
      else problems.push(`driverPackages: "${name}" exports no \`plugin\`; see docs/drivers/adding-a-device.md.`);
    } catch (cause) {
      problems.push(
        `driverPackages: "${name}" cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }
  return { plugins, problems };
};

/** Errors: ConfigError with every problem of the file at once. `file` names it in the messages. */
export const parseConfig = (text: string, file: string): Omit<LoadedConfig, 'dataFolder'> => {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0)
    throw new ConfigError(
      file,
      document.errors.map((error) => error.message.split('\n')[0] ?? error.message),
    );
  const raw: unknown = document.toJS();
  const packages = loadPackages(raw, file);
  if (packages.problems.length > 0) throw new ConfigError(file, packages.problems);
  const plugins = [...DRIVERS, ...packages.plugins];
  const schema = siteSchema(plugins);
  const parsed = schema.safeParse(raw ?? {});
  if (!parsed.success)
    throw new ConfigError(
      file,
      parsed.error.issues.flatMap((issue) => describe(issue, raw, schema)),
    );
  const problems = crossCheck(parsed.data, plugins);
  if (problems.length > 0) throw new ConfigError(file, problems);
  const { pack } = parsed.data.voice;
  const voicePack = pack === undefined ? null : path.resolve(path.dirname(path.resolve(file)), pack);
  return { config: parsed.data, plugins, voicePack };
};

const withAbsoluteNotices = (attendance: SiteConfig['attendance'], folder: string): SiteConfig['attendance'] => {
  const { notices } = attendance;
  if (notices === undefined) return attendance;
  const { file, webhook } = notices;
  return {
    ...attendance,
    notices: {
      ...notices,
      ...(file === undefined ? {} : { file: { folder: path.resolve(folder, file.folder) } }),
      ...(webhook === undefined
        ? {}
        : { webhook: { ...webhook, secretFile: path.resolve(folder, webhook.secretFile) } }),
    },
  };
};

/** File names of a device are relative to the configuration, so that a site moves as one folder. */
const withAbsoluteFiles = (config: SiteConfig, folder: string): SiteConfig => ({
  ...config,
  attendance: withAbsoluteNotices(config.attendance, folder),
  ...(config.faces === undefined ? {} : { faces: { ...config.faces, keys: path.resolve(folder, config.faces.keys) } }),
  devices: config.devices.map((device) => {
    const { passwordFile } = device;
    return typeof passwordFile === 'string' ? { ...device, passwordFile: path.resolve(folder, passwordFile) } : device;
  }),
});

/** Reads `file` (YAML, or JSON as a part of it). Errors: ConfigError. */
export const loadConfig = (file: string): LoadedConfig => {
  const absolute = path.resolve(file);
  let text: string;
  try {
    text = readFileSync(absolute, 'utf8');
  } catch (cause) {
    throw new ConfigError(file, [
      `it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Copy site.demo.yaml to begin with.`,
    ]);
  }
  const parsed = parseConfig(text, file);
  const folder = path.dirname(absolute);
  return {
    ...parsed,
    config: withAbsoluteFiles(parsed.config, folder),
    dataFolder: path.resolve(folder, parsed.config.data.folder),
  };
};
