// `attendance.notices` of site.yaml: what guardians are told, and by which way.
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { GuardianNoticeKind } from '../../contract/guardian-notice.ts';
import { ok, type Result } from '../../contract/result.ts';

const placeholders = ['site', 'name', 'group', 'title', 'day', 'time'] as const;
const unknownIn = (text: string): string | undefined =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .find((name) => !placeholders.some((one) => one === name));

const noticeText = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => unknownIn(text) === undefined, `allowed in braces: ${placeholders.join(', ')}`);

const isWebAddress = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
};

export const guardianNoticesSchema = z
  .strictObject({
    /** A JSON line for each notice in a file a day. The folder is relative to the configuration file. */
    file: z.strictObject({ folder: z.string().min(1) }).optional(),
    /** A signed POST for each notice. The file holds the secret on one line, mode 600, relative to the configuration file. */
    webhook: z
      .strictObject({
        url: z.string().refine(isWebAddress, 'an address with http:// or https:// and without a user name'),
        secretFile: z.string().min(1),
      })
      .optional(),
    kinds: z.array(GuardianNoticeKind).min(1).default(['absent', 'arrived']),
    texts: z.partialRecord(GuardianNoticeKind, noticeText).default({}),
  })
  .refine(({ file, webhook }) => (file === undefined) !== (webhook === undefined), 'give either file or webhook');

export type GuardianNoticesConfig = z.infer<typeof guardianNoticesSchema>;

const shortestSecret = 16;

/** The secret, or what is wrong with its file, for staff to read. */
export const readSecret = (file: string): Result<string, string> => {
  try {
    const mode = statSync(file).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      return { ok: false, error: `secretFile: mode ${mode.toString(8)}, needed 600` };
    const secret = readFileSync(file, 'utf8').trim();
    return secret.length < shortestSecret
      ? { ok: false, error: `secretFile: ${secret.length} characters, needed ${shortestSecret}` }
      : ok(secret);
  } catch (error) {
    return { ok: false, error: `secretFile: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}` };
  }
};
