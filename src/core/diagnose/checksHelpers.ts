import type { Check } from './check';

interface Helper {
    readonly command: string;
    readonly when: Check['when'];
    /** `follows` never ends by itself: what it says until it is silent for a moment is enough. */
    readonly kind?: 'follows';
}

/** App Service's helper commands whose text is worth reading; its words are nowhere documented, so they are shown and never judged. */
const helpers: readonly Helper[] = [
    { command: 'appconfig', when: 'together' },
    { command: 'checkport', when: 'together' },
    { command: 'appcurl', when: 'together' },
    { command: 'appenv', when: 'together' },
    { command: 'showpkgs', when: 'first' },
    { command: 'applogs', when: 'first', kind: 'follows' },
    { command: 'deploylogs', when: 'together' },
    { command: 'logfiles', when: 'together' },
    { command: 'ai-test', when: 'together' },
    { command: 'ai-dns', when: 'together' },
    { command: 'ai-access-check', when: 'together' },
    { command: 'ai-curl', when: 'together' },
    { command: 'ai-diagnose', when: 'together' },
    { command: 'ai-latency', when: 'alone' },
];

// Until nothing new came for 0.4 s, or 60 lines. All of its processes are of one group, which ends with it and is
// waited for: nothing stays in the container, whose first process may be none that clears up after others.
const follow = (command: string) => `exec 7< <(${command} 2>&1); pid=$!
wait=6; for ((n = 0; n < 60; n++)); do IFS= read -r -t $wait -u 7 line || break; printf "%s\\n" "$line"; wait=0.4; done
trap "" TERM; kill 0; wait $pid`;

// They exist in interactive login shells only, and some of them never end. An interactive shell that finds a terminal which is not its own stops itself:
// where exec gives one, the shell gets a session without it.
export const helperChecks: readonly Check[] = helpers.map(({ command, when, kind }) => ({
    id: `helper.${command}`,
    title: command,
    group: 'helpers',
    when,
    timeoutMs: 20_000,
    script: () => `grep -rqs apphelp /etc/profile /etc/profile.d /etc/bash.bashrc /root/.bashrc /root/.profile /opt/startup 2>/dev/null || have apphelp || { say helper absent; exit 0; }
have bash || { say helper absent; exit 0; }
s=; have setsid && s=setsid; t=; have timeout && t='timeout 18'
${kind === 'follows' ? '[ -n "$s$t" ] || { say helper absent; exit 0; }\n' : ''}$s $t bash -lic 'type -t ${command} >/dev/null || { echo "@helper=absent"; exit; }
${kind === 'follows' ? follow(command) : command}' </dev/null 2>&1 | grep -v -e 'cannot set terminal process group' -e 'no job control' | head -c 20000`,
}));
