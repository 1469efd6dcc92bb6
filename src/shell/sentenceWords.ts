import * as vscode from 'vscode';
import type { Sentence } from '../core/deploy/sentence';
import { fill } from '../views/words';

/** A sentence in the window's language, its places filled. */
export function words(sentence: Sentence): string {
    return fill(vscode.l10n.t(sentence.text), sentence.facts);
}
