import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { throwIfCancelled } from '../../base/operation';
import type { AzureFailure } from '../../core/failures/azure';
import type { TokenSource } from '../../ports/tokenSource';

export interface VscodeAccount {
    readonly provider: 'microsoft' | 'microsoft-sovereign-cloud';
    /** The account that the user chose; VS Code's preferred one without it. */
    readonly account: vscode.AuthenticationSessionAccountInformation | undefined;
}

/** Tokens of VS Code's own Microsoft account: multi-account, multi-tenant, with claims challenges. Nothing is kept here; VS Code does. */
export class VscodeTokens implements TokenSource {
    private label = '';

    constructor(
        private readonly chosen: VscodeAccount,
        private readonly ask: 'interactive' | 'silent',
    ) {}

    get account(): string {
        return this.label === '' ? (this.chosen.account?.label ?? '') : this.label;
    }

    get silent(): TokenSource {
        return this.ask === 'silent' ? this : new VscodeTokens(this.chosen, 'silent');
    }

    async token(op: Operation, scope: string, options: { readonly tenantId?: string; readonly claims?: string } = {}): Promise<string> {
        throwIfCancelled(op);
        const scopes = options.tenantId === undefined ? [scope] : [scope, `VSCODE_TENANT:${options.tenantId}`];
        const session = await this.session(scopes, options.claims);
        throwIfCancelled(op);
        this.label = session.account.label;
        return session.accessToken;
    }

    private async session(scopes: readonly string[], claims: string | undefined): Promise<vscode.AuthenticationSession> {
        const { provider, account } = this.chosen;
        const request = claims === undefined ? scopes : { wwwAuthenticate: challenge(claims), fallbackScopes: scopes };
        const which = account === undefined ? {} : { account };
        const known = await vscode.authentication.getSession(provider, request, { ...which, silent: true });
        if (known !== undefined) {
            return known;
        }
        if (this.ask === 'silent') {
            throw claims === undefined
                ? new Failure<AzureFailure>('azure/not-signed-in')
                : new Failure<AzureFailure>('azure/more-proof-needed');
        }
        try {
            return await vscode.authentication.getSession(provider, request, { ...which, createIfNone: true });
        } catch (error) {
            if (error instanceof Error && /cancel|did not consent/i.test(error.message)) {
                throw new Cancelled();
            }
            throw new Failure<AzureFailure>(
                'azure/not-signed-in',
                { reason: error instanceof Error ? error.message : String(error) },
                error,
            );
        }
    }
}

/** VS Code wants the header of the answer that asked, and the pipeline gives only the claims that it held: the header is written again around them. */
function challenge(claims: string): string {
    return `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
}
