import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { LoginName, StaffRole } from '../../contract/staff.ts';
import { accept, type CommonOptions, print, VerbError, withCommonOptions, withSite } from './verb.ts';

const usualRoles: StaffRole[] = ['clerk'];

/** From MOTCUA_PASSWORD, or typed in: a password on the command line would be seen by everybody on the machine. */
const readPassword = async (): Promise<string> => {
  const given = process.env['MOTCUA_PASSWORD'];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY)
    throw new VerbError('A password is needed: set MOTCUA_PASSWORD, or run this in a terminal and type it in.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('Password (8 characters or more): ');
  } finally {
    terminal.close();
  }
};

const roleNamed = (name: string): StaffRole => {
  const role = StaffRole.safeParse(name);
  if (role.success) return role.data;
  throw new VerbError(`There is no role "${name}"; allowed: ${StaffRole.options.join(', ')}`);
};

/** Commander calls it for each word; the first replaces the default. */
const readRoles = (name: string, before: readonly StaffRole[] | undefined): StaffRole[] => {
  const role = roleNamed(name);
  return before === undefined || before === usualRoles ? [role] : [...before, role];
};

const accountName = (text: string): string => {
  const name = LoginName.safeParse(text);
  if (name.success) return name.data;
  throw new VerbError(`The login "${text}" cannot be used: ${name.error.issues[0]?.message ?? ''}`);
};

const add = async (login: string, options: CommonOptions & { name: string; role: StaffRole[] }): Promise<void> => {
  const password = await readPassword();
  const member = await withSite(options, async ({ staff }) =>
    accept(await staff.add({ login: accountName(login), name: options.name, password, roles: options.role }, null)),
  );
  print(options, member, [`${member.name} may log in as ${member.login}`]);
};

const changeRoles = async (login: string, roles: string[], options: CommonOptions): Promise<void> => {
  const wanted = roles.map(roleNamed);
  const member = await withSite(options, async ({ staff }) => accept(await staff.changeRoles(login, wanted, null)));
  print(options, member, [`${member.name} is ${member.roles.join(', ')} and must log in again`]);
};

const list = async (options: CommonOptions): Promise<void> => {
  const members = await withSite(options, async ({ staff }) => staff.list());
  print(
    options,
    members,
    members.length === 0
      ? ['nobody yet: motcua staff add <login> --name "…"']
      : members.map(({ login, name, roles }) => `${login}\t${name}\t${roles.join(', ')}`),
  );
};

const changePassword = async (login: string, options: CommonOptions): Promise<void> => {
  const password = await readPassword();
  const member = await withSite(options, async ({ staff }) =>
    accept(await staff.changePassword(login, password, null)),
  );
  print(options, member, [`${member.name} has a new password and is logged out everywhere`]);
};

const logout = async (login: string, options: CommonOptions): Promise<void> => {
  const member = await withSite(options, async ({ staff }) => accept(await staff.logoutEverywhere(login, null)));
  print(options, member, [
    `${member.name} is logged out; whom they served stays at the counter for the next colleague`,
  ]);
};

const remove = async (login: string, options: CommonOptions): Promise<void> => {
  const member = await withSite(options, async ({ staff }) => accept(await staff.remove(login, null)));
  print(options, member, [`${member.name} may no longer log in; what they did stays in the journal`]);
};

export const staffVerbs = (program: Command): void => {
  const staff = program.command('staff').description('people who may log in at a counter');
  withCommonOptions(staff.command('add').description('add a person; the password is asked for').argument('<login>'))
    .requiredOption('--name <name>', 'name as colleagues know it')
    .option('--role <roles...>', `what the person may do: ${StaffRole.options.join(', ')}`, readRoles, usualRoles)
    .action(add);
  withCommonOptions(
    staff.command('roles').description('give a person other roles').argument('<login>').argument('<roles...>'),
  ).action(changeRoles);
  withCommonOptions(staff.command('list').description('everybody who may log in')).action(list);
  withCommonOptions(
    staff.command('logout').description('log a person out everywhere and free the counter').argument('<login>'),
  ).action(logout);
  withCommonOptions(staff.command('remove').description('let a person log in no longer').argument('<login>')).action(
    remove,
  );
  withCommonOptions(staff.command('password').description('set a new password').argument('<login>')).action(
    changePassword,
  );
};
