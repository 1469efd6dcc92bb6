import type { Operation } from '../base/operation';
import type { LayerProgress } from '../ports/engine';
import { sizeWords } from '../views/projectRows';

/** Bytes of all layers together for the notification, one line a layer and state for the output. */
export function pushProgress(op: Operation): (layer: LayerProgress) => void {
    const layers = new Map<string, LayerProgress>();
    return (layer) => {
        if (layers.get(layer.layer)?.status !== layer.status) {
            op.log(`    ${layer.layer}: ${layer.status}`);
        }
        layers.set(layer.layer, layer);
        const known = [...layers.values()].filter((one) => one.totalBytes !== undefined);
        const total = known.reduce((sum, one) => sum + (one.totalBytes ?? 0), 0);
        const sent = known.reduce((sum, one) => sum + Math.min(one.currentBytes ?? 0, one.totalBytes ?? 0), 0);
        if (total > 0) {
            op.report(`${sizeWords(sent)} of ${sizeWords(total)}`, sent / total);
        }
    };
}
