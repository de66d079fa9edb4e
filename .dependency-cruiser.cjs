// The import directions of AGENTS.md as an executable check (ADR-0001). Every rule is kept alive by a seeded
// breach in test/canary/seeded, where the same rules must fire.
const root = process.env.CRUISE_ROOT ?? '';
const at = (path) => path.replace(/^\^/, `^${root}`);
const deny = (name, from, to, comment, extra = {}) => ({
  name,
  severity: 'error',
  comment,
  from: { path: at(from) },
  to: { path: at(to), ...Object.fromEntries(Object.entries(extra).map(([key, value]) => [key, at(value)])) },
});

module.exports = {
  forbidden: [
    deny(
      'contract-is-a-leaf',
      '^contract/',
      '^(main|renderer|drivers|models|simulators|hub|tools)/',
      'contract imports nothing of ours',
    ),
    deny(
      'renderer-reaches-contract-only',
      '^renderer/',
      '^(main|drivers|models|simulators|hub|tools)/',
      'a screen may import renderer/ui, renderer/lib and contract',
    ),
    deny(
      'screens-do-not-import-screens',
      '^renderer/([^/]+)/',
      '^renderer/',
      'a screen may import renderer/ui and renderer/lib',
      { pathNot: '^renderer/($1|ui|lib)/' },
    ),
    deny(
      'drivers-stay-below-main',
      '^drivers/',
      '^(main|renderer|models|simulators|hub|tools)/',
      'a driver may import drivers/core and contract',
    ),
    deny(
      'drivers-do-not-import-siblings',
      '^drivers/([^/]+)/',
      '^drivers/',
      'a driver may import drivers/core and contract',
      { pathNot: '^drivers/($1|core)/' },
    ),
    deny(
      'simulators-share-no-code-with-drivers',
      '^simulators/',
      '^(drivers|main|renderer|models|hub|tools)/',
      'a simulator may import simulators/core and contract; its codec is its own (ADR-0003)',
    ),
    deny(
      'simulators-do-not-import-siblings',
      '^simulators/([^/]+)/',
      '^simulators/[^/]+/',
      'a simulator may import simulators/core',
      { pathNot: '^simulators/($1|core)/' },
    ),
    deny(
      'models-stay-below-main',
      '^models/',
      '^(main|renderer|drivers|simulators|hub|tools)/',
      'models may import contract',
    ),
    deny(
      'hub-knows-the-contract-alone',
      '^hub/',
      '^(main|renderer|drivers|models|simulators|tools)/',
      'the hub may import contract, main/documents, main/live and main/passwords',
      { pathNot: '^main/(documents|live|passwords)/' },
    ),
    deny(
      'sites-do-not-import-the-hub',
      '^(main|renderer|drivers|models|simulators|contract)/',
      '^hub/',
      'a site reaches the hub over the wire only',
    ),
    deny(
      'production-never-loads-simulators',
      '^(main|drivers|models|renderer|hub)/',
      '^simulators/',
      'a simulator is reached by its URL only',
    ),
    deny(
      'only-host-knows-concrete-drivers',
      '^main/(store|services|server|electron)/',
      '^drivers/',
      'only main/host builds drivers; services may import the types of drivers/core',
      { pathNot: '^drivers/core/' },
    ),
    deny(
      'lower-main-does-not-import-host-or-shell',
      '^main/(services|store|server)/',
      '^main/(host|electron)/',
      'wiring points downwards from main/host',
    ),
    deny('store-is-below-services', '^main/store/', '^main/(services|server)/', 'main/store knows no service'),
    deny(
      'documents-know-no-service',
      '^main/documents/',
      '^main/(?!documents/)',
      'main/documents writes files for anybody',
    ),
    deny('live-knows-no-service', '^main/live/', '^main/(?!live/)', 'main/live streams for anybody'),
    deny('passwords-know-no-service', '^main/passwords/', '^main/(?!passwords/)', 'main/passwords checks for anybody'),
    deny(
      'services-are-below-the-server',
      '^main/services/',
      '^main/server/',
      'main/server calls services, never the other way round',
    ),
    deny(
      'services-through-their-index',
      '^main/services/([^/]+)/',
      '^main/services/',
      'another service is reached by its index.ts',
      { pathNot: '^main/services/($1/|[^/]+/index\\.ts$)' },
    ),
    deny(
      'nobody-imports-the-renderer',
      '^(main|drivers|models|simulators|hub|tools)/',
      '^renderer/',
      'screens are built files to everybody else',
    ),
    deny(
      'electron-only-in-shell',
      '^(main/(host|services|store|server)|drivers|simulators|contract|renderer|models|hub|tools)/',
      '(^|/)node_modules/electron/',
      'main/electron is the only importer of electron',
    ),
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'files that import each other cannot be read one at a time',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      comment: 'an import that leads nowhere hides from every other rule',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: root ? '^$' : '^test/canary/seeded' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
