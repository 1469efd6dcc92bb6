/** What a token says of itself. It is not checked: that is the receiver's business. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
    const [, payload] = token.split('.');
    try {
        const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
        return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
    } catch {
        return {};
    }
}
