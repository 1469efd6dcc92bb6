import type { Shell } from '../../shell';

export function run(shell: Shell): Promise<void> {
    shell.registries.refresh();
    return Promise.resolve();
}
