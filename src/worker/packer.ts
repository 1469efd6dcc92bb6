import * as fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { isFailure } from '../base/failure';
import { packEntries } from '../core/build/packEntries';
import { decodeJob, type PackerCredit, type PackerJob, type PackerMessage } from '../core/build/packerMessages';

/** Packs one context, a chunk for each credit, and ends. Started with a PackerJob as its workerData. */
function run(port: NonNullable<typeof parentPort>, job: PackerJob): void {
    const chunks = packEntries(fs, job.root, decodeJob(job));
    const send = (message: PackerMessage, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);
    const sendNext = (returned?: Uint8Array<ArrayBuffer>): void => {
        try {
            const next = chunks.next(returned);
            if (next.done === true) {
                send({ kind: 'end' });
                port.close();
            } else {
                send({ kind: 'chunk', chunk: next.value }, [next.value.buffer]);
            }
        } catch (error) {
            send(
                isFailure(error)
                    ? { kind: 'failed', code: error.code, facts: error.facts }
                    : { kind: 'failed', code: 'build/context-unreadable', facts: { file: job.root, reason: String(error) } },
            );
            port.close();
        }
    };
    port.on('message', ({ chunk }: PackerCredit) => sendNext(chunk));
    for (let credit = 0; credit < job.credits; credit++) {
        sendNext();
    }
}

if (parentPort !== null) {
    run(parentPort, workerData as PackerJob);
}
