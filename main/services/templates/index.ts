// Templates of faces: there only under a live consent, erased when it ends (ADR-0035, ADR-0036). Images are never written, and
// neither events nor the log carry anything of a face.
import type { ConsentPurpose, ErasureReason, ErasureReceipt } from '../../../contract/consent.ts';
import type { BusinessDay, PersonId, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Consents, Standing } from '../consents/index.ts';
import type { PackName, Stored, Template, Vault } from './vault.ts';
import type { VaultRefusal } from './vault-refusal.ts';

export { type EnrolReport, enrolPictures } from './enrol.ts';
export { type ExportSources, exportOf } from './export.ts';
export { type Gallery, keepGallery } from './gallery.ts';
export { renewalsDue } from './renewal.ts';
export { openVault, type PackName, type Stored, type Template, type Vault } from './vault.ts';
export type { VaultRefusal } from './vault-refusal.ts';

export interface TemplatesDeps {
  /** A refusal where faces are off or the keys are not there: everything but enrolling goes on. */
  readonly vault: Result<Vault, VaultRefusal>;
  readonly consents: Pick<Consents, 'standing' | 'withdraw' | 'openReceipts' | 'sealReceipt'>;
  readonly ledger: Ledger;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  readonly now: () => number;
  /** So long after enrolment a template is erased. */
  readonly keepMs: number;
}

interface Of {
  readonly personId: PersonId;
  readonly purpose: ConsentPurpose;
}

export interface Templates {
  readonly vault: Result<Vault, VaultRefusal>;
  /** Refusals: consent-missing, faces-unavailable. The same person again takes the place of what was there. */
  enrol(
    of: Of & { readonly pack: PackName; readonly embedding: Float32Array },
    by: StaffId | null,
  ): Promise<Result<Stored, Refusal>>;
  /**
   * Ends the consent and erases the template; the receipt says what was erased. `erased` null: the store could not be opened,
   * and a later `sweep` does it; nobody is matched meanwhile. Refusal: unknown-person.
   */
  withdraw(of: Of, by: StaffId | null): Promise<Result<ErasureReceipt, Refusal>>;
  /** Erases all of a person. The number of templates erased. Refusal: faces-unavailable. */
  eraseAll(personId: PersonId, reason: ErasureReason, by: StaffId | null): Promise<Result<number, Refusal>>;
  /** Whose face is there; nothing is opened. */
  list(): readonly Stored[];
  of(personId: PersonId): readonly Stored[];
  /** Whether a template may be matched now; asks the tables each time. */
  isLive(stored: Stored): boolean;
  /** The template, when it may be matched now and can be trusted; null otherwise. */
  read(of: Of, pack: PackName): Template | null;
  /** Erases what may no longer be kept, and completes receipts. The number of templates erased. */
  sweep(): Promise<number>;
}

const lackWords: Readonly<Record<Standing['lacks'][number], string>> = {
  'birth-date': 'the birth date',
  guardian: 'the consent of a guardian',
  self: 'the consent of the person',
  'has-left': 'that the person belongs to the site',
};

export const createTemplates = ({ vault, consents, ledger, workingDay, now, keepMs }: TemplatesDeps): Templates => {
  const isOld = ({ enrolledAtMs }: Stored): boolean => now() - enrolledAtMs > keepMs;
  const list = (): readonly Stored[] => (vault.ok ? vault.value.list() : []);

  /** Erasing comes first: cut off after it, the journal lacks a line and nobody's face is kept. */
  const eraseNow = async (of: Of, reason: ErasureReason, by: StaffId | null): Promise<boolean> => {
    if (!vault.ok || !vault.value.erase(of.personId, of.purpose)) return false;
    await ledger.submit((tx) =>
      tx.append(workingDay(tx), {
        type: 'template-erased',
        personId: of.personId,
        purpose: of.purpose,
        reason,
        by,
      }),
    );
    return true;
  };

  const reasonToErase = (stored: Stored): ErasureReason | null => {
    const { isLive, lacks } = consents.standing(stored.personId, stored.purpose);
    if (lacks.includes('has-left')) return 'left';
    if (!isLive) return 'consent-ended';
    return isOld(stored) ? 'too-old' : null;
  };
  const isLive = (stored: Stored): boolean => reasonToErase(stored) === null;

  const unavailable = ({ message }: VaultRefusal): Refusal => ({ code: 'faces-unavailable', message });

  return {
    vault,
    enrol: ({ personId, purpose, pack, embedding }, by) =>
      // Inside the transaction, so that a withdrawal comes either before the look at the consent or after the storing.
      ledger.submit((tx) => {
        if (!vault.ok) return refuse(unavailable(vault.error));
        const { isLive, lacks } = consents.standing(personId, purpose);
        if (!isLive)
          return refuse({
            code: 'consent-missing',
            message: `No face of person ${personId} is taken for ${purpose}: ${lacks.map((lack) => lackWords[lack]).join(' and ')} is missing.`,
          });
        const of = { personId, purpose, enrolledAtMs: tx.nowMs };
        vault.value.put(of, pack, embedding);
        tx.append(workingDay(tx), { type: 'template-stored', personId, purpose, by });
        return ok({ ...of, pack: pack.name, version: vault.value.read(personId, purpose, pack)?.version ?? 0 });
      }),
    withdraw: async ({ personId, purpose }, by) => {
      const receipt = await consents.withdraw(personId, purpose, by);
      if (!receipt.ok) return receipt;
      if (!vault.ok && vault.error.code !== 'faces-off') return receipt;
      const erased = Number(await eraseNow({ personId, purpose }, 'withdrawn', by));
      consents.sealReceipt(receipt.value.id, erased);
      return ok({ ...receipt.value, erased });
    },
    eraseAll: async (personId, reason, by) => {
      if (!vault.ok && vault.error.code !== 'faces-off') return refuse(unavailable(vault.error));
      let erased = 0;
      for (const stored of list())
        if (stored.personId === personId && (await eraseNow(stored, reason, by))) erased += 1;
      return ok(erased);
    },
    list,
    of: (personId) => list().filter((stored) => stored.personId === personId),
    isLive,
    read: ({ personId, purpose }, pack) => {
      const template = vault.ok ? vault.value.read(personId, purpose, pack) : null;
      return template !== null && isLive(template) ? template : null;
    },
    sweep: async () => {
      if (!vault.ok) return 0;
      let erased = 0;
      for (const receipt of consents.openReceipts())
        consents.sealReceipt(receipt.id, Number(await eraseNow(receipt, 'withdrawn', null)));
      for (const stored of list()) {
        const reason = reasonToErase(stored);
        if (reason !== null && (await eraseNow(stored, reason, null))) erased += 1;
      }
      return erased;
    },
  };
};
