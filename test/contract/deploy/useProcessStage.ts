import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';
import type { BuiltImage } from './imageEngine';
import { everyTarget, missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

/** Opens a process stage for the tests of a suite and closes it after them, with no fault left after each; skips them where the machine cannot. */
export function useProcessStage(
    images: ReadonlyMap<string, BuiltImage>,
    registered: readonly string[] = everyTarget,
): { readonly stage: ProcessStage; readonly ports: DeployPorts; readonly kept: Map<string, Readonly<Record<string, string>>> } {
    let stage: ProcessStage | undefined;
    let ports: DeployPorts | undefined;
    const kept = new Map<string, Readonly<Record<string, string>>>();
    before(async function () {
        const missing = missingForProcesses();
        if (missing !== undefined) {
            console.log(`      ${missing}.`);
            this.skip();
        }
        stage = await openProcessStage({ registered });
        ports = {
            ...stage.ports(images),
            snapshots: {
                keep: (id, settings) => Promise.resolve(void kept.set(id.toLowerCase(), settings)),
                read: (id) => Promise.resolve(kept.get(id.toLowerCase())),
            },
        };
    });
    afterEach(async () => stage?.clear());
    after(async () => stage?.close());
    const opened = <T>(value: T | undefined): T => {
        if (value === undefined) {
            throw new Error('The stage is not open yet.');
        }
        return value;
    };
    return {
        get stage() {
            return opened(stage);
        },
        get ports() {
            return opened(ports);
        },
        kept,
    };
}
