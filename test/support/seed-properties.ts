// Property tests try the same cases everywhere; `SEED=7 npm test -- link-rules` tries others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20261126) });
