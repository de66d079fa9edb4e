import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeviceId } from '../../contract/ids.ts';
import { ratingTemplateIds } from '../../contract/texts/rating-templates.ts';
import { LocalisedText } from '../../contract/ticket.ts';
import { demoConfigText, projectFolder, temporaryFolder } from '../../test/support/site.ts';
import { ConfigError, loadConfig, parseConfig } from './config.ts';
import { ratingQuestions } from './ratings-config.ts';

const problemsOf = (text: string): readonly string[] => {
  try {
    parseConfig(text, 'site.yaml');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

const broken = (from: string, to: string): string => {
  const text = demoConfigText();
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe('a configuration', () => {
  it('of the simulated hall is sound', () => {
    expect(problemsOf(demoConfigText())).toEqual([]);
  });

  it.each([
    ['host: 127.0.0.1', 'host: 0.0.0.0', 'server.publicUrl: is missing'],
    ['serial:data/rack/den-led', 'seriel:data/rack/den-led', 'devices den-led, url'],
    ['prefix: A, digits: 3', 'prefix: A, digits: 5', 'cannot show 5 digits of series a'],
    ['port: 8080', 'prot: 8080', 'server: the key "prot" does not exist. Did you mean "port"?'],
    ['dayStartsAt:', 'dayStart:', 'site: the key "dayStart" does not exist. Did you mean "dayStartsAt"?'],
    ['profile: dm36b06', 'profil: dm36b06', 'the key "profil" does not exist. Did you mean "profile"?'],
    ['port: 8080', 'port: 80800', 'server.port: Too big'],
    ['port: 8080', 'port: eight', '(found: "eight")'],
    ['"04:00"', '"4 o’clock"', 'hh:mm between 00:00 and 23:59'],
    ['series: h', 'series: z', '"z" does not exist. Known: a, c, h'],
    ['number: 2', 'number: 1', 'counter number: "1" stands there twice'],
    ['address: 2 }', 'address: 1 }', 'stands there twice'],
    ['ticketPrinter: may-in', 'ticketPrinter: den-led', 'ticketPrinter: "den-led" does not exist. Known: may-in'],
    ['services: [dat-dai, chung-thuc]', 'services: [chung-thuc]', 'no counter serves it'],
    ['series:', 'series: [', 'line'],
  ])('with "%s" turned into "%s" is refused with words that help', (from, to, words) => {
    expect(problemsOf(broken(from, to)).join('\n')).toContain(words);
  });

  it('that is empty or absent says what is missing', () => {
    expect(problemsOf('').join('\n')).toContain('services: ');
    expect(() => loadConfig('no-such-file.yaml')).toThrow('Copy site.demo.yaml to begin with');
  });
});

describe('a driver outside the tree', () => {
  const PACKAGE = `
    import { definePlugin } from '${projectFolder}/drivers/core/plugin.ts';
    export const plugin = definePlugin({
      name: 'acme-keypad', deviceClass: 'call-keypad', schemes: ['tcp://'], options: {},
      create: (id) => ({ id, health: { state: 'ready', sinceMs: 0, fault: null } }) as never,
    });`;
  const withPackage = (folder: string, text: string) => {
    writeFileSync(path.join(folder, 'acme.ts'), text);
    const device = '  - { id: acme, driver: acme-keypad, label: Acme, url: "tcp://127.0.0.1:9" }';
    return parseConfig(
      `${demoConfigText().replace('devices:', `devices:\n${device}`)}driverPackages: [./acme.ts]\n`,
      path.join(folder, 'site.yaml'),
    );
  };

  it('is loaded by the configuration and built like any other', () => {
    using temporary = temporaryFolder();
    const { config, plugins } = withPackage(temporary.folder, PACKAGE);
    const device = config.devices.find(({ driver }) => driver === 'acme-keypad');
    const plugin = plugins.find(({ name }) => name === 'acme-keypad');
    const built = plugin?.build('acme' as DeviceId, device ?? {}, {} as never);
    expect(built).toMatchObject({ deviceClass: 'call-keypad', driver: { id: 'acme', health: { state: 'ready' } } });
  });

  it.each([
    ['export const plugin = 1;', 'exports no `plugin`'],
    ['throw new Error("no licence");', 'cannot be loaded: no licence'],
  ])('%s stops the start and says why', (text, why) => {
    using temporary = temporaryFolder();
    expect(() => withPackage(temporary.folder, text)).toThrow(why);
  });
});

describe('the form of a rating', () => {
  const form = 'ratings:\n  template: mot-cua';

  it.each([
    ['ratings: { template: mot-cau }', 'ratings.template: không có mẫu phiếu này. Chọn một trong: mot-cua, nam-muc'],
    [
      'ratings: { reasons: [{ id: lau, name: { vi: Lâu, en: Long } }, { id: lau, name: { vi: Lâu, en: Long } }] }',
      'ratings.reasons: mã "lau" bị trùng',
    ],
    ['ratings: { reasons: [{ id: lau, name: Lâu }] }', 'ratings.reasons[0].name: cần tên bằng cả hai thứ tiếng'],
    ['ratings: { criteria: [{ id: lau, name: { vi: "", en: Long } }] }', 'criteria[0].name.vi: cần tên bằng cả hai'],
  ])('"%s" is refused in words of the country', (changed, words) => {
    expect(problemsOf(broken(form, changed)).join('\n')).toContain(words);
  });

  it.each(ratingTemplateIds)('template %s: every id is one, no name is too long, levels go up', (template) => {
    const { config } = parseConfig(broken(form, `ratings: { template: ${template} }`), 'site.yaml');
    const { levels, criteria, reasons } = ratingQuestions(config.ratings);
    for (const { name } of [...levels, ...criteria, ...reasons])
      expect(LocalisedText.safeParse(name).error).toBe(undefined);
    expect(new Set(criteria.map(({ id }) => id)).size).toBe(criteria.length);
    expect(levels.map(({ level }) => level)).toEqual(levels.map(({ level }) => level).toSorted());
    expect(criteria.length).toBeLessThanOrEqual(12);
  });

  it('of the site’s own words takes the place of the template’s, list by list', () => {
    const own = 'ratings: { template: ba-muc, criteria: [{ id: sach, name: { vi: Sạch sẽ, en: Clean } }] }';
    const { config } = parseConfig(broken(form, own), 'site.yaml');
    const { levels, criteria, reasons } = ratingQuestions(config.ratings);
    expect([levels.length, criteria.map(({ id }) => id), reasons.length]).toEqual([3, ['sach'], 4]);
  });
});
