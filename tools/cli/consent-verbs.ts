import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type ConsentEvidence, ConsentPurpose, ConsentSide, RequestKind } from '../../contract/consent.ts';
import type { Person } from '../../contract/people.ts';
import { personPdf, receiptLines, receiptPdf } from '../../main/documents/person-papers.ts';
import type { LoadedConfig } from '../../main/host/config.ts';
import type { OpenSite } from '../../main/host/open-site.ts';
import { exportOf, renewalsDue } from '../../main/services/templates/index.ts';
import { accept, type CommonOptions, print, VerbError, withCommonOptions, withSite } from './verb.ts';

interface OfPurpose extends CommonOptions {
  readonly purpose: ConsentPurpose;
}

const purposeOption = () =>
  new Option('--purpose <purpose>', 'what the face is used for').choices(ConsentPurpose.options).makeOptionMandatory();

const personIn = (site: OpenSite, code: string): Person => {
  const person = site.people.byCode(code);
  if (person === null) throw new VerbError(`Nobody has the code "${code}". "motcua people list" shows all.`);
  return person;
};

const letterhead = ({ config }: LoadedConfig) => ({ siteName: config.site.name.vi, printedAt: new Date() });

interface GiveOptions extends OfPurpose {
  readonly side: ConsentSide;
  readonly by?: string;
  readonly text: string;
  readonly paper?: string;
  readonly scan?: string;
  readonly until?: string;
}

const evidenceOf = ({ paper, scan }: GiveOptions): ConsentEvidence => {
  if (paper !== undefined) return { kind: 'paper', reference: paper };
  if (scan !== undefined) return { kind: 'scan', reference: scan };
  throw new VerbError('A consent needs its evidence: --paper <number> or --scan <reference>.');
};

const give = async (code: string, options: GiveOptions): Promise<void> => {
  const evidence = evidenceOf(options);
  const standing = await withSite(options, async (site) => {
    const person = personIn(site, code);
    const { purpose, side, text: textVersion } = options;
    const givenBy = options.by ?? (side === 'self' ? person.name : (person.guardians[0]?.name ?? '—'));
    const given = { purpose, side, givenBy, textVersion, evidence, untilDay: options.until ?? null };
    return accept(await site.consents.give(person.id, given, null));
  });
  print(options, standing, [
    standing.isLive ? 'recorded; the face may be used' : `recorded; still missing: ${standing.lacks.join(', ')}`,
  ]);
};

const withdraw = async (code: string, options: OfPurpose & { readonly pdf?: string }): Promise<void> => {
  await withSite(options, async (site, loaded) => {
    const person = personIn(site, code);
    const { purpose } = options;
    const receipt = accept(await site.templates.withdraw({ personId: person.id, purpose }, null));
    const lines = receiptLines(receipt, person);
    if (options.pdf !== undefined) writeFileSync(options.pdf, await receiptPdf(lines, letterhead(loaded)));
    print(options, receipt, lines);
  });
};

const texts = async (options: CommonOptions): Promise<void> => {
  const all = await withSite(options, async ({ consents }) => consents.texts());
  print(
    options,
    all,
    all.map(({ purpose, version, sha256, text }) => `${purpose} ${version} (sha256 ${sha256})\n${text}\n`),
  );
};

const publish = async (file: string, options: OfPurpose & { readonly textVersion: string }): Promise<void> => {
  const { purpose, textVersion: version } = options;
  const text = readFileSync(file, 'utf8').normalize('NFC').trim();
  const published = await withSite(options, async ({ consents }) =>
    accept(await consents.publish({ purpose, version, text })),
  );
  print(options, published, [`${purpose} ${version} is published (sha256 ${published.sha256})`]);
};

const exportPerson = async (code: string, options: CommonOptions & { readonly pdf?: string }): Promise<void> => {
  await withSite(options, async (site, loaded) => {
    const person = personIn(site, code);
    const all = exportOf(person, site, Date.now());
    if (options.pdf !== undefined) writeFileSync(options.pdf, await personPdf(all, letterhead(loaded)));
    console.log(JSON.stringify(all, null, 2));
  });
};

const ask = async (
  code: string,
  options: CommonOptions & { readonly kind: RequestKind; readonly note: string },
): Promise<void> => {
  const request = await withSite(options, async (site) =>
    accept(await site.consents.ask(personIn(site, code).id, { kind: options.kind, note: options.note }, null)),
  );
  print(options, request, [`${request.id}: answer by ${request.answerBy}, done by ${request.doneBy}`]);
};

const due = async (options: CommonOptions): Promise<void> => {
  const rows = await withSite(options, async ({ consents, people }) =>
    consents.due().map((request) => ({ ...request, person: people.find(request.personId)?.code ?? '—' })),
  );
  print(
    options,
    rows,
    rows.length === 0
      ? ['nothing is due']
      : rows.map(({ id, person, kind, dueBy, isLate, answeredAtMs }) =>
          [dueBy, isLate ? 'LATE' : answeredAtMs === null ? 'answer' : 'do', id, person, kind].join('\t'),
        ),
  );
};

