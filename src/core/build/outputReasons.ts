/** Why a command inside a build failed, told from what it wrote. `$1` stands for the pattern's group. */
export interface OutputReason {
    readonly kind:
        | 'builder'
        | 'package'
        | 'network'
        | 'certificate'
        | 'command'
        | 'compiler'
        | 'permission'
        | 'memory'
        | 'space'
        | 'platform'
        | 'version'
        | 'lockfile'
        | 'file';
    readonly pattern: RegExp;
    readonly reason: string;
    readonly advice: string;
}

/** The most telling first: a resolver that has no network also says that there is no such package. */
export const outputReasons: readonly OutputReason[] = [
    {
        kind: 'builder',
        pattern: /the (--\w+) option requires BuildKit|Unknown flag: (\w+)/i,
        reason: 'The Dockerfile uses $1, which the builder of this engine does not know.',
        advice: 'Update Docker, or write the instruction without it.',
    },
    {
        kind: 'space',
        pattern: /no space left on device/i,
        reason: 'The disk of the Docker engine is full.',
        advice: 'Remove unused images and build caches (docker system prune), then build again.',
    },
    {
        kind: 'platform',
        pattern: /exec format error/i,
        reason: 'The base image is for another processor than the engine.',
        advice: 'Build for linux/amd64, or install emulation (docker run --privileged --rm tonistiigi/binfmt --install all).',
    },
    {
        kind: 'certificate',
        pattern:
            /SELF_SIGNED_CERT_IN_CHAIN|self[- ]signed certificate|unable to get local issuer certificate|CERTIFICATE_VERIFY_FAILED|certificate signed by unknown authority/i,
        reason: 'The build does not trust the certificate that it was shown; a company proxy usually is the cause.',
        advice: 'Add the certificate of your proxy to the image before the step that downloads.',
    },
    {
        kind: 'network',
        // Could not resolve: curl goes on with “host” or “proxy”, ssh with “hostname”, apt with a quoted name; npm, Maven and bundlers say it of packages and files.
        pattern:
            /(?:Could not resolve (?:(?:host(?:name)?|proxy):? ?|(?='[\w-]+\.[\w.-]+'(?! from)))|Temporary failure (?:in name resolution|resolving) ?|getaddrinfo (?:EAI_AGAIN|ENOTFOUND) |NameResolutionError|UnknownHostException: |Unknown host |lookup )['"]?([\w-][\w.-]*)/i,
        reason: 'The build has no network: the name $1 was not found.',
        advice: 'Check the network of the engine and its proxy settings, then build again.',
    },
    {
        kind: 'network',
        pattern:
            /Temporary failure (?:in name resolution|resolving)|NameResolutionError|getaddrinfo (?:EAI_AGAIN|ENOTFOUND)|Name or service not known/i,
        reason: 'The build has no network: a name was not found.',
        advice: 'Check the network of the engine and its proxy settings, then build again.',
    },
    {
        kind: 'network',
        pattern:
            /(?:Connection timed out|ETIMEDOUT|i\/o timeout|Read timed out|ECONNREFUSED|Network is unreachable|Connection refused|TLS handshake timeout)/i,
        reason: 'A download did not get through.',
        advice: 'Check the network of the engine and its proxy settings, then build again.',
    },
    {
        kind: 'version',
        pattern: /requires a different Python: (\S+)|Requires-Python (\S+)/,
        reason: 'A package does not support this Python version.',
        advice: 'Choose another Python version in FROM, or another version of the package.',
    },
    {
        kind: 'package',
        pattern: /No matching distribution found for (\S+)/,
        reason: 'pip found no package $1.',
        advice: 'Correct its name or version in the requirements.',
    },
    {
        kind: 'package',
        pattern: /Could not find a version that satisfies the requirement (\S+)/,
        reason: 'pip found no package $1.',
        advice: 'Correct its name or version in the requirements.',
    },
    {
        kind: 'package',
        pattern: /Unable to locate package (\S+)/,
        reason: 'apt found no package $1.',
        advice: 'Run apt-get update in the same RUN, and check the name of the package.',
    },
    {
        kind: 'package',
        pattern: /Package '?([\w.+-]+)'? has no installation candidate/,
        reason: 'apt has no package $1 to install.',
        advice: 'Check the name of the package for this version of Debian.',
    },
    {
        kind: 'package',
        pattern: /^\s*([\w.+-]+) \(no such package\)/m,
        reason: 'apk found no package $1.',
        advice: 'Check the name of the package for this version of Alpine.',
    },
    {
        kind: 'package',
        pattern: /404 Not Found - GET \S*?\/((?:@[\w.-]+(?:%2f|\/))?[\w.-]+)(?: |$)/im,
        reason: 'npm found no package $1.',
        advice: 'Correct its name in package.json.',
    },
    {
        kind: 'package',
        pattern: /Could not resolve dependency:\s+npm (?:error|ERR!) +(?:(?:dev|peer|optional|peerOptional) )*(\S+)/,
        reason: 'npm finds no versions that fit each other, beginning at $1.',
        advice: 'Make npm install succeed on your machine, and keep the package-lock.json that it writes.',
    },
    {
        kind: 'package',
        pattern: /No matching version found for (\S+?)\.?(?:\s|$)/,
        reason: 'npm found no version $1.',
        advice: 'Correct the version in package.json.',
    },
    {
        kind: 'lockfile',
        pattern: /npm ci.{0,40}can only install (?:packages )?(?:when|with an existing)/,
        reason: 'npm ci needs a package-lock.json that fits package.json.',
        advice: 'Run npm install, and see that package-lock.json is not ignored.',
    },
    {
        kind: 'compiler',
        pattern:
            /(?:command '?([\w+-]+)'? failed: No such file|unable to execute '([\w+-]+)'|error: Microsoft|(gcc|g\+\+|make|cc): (?:command )?not found)/,
        reason: 'A package has to be compiled, and the image has no compiler.',
        advice: 'Install build-essential before this step, or use a version of the package that has a wheel.',
    },
    {
        kind: 'memory',
        pattern: /JavaScript heap out of memory|Cannot allocate memory|^Killed$|MemoryError/m,
        reason: 'The step ran out of memory.',
        advice: 'Give Docker more memory, or make the step need less.',
    },
    {
        kind: 'file',
        pattern: /Could not open requirements file: .*?'([^']+)'/,
        reason: 'There is no $1 in the image at this point.',
        advice: 'COPY it before this step.',
    },
    {
        kind: 'file',
        pattern: /(?:can't open file|Cannot find module|ENOENT: no such file or directory, open) '([^']+)'/,
        reason: 'There is no $1 in the image at this point.',
        advice: 'COPY it before this step.',
    },
    {
        kind: 'command',
        pattern:
            /(?:\/bin\/(?:ba)?sh: (?:\d+: |line \d+: )?([\w./+-]+): (?:command )?not found|exec: "([\w./+-]+)": (?:executable file not found|stat .*no such file))/,
        reason: 'There is no command $1 in the image.',
        advice: 'Install it in an earlier step, or use a base image that has it.',
    },
    {
        kind: 'permission',
        pattern: /(?:EACCES|Permission denied)(?:[:,] )?(.*)/i,
        reason: 'The step may not do this as its user.',
        advice: 'Do it before USER, or change the owner of the files with COPY --chown.',
    },
];

/** What the output says, if it says anything that is known. */
export function reasonFromOutput(
    output: string,
): { readonly kind: OutputReason['kind']; readonly reason: string; readonly advice: string } | undefined {
    for (const { kind, pattern, reason, advice } of outputReasons) {
        const match = pattern.exec(output);
        if (match !== null) {
            const named = match.slice(1).find(Boolean) ?? '';
            return { kind, reason: reason.replace('$1', () => named.replaceAll(/%2f/gi, '/')), advice };
        }
    }
    return undefined;
}
