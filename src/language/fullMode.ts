import type { DockerfileLanguageService } from 'dockerfile-language-service';
import type { Connection, Disposable, TextDocuments } from 'vscode-languageserver/node';
import { CompletionRequest, DocumentLinkRequest, DocumentSymbolRequest } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lazy } from '../base/lazy';
import { kindOfDocument } from './kindOfDocument';

const documentSelector = [{ language: 'dockerfile' }];

/**
 * Completion, symbols and links for Dockerfiles, which other extensions bring as well: registered with the client only while the mode is `full`, so
 * that switching takes effect at once and nothing is doubled. The library is read on first use.
 */
export class FullMode {
    readonly #service = lazy(async (): Promise<DockerfileLanguageService> => {
        const { DockerfileLanguageServiceFactory } = await import(
            /* webpackChunkName: "dockerfileService" */ 'dockerfile-language-service'
        );
        const service = DockerfileLanguageServiceFactory.createLanguageService();
        service.setCapabilities({ completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } } });
        return service;
    });
    #registered: Promise<Disposable> | undefined;

    constructor(
        private readonly connection: Connection,
        private readonly documents: TextDocuments<TextDocument>,
    ) {
        connection.onCompletion(async ({ textDocument: { uri }, position }) => {
            const text = this.#text(uri);
            return text === undefined ? [] : await (await this.#service()).computeCompletionItems(text, position);
        });
        connection.onCompletionResolve(async (item) => (await this.#service()).resolveCompletionItem(item));
        connection.onDocumentSymbol(async ({ textDocument }) => {
            const text = this.#text(textDocument.uri);
            return text === undefined ? [] : (await this.#service()).computeSymbols(textDocument, text);
        });
        connection.onDocumentLinks(async ({ textDocument: { uri } }) => {
            const text = this.#text(uri);
            return text === undefined ? [] : (await this.#service()).computeLinks(text);
        });
        connection.onDocumentLinkResolve(async (link) => (await this.#service()).resolveLink(link));
    }

    set(mode: 'rules' | 'full'): void {
        if (mode === 'full') {
            this.#registered ??= this.#register();
        } else {
            const registered = this.#registered;
            this.#registered = undefined;
            void registered?.then((all) => {
                all.dispose();
            });
        }
    }

    async #register(): Promise<Disposable> {
        const { client } = this.connection;
        const all = await Promise.all([
            client.register(CompletionRequest.type, { documentSelector, resolveProvider: true }),
            client.register(DocumentSymbolRequest.type, { documentSelector }),
            client.register(DocumentLinkRequest.type, { documentSelector, resolveProvider: true }),
        ]);
        return {
            dispose: () => {
                all.forEach((one) => {
                    one.dispose();
                });
            },
        };
    }

    #text(uri: string): string | undefined {
        const document = this.documents.get(uri);
        return document !== undefined && kindOfDocument(document.languageId, uri) === 'dockerfile' ? document.getText() : undefined;
    }
}
