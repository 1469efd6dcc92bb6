import type { Step } from '../dockerfile';

/** Installs Debian packages and leaves no lists behind; nothing for no packages. */
export function aptInstall(packages: readonly string[], comment?: string): Step[] {
    return packages.length === 0
        ? []
        : [
              {
                  kind: 'run',
                  commands: [
                      'apt-get update',
                      `apt-get install -y --no-install-recommends ${packages.join(' ')}`,
                      'rm -rf /var/lib/apt/lists/*',
                  ],
                  ...(comment !== undefined && { comment }),
              },
          ];
}
