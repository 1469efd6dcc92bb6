import { Failure, isCancelled, isFailure } from '../../base/failure';
import type { SshFailure } from '../../core/failures/ssh';

/** A failure of this room; keeps what caused it. */
export function sshFailure(code: SshFailure, facts: Record<string, string | number | undefined>, cause?: unknown): Failure<SshFailure> {
    return new Failure(code, facts, cause);
}

/** The few words that an error of a socket or of ssh2 says about itself, on one line. */
export function reasonOf(error: unknown): string {
    const text = error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error);
    return text.replace(/\s+/g, ' ').slice(0, 300);
}

/** ssh2 tells where it failed by `level`; its messages are matched only where the level is not enough. */
export function explainSshError(error: unknown, facts: { readonly name: string; readonly username: string }): Error {
    if (error instanceof Error && (isFailure(error) || isCancelled(error))) {
        return error;
    }
    const level = typeof error === 'object' && error !== null && 'level' in error ? error.level : undefined;
    const reason = reasonOf(error);
    if (level === 'client-authentication') {
        return sshFailure('ssh/wrong-password', { name: facts.name, username: facts.username }, error);
    }
    // "Handshake failed: no matching C->S cipher"
    if (/no matching/i.test(reason)) {
        return sshFailure('ssh/no-common-algorithm', { name: facts.name, reason }, error);
    }
    if (level === 'handshake' || level === 'protocol' || /timed out while waiting for handshake|before handshake/i.test(reason)) {
        return sshFailure('ssh/handshake-failed', { name: facts.name, reason }, error);
    }
    if (/channel open failure|unable to exec|unable to start/i.test(reason)) {
        return sshFailure('ssh/channel-refused', { name: facts.name, reason }, error);
    }
    return sshFailure('ssh/connection-lost', { name: facts.name, reason }, error);
}
