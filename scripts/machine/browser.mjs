import { debianPackages } from './debianPackages.mjs';
import { onPath } from './onPath.mjs';
import { say } from './say.mjs';

// The shell first: it is Chromium without the windows that nobody sees around a page, which cost a sixth of what opening VS Code does.
const programs = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macPrograms = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The path of a Chromium-like browser: $CHROMIUM, one that is installed, or one of Debian's. Undefined where none can be had. */
export async function browser() {
    const found = () => process.env.CHROMIUM ?? [...programs, ...macPrograms].map(onPath).find(Boolean);
    if (found() === undefined) {
        await debianPackages(['chromium-headless-shell']).catch((error) => {
            say(error.message.split('\n')[0]);
            // Ubuntu's package of that name is a snap, which does not run as root in a container; there it has to be installed by hand.
            return debianPackages(['chromium']);
        });
    }
    return found();
}
