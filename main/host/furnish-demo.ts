import { type DemoLogin, demoLogins } from './demo.ts';
import type { OpenSite } from './open-site.ts';
import { importSample } from './sample-procedures.ts';
import type { SiteConfig } from './site-schema.ts';

/** Accounts and procedures of a simulated hall, where there are none yet. Returns the accounts. */
export const furnishDemo = async (
  { staff, procedures }: Pick<OpenSite, 'staff' | 'procedures'>,
  config: SiteConfig,
): Promise<readonly DemoLogin[]> => {
  if (staff.list().length === 0)
    for (const login of demoLogins) await staff.add({ ...login, roles: [...login.roles] }, null);
  if (procedures.count() === 0) await importSample(procedures, config);
  return demoLogins;
};
