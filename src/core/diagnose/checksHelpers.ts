import type { Check } from './check';

/** App Service's helper commands whose text is worth reading; its words are nowhere documented, so they are shown and never judged. */
const helpers: readonly (readonly [command: string, title: string])[] = [
    ['appconfig', 'appconfig'],
    ['checkport', 'checkport'],
    ['appcurl', 'appcurl'],
    ['appenv', 'appenv'],
    ['showpkgs', 'showpkgs'],
    ['deploylogs', 'deploylogs'],
    ['logfiles', 'logfiles'],
    ['ai-test', 'ai-test'],
    ['ai-dns', 'ai-dns'],
    ['ai-access-check', 'ai-access-check'],
    ['ai-diagnose', 'ai-diagnose'],
];

// They exist in interactive login shells only, and some of them never end. An interactive shell that finds a terminal which is not its own stops itself:
// where exec gives one, the shell gets a session without it.
export const helperChecks: readonly Check[] = helpers.map(([command, title]) => ({
    id: `helper.${command}`,
    title,
    group: 'helpers',
    when: 'together',
    timeoutMs: 20_000,
    script: () => `grep -rqs apphelp /etc/profile /etc/profile.d /etc/bash.bashrc /root/.bashrc /root/.profile /opt/startup 2>/dev/null || have apphelp || { say helper absent; exit 0; }
have bash || { say helper absent; exit 0; }
s=; have setsid && s=setsid; t=; have timeout && t='timeout 18'
$s $t bash -lic 'type -t ${command} >/dev/null || { echo "@helper=absent"; exit; }
${command}' </dev/null 2>&1 | grep -v -e 'cannot set terminal process group' -e 'no job control' | head -c 20000`,
}));
