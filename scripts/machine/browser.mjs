import { debianPackages } from './debianPackages.mjs';
import { onPath } from './onPath.mjs';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macPrograms = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The path of a Chromium-like browser: $CHROMIUM, one that is installed, or Debian's. Undefined where none can be had. */
export async function browser() {
    const found = () => process.env.CHROMIUM ?? [...programs, ...macPrograms].map(onPath).find(Boolean);
    // Ubuntu's package of that name is a snap, which does not run as root in a container; there it has to be installed by hand.
    return found() ?? ((await debianPackages(['chromium'])) ? found() : undefined);
}
