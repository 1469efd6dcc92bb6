/**
 * The actions on a repository that a registry's access token carries. A registry may answer 200 with a token that grants less than was asked for, and the
 * push would fail after its first layer. undefined when the token does not say.
 */
export function grantedActions(token: string, repository: string): readonly string[] | undefined {
    const [, payload] = token.split('.');
    let claims: unknown;
    try {
        claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
    } catch {
        return undefined;
    }
    const access = typeof claims === 'object' && claims !== null && 'access' in claims ? claims.access : undefined;
    if (!Array.isArray(access)) {
        return undefined;
    }
    return (access as unknown[]).flatMap((entry) => {
        const grant = typeof entry === 'object' && entry !== null ? (entry as { type?: unknown; name?: unknown; actions?: unknown }) : {};
        const fits = grant.type === 'repository' && grant.name === repository && Array.isArray(grant.actions);
        return fits ? (grant.actions as unknown[]).filter((action): action is string => typeof action === 'string') : [];
    });
}
