import { decimal } from './decimal';

/** `7 kB`, `187 MB` or `1.2 GB`: powers of 1000, as the engine counts, and never less than a kilobyte. */
export function sizeWords(bytes: number): string {
    if (bytes < 1_000_000) {
        return `${Math.max(1, Math.round(bytes / 1000))} kB`;
    }
    return bytes < 1_000_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${decimal(bytes / 1_000_000_000, 1)} GB`;
}
