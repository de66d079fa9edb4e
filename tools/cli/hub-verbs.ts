import type { Command } from 'commander';
import { loadConfig } from '../../main/host/config.ts';
import { joinHub, readMembership } from '../../main/services/hub-link/index.ts';
import { type CommonOptions, print, VerbError, withCommonOptions } from './verb.ts';

const join = async (code: string, options: CommonOptions): Promise<void> => {
  const { config, dataFolder } = loadConfig(options.config);
  const joined = await joinHub(code, dataFolder);
  if (!joined.ok) throw new VerbError(joined.error.message);
  const { site, servers, subject } = joined.value;
  print(options, { site, servers, subject }, [
    `joined as ${site}: events go to ${servers.join(', ')} under ${subject}`,
    config.hub.enabled
      ? 'a host that is a member already goes on with the new key; one that was none is restarted'
      : `write "hub: { enabled: true }" into ${options.config} and restart the host`,
  ]);
};

const show = (options: CommonOptions): void => {
  const { config, dataFolder } = loadConfig(options.config);
  const membership = readMembership(dataFolder);
  if (!membership.ok) throw new VerbError(membership.error.message);
  const answer = membership.value?.answer ?? null;
  print(options, { enabled: config.hub.enabled, member: answer }, [
    config.hub.enabled ? 'switched on' : 'switched off: hub.enabled is false',
    answer === null ? 'not joined: motcua hub join <code>' : `member as ${answer.site} of ${answer.servers.join(', ')}`,
    'how far the hub is stands in "motcua status" and on the page of the devices',
  ]);
};

export const hubVerbs = (program: Command): void => {
  const hub = program.command('hub').description("this site's line to the city's hub");
  withCommonOptions(
    hub
      .command('join')
      .description('make a key and hand it in with a one-time code of the hub')
      .argument('<code>', 'as the hub gave it: http://hub:8095/join#ward-7.SECRET'),
  ).action(join);
  withCommonOptions(hub.command('show').description('whether this site has joined, and where')).action(show);
};
