// `npm run pictures`: puts the pictures that `npm run tour` took (out/pictures) where walkthrough, README and docs show them, as WebP:
// of 1000 pixels' width in the docs, and of 840 in the walkthrough, which shows them no wider and travels in the package.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { browser } from './machine/browser.mjs';
import { root } from './machine/root.mjs';

const taken = path.join(root, 'out/pictures');
const inWalkthrough = ['setup', 'containerize', 'rehearse', 'signIn', 'deploy', 'connect'];
const widthOf = (place) => (place.startsWith('media/') ? 840 : 1000);
const features = path.join(root, 'docs/features');
const pages = [path.join(root, 'README.md'), ...fs.readdirSync(features).map((name) => path.join(features, name))]
    .map((file) => fs.readFileSync(file, 'utf8'))
    .join('\n');

if (!fs.existsSync(taken)) {
    console.error('There are no pictures yet: npm run tour');
    process.exit(1);
}
const window = await chromium.launch({ executablePath: await browser(), args: ['--no-sandbox'] });
try {
    const page = await window.newPage();
    for (const file of fs.readdirSync(taken).filter((name) => name.endsWith('.png'))) {
        const [, name, theme] = /^(\w+)-(dark|light|hc)\.png$/.exec(file) ?? [];
        const places = [
            ...(inWalkthrough.includes(name) ? [`media/walkthrough/${name}-${theme}.webp`] : []),
            ...(theme === 'dark' ? [`docs/pictures/${name}.webp`] : []),
            ...(theme === 'light' ? [`docs/pictures/${name}-light.webp`] : []),
        ].filter((place) => place.startsWith('media/') || pages.includes(place.slice('docs/'.length)));
        if (places.length === 0) {
            continue;
        }
        const source = `data:image/png;base64,${fs.readFileSync(path.join(taken, file), 'base64')}`;
        for (const place of places) {
            const data = await page.evaluate(
                async ([url, wide]) => {
                    const image = document.createElement('img');
                    image.src = url;
                    await image.decode();
                    const canvas = document.createElement('canvas');
                    canvas.width = wide;
                    canvas.height = Math.round((image.height / image.width) * wide);
                    const context = canvas.getContext('2d');
                    context.imageSmoothingQuality = 'high';
                    context.drawImage(image, 0, 0, canvas.width, canvas.height);
                    return canvas.toDataURL('image/webp', 0.65);
                },
                [source, widthOf(place)],
            );
            fs.mkdirSync(path.dirname(path.join(root, place)), { recursive: true });
            fs.writeFileSync(path.join(root, place), Buffer.from(data.slice(data.indexOf(',') + 1), 'base64'));
            console.log(place);
        }
    }
} finally {
    await window.close();
}
