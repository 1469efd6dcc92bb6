import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { translateMade } from '../../../src/views/translateMade';

const german = JSON.parse(readFileSync(path.resolve(__dirname, '../../../l10n/bundle.l10n.de.json'), 'utf8')) as Record<string, string>;

describe('a sentence that core made', () => {
    for (const [english, expected] of [
        ['Builds and starts the app.', 'Baut und startet die App.'],
        [
            'Adds gunicorn==23.0.0, uvicorn: the app does not start without.',
            'Fügt gunicorn==23.0.0, uvicorn hinzu: Ohne startet die App nicht.',
        ],
        ['Running 42 checks on shop-1a', '42 Prüfungen auf shop-1a laufen'],
        ['The disk of the engine is full', 'Die Festplatte der Engine ist voll'],
        ['the public address answers', 'die öffentliche Adresse antwortet'],
        ['See the output for what the step wrote.', 'Die Ausgabe zeigt, was der Schritt geschrieben hat.'],
        ['pip found no package flaks.', 'pip hat kein Paket flaks gefunden.'],
        ['The Python module flask is not in the image.', 'Das Python-Modul flask ist nicht im Image.'],
        [
            'quart==0.18.4 only works with Werkzeug<3: this Quart imports url_quote, which Werkzeug 3 removed.',
            'quart==0.18.4 läuft nur mit Werkzeug<3: dieses Quart importiert url_quote, das Werkzeug 3 entfernt hat.',
        ],
        ['Add gunicorn to requirements.txt', 'gunicorn in requirements.txt hinzufügen'],
        ['Add gunicorn to pyproject.toml, then run uv lock', 'gunicorn in pyproject.toml hinzufügen, danach uv lock ausführen'],
        ['Build on python:3.13-slim', 'Auf python:3.13-slim bauen'],
        ['B1', 'B1'],
        ['Baut und startet die App.', 'Baut und startet die App.'],
        ['a sentence that nobody translated: {0} 1', 'a sentence that nobody translated: {0} 1'],
    ] as const) {
        it(`is found by the template that it was made of: ${english}`, () => {
            assert.equal(translateMade(german, english), expected);
            assert.equal(translateMade(undefined, english), english);
        });
    }

    it('keeps what was filled in as it is, whatever it looks like', () => {
        assert.equal(translateMade(german, 'Made from $& {1}.'), 'Aus $& {1} gemacht.');
    });
});
