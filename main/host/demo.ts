// The simulated hall has accounts whose passwords everybody can read, so its data must never become a real hall's.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StaffRole } from '../../contract/staff.ts';
import { databaseFile } from '../store/backup.ts';
import { StoreError } from '../store/store-error.ts';

export interface DemoLogin {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly StaffRole[];
}

export const demoLogins: readonly DemoLogin[] = [
  { login: 'lan', name: 'Nguyễn Thị Lan', password: 'hoasua-lan', roles: ['clerk'] },
  { login: 'minh', name: 'Trần Văn Minh', password: 'hoasua-minh', roles: ['clerk'] },
  { login: 'hoa', name: 'Lê Thị Hoa', password: 'hoasua-hoa', roles: ['clerk', 'reception', 'responder'] },
  { login: 'truong', name: 'Phạm Văn Trường', password: 'hoasua-truong', roles: ['manager', 'admin'] },
];

/**
 * Marks a new folder of a simulated hall, and keeps the two kinds apart afterwards. Call it with the folder's lock held.
 * Errors: StoreError `wrong-folder`.
 */
export const keepDemoApart = (dataFolder: string, kind: 'demo' | 'real'): void => {
  const marker = path.join(dataFolder, 'simulated-hall');
  const isDemoFolder = existsSync(marker);
  if (kind === 'real' && isDemoFolder) {
    throw new StoreError(
      'wrong-folder',
      `The data folder ${dataFolder} belongs to the simulated hall, whose passwords are public. Give this site a folder of its own (data.folder).`,
    );
  }
  if (kind === 'demo' && !isDemoFolder && existsSync(databaseFile(dataFolder))) {
    throw new StoreError(
      'wrong-folder',
      `The data folder ${dataFolder} belongs to a real hall; the simulated one needs a folder of its own.`,
    );
  }
  if (kind === 'demo' && !isDemoFolder) writeFileSync(marker, 'Data of the simulated hall.\n');
};
