import { Failure } from '../../base/failure';

/**
 * The command that adds a package of npm to a project, for the package manager whose lock file is among the `files` of its folder. Throws Failure
 * 'workspace/write-failed' for what is no package's name: it comes from a container, and would be words of a command line.
 */
export function installCommand(name: string, files: ReadonlySet<string>): string {
    if (name.length > 214 || !/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/i.test(name)) {
        throw new Failure('workspace/write-failed', { file: 'package.json', reason: `${name.slice(0, 80)} is no name of a package.` });
    }
    const manager = files.has('pnpm-lock.yaml')
        ? 'pnpm add'
        : files.has('yarn.lock')
          ? 'yarn add'
          : files.has('bun.lock') || files.has('bun.lockb')
            ? 'bun add'
            : 'npm install';
    return `${manager} ${name}`;
}
