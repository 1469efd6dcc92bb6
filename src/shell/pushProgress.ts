import type { Operation } from '../base/operation';
import { createPushMeter } from '../core/image/pushMeter';
import type { LayerProgress } from '../ports/engine';
import { words } from './sentenceWords';

/** Bytes and rate of all layers together for the notification, and those of each layer for the output. */
export function pushProgress(op: Operation): (layer: LayerProgress) => void {
    const meter = createPushMeter(() => Date.now());
    return (layer) => {
        const reading = meter(layer);
        if (reading === undefined) {
            return;
        }
        op.log(`    ${words(reading.layer)}`);
        if (reading.all !== undefined) {
            op.report(words(reading.all), reading.fraction);
        }
    };
}
