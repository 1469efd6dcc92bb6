import type { ProjectFinding } from '../profile';
import type { Site } from '../stack';
import type { UsedManager } from './nodeManager';
import { keyLine } from './packageJson';
import type { PackageJson } from './packageJson';

/** What would stop the packages from being installed as the project lists them. */
export function installFindings(site: Site, manifest: PackageJson, manager: UsedManager): ProjectFinding[] {
    return [
        ...(manager.missing === undefined || manager.lock === undefined ? [] : [staleLock(site, manager.lock, manager.missing)]),
        ...outsidePackages(site, manifest),
    ];
}

function staleLock({ facts }: Site, lock: string, missing: string): ProjectFinding {
    return {
        code: 'scaffold/lock-stale',
        severity: 'warning',
        message: `${lock} does not hold ${missing}, which package.json lists: the image is installed without insisting on it. Install once here and keep the lock file that it writes.`,
        file: facts.locate(lock),
        line: 1,
    };
}

/** Packages that only a folder above what is looked at has: nothing that is built from here could install them. */
function outsidePackages({ folder, facts }: Site, manifest: PackageJson): ProjectFinding[] {
    const isRoot = manifest.hasWorkspaces === 'workspaces' || folder.has('pnpm-workspace.yaml');
    const name = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).find(([, version]) =>
        version.startsWith('workspace:') ? !isRoot : /^(?:file|link|portal):\.\.(?:\/|$)/.test(version),
    )?.[0];
    return folder.path !== '' || name === undefined
        ? []
        : [
              {
                  code: 'scaffold/outside-packages',
                  severity: 'warning',
                  message: `package.json takes ${name} from a folder above this one, which no image that is built here can reach: open the folder that holds them both.`,
                  file: facts.locate('package.json'),
                  line: keyLine(manifest.text, name),
              },
          ];
}
