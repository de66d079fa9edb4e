// A site in a folder of its own, with a clock that the test turns by hand. The real database, no devices.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CounterId, IdempotencyKey, ServiceId, StaffId, TicketId, TicketToken } from '../../contract/ids.ts';
import type { Result } from '../../contract/result.ts';
import { parseConfig } from '../../main/host/config.ts';
import { type OpenSite, openSite } from '../../main/host/open-site.ts';
import { createTokenSource } from '../../main/host/random-token.ts';
import type { SiteConfig } from '../../main/host/site-schema.ts';
import { openDatabase } from '../../main/store/open-db.ts';

export { createProjections } from '../../main/host/open-site.ts';

export const projectFolder = path.resolve(import.meta.dirname, '../..');

export const demoConfigText = (): string => readFileSync(path.join(projectFolder, 'site.demo.yaml'), 'utf8');

export const demoConfig = (): SiteConfig => parseConfig(demoConfigText(), 'site.demo.yaml').config;

export const randomToken = createTokenSource();

/** A fresh key, as a screen makes one for each press. */
export const newKey = (): IdempotencyKey => randomToken() as IdempotencyKey;

export const temporaryFolder = (): { readonly folder: string } & Disposable => {
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

/** The value of a result that must be there. */
export const accepted = <T>(result: Result<T, { readonly message: string }>): T => {
  if (!result.ok) throw new Error(`Expected success, got a refusal: ${result.error.message}`);
  return result.value;
};

/** The refusal code of a result that must be refused. */
export const refusalOf = <E extends string>(result: Result<unknown, { readonly code: E }>): E => {
  if (result.ok) throw new Error(`Expected a refusal, got ${JSON.stringify(result.value)}`);
  return result.error.code;
};

export const services = {
  copies: 'chung-thuc' as ServiceId,
  civil: 'ho-tich' as ServiceId,
  residence: 'cu-tru' as ServiceId,
  land: 'dat-dai' as ServiceId,
};
export const counters = { one: 'quay-1' as CounterId, two: 'quay-2' as CounterId, three: 'quay-3' as CounterId };

export const clerk = (counterId: CounterId): { readonly counterId: CounterId; readonly staffId: StaffId } => ({
  counterId,
  staffId: `staff-${counterId}` as StaffId,
});

/** 08:00 on 23 November 2026 in Vietnam. */
export const morningMs = Date.parse('2026-11-23T08:00:00+07:00');

export interface TestSite extends OpenSite, AsyncDisposable {
  readonly folder: string;
  /** `nowMs` is the wall clock, `steadyMs` the one that never goes back. */
  readonly clock: { nowMs: number; steadyMs: number };
  issue(serviceId: ServiceId): Promise<{
    readonly number: string;
    readonly ticketId: TicketId;
    readonly token: TicketToken;
  }>;
  /** Closes and opens again on the same folder, as after a restart. */
  reopen(): Promise<TestSite>;
}

export const openTestSite = (
  folder: string,
  {
    clock = { nowMs: morningMs, steadyMs: 0 },
    config = demoConfig(),
    kind = 'real',
  }: {
    readonly clock?: { nowMs: number; steadyMs: number };
    readonly config?: SiteConfig;
    /** `demo`: the simulated hall opens it afterwards. */
    readonly kind?: 'real' | 'demo';
  } = {},
): TestSite => {
  const site = openSite({
    config,
    dataFolder: folder,
    openDatabase,
    now: () => clock.nowMs,
    monotonicMs: () => clock.steadyMs,
    randomToken,
    maxGroup: 256,
    kind,
    log: () => undefined,
  });
  return {
    ...site,
    folder,
    clock,
    issue: async (serviceId) => accepted(await site.queue.issue({ serviceId, language: 'vi', key: newKey() })),
    reopen: async () => {
      await site.close();
      return openTestSite(folder, { clock, config, kind });
    },
    [Symbol.asyncDispose]: () => site.close(),
  };
};
