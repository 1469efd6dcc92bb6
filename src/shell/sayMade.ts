import * as vscode from 'vscode';
import { translateMade } from '../views/translateMade';

/** A sentence that core or a workflow made, in the language of the window. */
export function sayMade(sentence: string): string {
    return translateMade(vscode.l10n.bundle, sentence);
}
