// Writes the format and the safe fixes of the linter into every file.
import { spawnSync } from 'node:child_process';

process.exitCode =
  spawnSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'], { stdio: 'inherit' })
    .status ?? 1;
