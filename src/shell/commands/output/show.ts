import type { Shell } from '../../shell';

export async function run(shell: Shell): Promise<void> {
    shell.output.show();
    await Promise.resolve();
}
