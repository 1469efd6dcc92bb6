import { decimal } from '../base/decimal';

/** How long something took: `0.4 s`, `12 s`, `3 min 5 s`. */
export function durationWords(ms: number): string {
    const seconds = ms / 1000;
    if (seconds < 10) {
        return `${decimal(seconds, 1)} s`;
    }
    const whole = Math.round(seconds);
    return whole < 60 ? `${whole.toString()} s` : `${Math.floor(whole / 60).toString()} min ${(whole % 60).toString()} s`;
}