const alike = async (
  code: string,
  other: string | undefined,
  options: CommonOptions & { readonly clear?: boolean },
) => {
  const names = await withSite(options, async (site) => {
    const person = personIn(site, code);
    if (options.clear === true) await site.lookAlikes.clear(person.id, null);
    else {
      const otherId = other === undefined ? null : personIn(site, other).id;
      if (otherId === person.id) throw new VerbError(`${code} looks like itself: name somebody else.`);
      await site.lookAlikes.note([{ personId: person.id, otherId }], null);
    }
    return site.lookAlikes.of(person.id).map((id) => (id === null ? null : (site.people.find(id)?.code ?? null)));
  });
  print(options, names, [
    names.length === 0
      ? `${code} looks like nobody: the face alone may give the name`
      : `${code} looks like ${names.map((name) => name ?? 'somebody who is not on the list').join(', ')}: a card is asked for`,
  ]);
};

const renewals = async (options: CommonOptions): Promise<void> => {
  const rows = await withSite(options, async ({ templates, people }, { config }) =>
    renewalsDue(templates.list(), {
      personOf: people.find,
      months: config.faces?.renewChildMonths ?? 0,
      nowMs: Date.now(),
    }).map((one) => ({ ...one, person: people.find(one.personId)?.code ?? '—' })),
  );
  print(
    options,
    rows,
    rows.length === 0
      ? ['no child’s face is due to be taken anew']
      : rows.map(({ dueBy, isLate, person, purpose }) => [dueBy, isLate ? 'LATE' : 'due', person, purpose].join('\t')),
  );
};

const erase = async (code: string, options: CommonOptions): Promise<void> => {
  const erased = await withSite(options, async (site) => {
    const person = personIn(site, code);
    const templates = accept(await site.templates.eraseAll(person.id, 'request', null));
    accept(await site.people.erase(person.id, null));
    return { templates };
  });
  print(options, erased, [`erased, with ${erased.templates} templates`]);
};

const rotate = async (options: CommonOptions & { readonly data?: boolean }): Promise<void> => {
  const done = await withSite(options, async ({ templates: { vault } }) => {
    if (!vault.ok) throw new VerbError(vault.error.message);
    const rotated = options.data === true ? vault.value.rotateDataKeys().rotated : 0;
    const wrapped = vault.value.rotateWrappingKey();
    if (!wrapped.ok) throw new VerbError(wrapped.error.message);
    return { rotated, ...wrapped.value };
  });
  print(options, done, [`${done.keys} keys wrapped anew, ${done.rotated} templates sealed anew`]);
};

/** Verbs under `people` about consents, templates and what people ask. */
export const consentVerbs = (people: Command): void => {
  const consent = people.command('consent').description('who agreed that their face is used');
  withCommonOptions(consent.command('give <code>'))
    .description('record a consent that was given on paper')
    .addOption(purposeOption())
    .addOption(new Option('--side <side>', 'who agreed').choices(ConsentSide.options).default('self'))
    .option('--by <name>', 'name of the guardian, as on the list; else the first one')
    .option('--text <version>', 'version of the text that was read', '2026-1')
    .option('--paper <number>', 'number of the signed paper')
    .option('--scan <reference>', 'where the scan of the signed paper is filed')
    .option('--until <day>', 'last day on which it counts, yyyy-mm-dd')
    .action(give);
  withCommonOptions(consent.command('withdraw <code>'))
    .description('end a consent: nobody is recognised any more, the face is erased, a receipt is printed')
    .addOption(purposeOption())
    .option('--pdf <file>', 'write the receipt as PDF too')
    .action(withdraw);
  withCommonOptions(consent.command('texts')).description('the texts that people agree to').action(texts);
  withCommonOptions(consent.command('publish <file>'))
    .description('publish a text of your own; it is never changed afterwards')
    .addOption(purposeOption())
    .requiredOption('--text-version <version>', 'its version, such as 2027-1')
    .action(publish);
  people
    .command('export <code>')
    .description('everything that is kept of one person, as JSON')
    .option('-c, --config <file>', 'configuration of the site', 'site.yaml')
    .option('--pdf <file>', 'write it as PDF too')
    .action(exportPerson);
  withCommonOptions(people.command('alike <code> [other]'))
    .description(
      'note that two look alike (twins, siblings): their face alone gives no name; without [other]: like a stranger',
    )
    .option('--clear', 'take back everything that was noted of this person')
    .action(alike);
  withCommonOptions(people.command('renewals'))
    .description('children whose face should be taken anew, and by when')
    .action(renewals);
  withCommonOptions(people.command('erase <code>'))
    .description('delete a person: faces, name, guardians, cards')
    .action(erase);
  withCommonOptions(people.command('ask <code>'))
    .description('note what somebody asks about their data, and by when it is due')
    .addOption(new Option('--kind <kind>', 'what is asked').choices(RequestKind.options).makeOptionMandatory())
    .option('--note <text>', 'in their words', '')
    .action(ask);
  for (const [verb, what] of [
    ['answer', 'was answered'],
    ['close', 'is done'],
  ] as const)
    withCommonOptions(people.command(`${verb} <request>`))
      .description(`say that a request ${what}`)
      .action(async (id: string, options: CommonOptions) => {
        const request = await withSite(options, async ({ consents }) => accept(await consents[verb](id, null)));
        print(options, request, [`${request.id} ${what}`]);
      });
  withCommonOptions(people.command('due')).description('what has to be answered or done, and by when').action(due);
  withCommonOptions(people.command('rotate-keys'))
    .description('a new wrapping key for the faces')
    .option('--data', 'a new key for each face too')
    .action(rotate);
};
