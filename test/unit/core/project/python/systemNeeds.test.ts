import assert from 'node:assert/strict';
import { seen } from '../seen';
import type { Row } from '../seen';

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef home():\n    return "hi"\n';
const list = (names: string) => `flask\ngunicorn\n${names}\n`;

const rows: readonly Row[] = [
    {
        title: 'what a package needs of Debian is installed, and says what for',
        files: { 'app.py': flask, 'requirements.txt': list('pytesseract\npdf2image') },
        expected: {
            dockerfile: ['# What pdf2image, pytesseract need of Debian.', 'apt-get install -y --no-install-recommends poppler-utils tesseract-ocr &&'],
            codes: [],
        },
    },
    {
        title: 'a list that names a driver of browsers for tests gets none',
        files: { 'app.py': flask, 'tests/test_pages.py': 'from selenium import webdriver\n', 'requirements.txt': list('selenium\nplaywright') },
        expected: { dockerfile: ['!chromium'], codes: [] },
    },
    {
        title: 'code that drives one gets it, wherever it imports the driver',
        files: { 'app.py': flask, 'scrape.py': 'def run():\n    from selenium import webdriver\n', 'requirements.txt': list('selenium') },
        expected: { dockerfile: ['apt-get install -y --no-install-recommends chromium chromium-driver &&'], codes: [] },
    },
    {
        title: 'Playwright installs the browser that the code names, before the code is in place',
        files: { 'app.py': `from playwright.sync_api import sync_playwright\n${flask}def shot(p):\n    p.firefox.launch()\n`, 'requirements.txt': list('playwright') },
        expected: { dockerfile: ['libatomic1', 'playwright install --with-deps firefox &&', 'PLAYWRIGHT_BROWSERS_PATH=/opt/playwright'], codes: [] },
    },
    {
        title: 'what Debian does not have is told',
        files: {
            'app.py': `import pdfkit\nimport pyodbc\n${flask}connect = "DRIVER={ODBC Driver 18 for SQL Server};"\n`,
            'requirements.txt': list('pdfkit\npyodbc'),
        },
        expected: { codes: ['requirements/system-package', 'requirements/system-package'] },
    },
    {
        title: 'pyodbc for another database is not',
        files: { 'app.py': `import pyodbc\n${flask}`, 'requirements.txt': list('pyodbc') },
        expected: { codes: [] },
    },
]; // prettier-ignore

describe('What a Python app needs beside Python', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            const { dockerfile = [], ...told } = expected;
            const { dockerfile: lines = [], ...found } = (await seen(files, expected)) as typeof expected;
            assert.deepEqual(found, told);
            dockerfile.forEach((part, at) => {
                assert.ok(part.startsWith('!') ? lines[at] === part : lines[at]?.includes(part), `${part}: ${lines[at] ?? ''}`);
            });
        });
    }
});
