import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { throwIfCancelled } from '../../base/operation';
import type { TokenSource } from '../../ports/tokenSource';

/** Tokens of VS Code's own Microsoft account: multi-account, multi-tenant, with claims challenges. Asks the user at most once a session. */
export class VscodeTokens implements TokenSource {
    private label = '';

    constructor(
        private readonly provider: 'microsoft' | 'microsoft-sovereign-cloud',
        private readonly ask: 'interactive' | 'silent',
    ) {}

    get account(): string {
        return this.label;
    }

    async token(op: Operation, scope: string, options: { readonly tenantId?: string; readonly claims?: string } = {}): Promise<string> {
        throwIfCancelled(op);
        const scopes = options.tenantId === undefined ? [scope] : [scope, `VSCODE_TENANT:${options.tenantId}`];
        const session = await this.session(scopes, options.claims);
        this.label = session.account.label;
        return session.accessToken;
    }

    private async session(scopes: readonly string[], claims: string | undefined): Promise<vscode.AuthenticationSession> {
        const request = claims === undefined ? scopes : { wwwAuthenticate: claims, fallbackScopes: scopes };
        const known = await vscode.authentication.getSession(this.provider, request, { silent: true });
        if (known !== undefined) {
            return known;
        }
        if (this.ask === 'silent') {
            throw new Failure('azure/not-signed-in');
        }
        try {
            return await vscode.authentication.getSession(this.provider, request, { createIfNone: true });
        } catch (error) {
            if (error instanceof Error && /cancel|did not consent/i.test(error.message)) {
                throw new Cancelled();
            }
            throw new Failure('azure/not-signed-in', { reason: error instanceof Error ? error.message : String(error) }, error);
        }
    }
}
