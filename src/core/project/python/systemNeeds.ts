import type { PythonBlueprint } from '../../dockerfile/recipes/python';
import { systemPackagesFor } from '../../requirements/systemPackages';
import type { SystemPackages } from '../../requirements/systemPackages';
import { broughtBy } from '../../requirements/distributionOf';
import type { ProjectFinding } from '../profile';
import { findInText } from '../textLines';
import type { PythonDependencies } from './dependencies';
import { isAside } from './isAside';
import type { PythonModules } from './pythonModules';

/** What a Python app needs beside Python. */
export interface SystemNeeds {
    readonly packages: SystemPackages;
    /** What a package's own command puts into the image. */
    readonly tools: NonNullable<PythonBlueprint['tools']>;
    readonly env: Readonly<Record<string, string>>;
    readonly findings: readonly ProjectFinding[];
}

/** Distributions that drive a program, by the module that the code imports of them: a list often names them for tests alone. */
const drivers: Readonly<Record<string, string>> = { selenium: 'selenium', 'undetected-chromedriver': 'undetected_chromedriver', splinter: 'splinter', pyppeteer: 'pyppeteer', html2image: 'html2image', playwright: 'playwright', 'pytest-playwright': 'playwright', pdfkit: 'pdfkit', imgkit: 'imgkit', pyodbc: 'pyodbc', 'mssql-django': 'mssql', 'cx-oracle': 'cx_Oracle' }; // prettier-ignore

const mostFiles = 300;

export async function systemNeeds(
    modules: PythonModules,
    dependencies: PythonDependencies,
    added: readonly string[],
    locations: readonly string[],
    locate: (file: string) => string,
): Promise<SystemNeeds> {
    const listed = new Set([...dependencies.declared.keys(), ...added]);
    const brought = broughtBy(listed);
    const driven = new Set([...brought].flatMap((name) => (Object.hasOwn(drivers, name) ? (drivers[name] ?? []) : [])));
    const used = driven.size === 0 ? [] : await usesOf(modules, driven);
    const packages = systemPackagesFor(listed, locations, {
        brought: [...brought, ...dependencies.locked.keys()],
        imported: new Set(used.map(({ module }) => module)),
    });
    const browsers = ['chromium', 'firefox', 'webkit'].filter((name) => used.some(({ module, text }) => module === 'playwright' && new RegExp(String.raw`\.${name}\b`).test(text))); // prettier-ignore
    const withBrowsers = used.some(({ module }) => module === 'playwright');
    return {
        packages,
        tools: withBrowsers
            ? [
                  {
                      command: `playwright install --with-deps ${browsers.length === 0 ? 'chromium' : browsers.join(' ')}`,
                      comment: 'The browser that Playwright drives, with what it needs of Debian.',
                  },
              ]
            : [],
        env: withBrowsers ? { PLAYWRIGHT_BROWSERS_PATH: '/opt/playwright' } : {},
        findings: findingsOf(used, locate),
    };
}

interface Use {
    readonly module: string;
    readonly file: string;
    readonly text: string;
    readonly line: number;
}

async function usesOf(modules: PythonModules, wanted: ReadonlySet<string>): Promise<Use[]> {
    const files = modules.paths.filter((file) => !isAside(file)).slice(0, mostFiles);
    const texts = await Promise.all(files.map(async (file) => ({ file, text: (await modules.folder.text(file)) ?? '' })));
    return texts.flatMap(({ file, text }) =>
        [...wanted].flatMap((module) => {
            const pattern = module === 'mssql' ? /["']ENGINE["']\s*:\s*["']mssql["']/ : new RegExp(String.raw`^[ \t]*(?:from|import)[ \t]+${module}\b`, 'm'); // prettier-ignore
            const found = text.includes(module) ? findInText(text, pattern) : undefined;
            return found === undefined ? [] : [{ module, file, text, line: found.line }];
        }),
    );
}

/** What no package of Debian's has: what uses it fails until the image gets it in another way. */
function findingsOf(used: readonly Use[], locate: (file: string) => string): ProjectFinding[] {
    const found = new Map<string, ProjectFinding>();
    for (const { module, file, text, line } of used) {
        const shared = { code: 'requirements/system-package', severity: 'warning' as const, file: locate(file), line };
        if (module === 'pdfkit' || module === 'imgkit') {
            found.set(module, {
                ...shared,
                message: `${module} calls wkhtmltopdf, which Debian 13 no longer has: what uses it fails. WeasyPrint makes PDFs without it.`,
            });
        } else if (module === 'mssql' || (module === 'pyodbc' && /ODBC Driver \d+ for SQL Server/i.test(text))) {
            found.set('odbc', {
                ...shared,
                message: `The code reaches SQL Server through Microsoft's ODBC driver, which Debian does not have: connecting fails until a Dockerfile of your own installs msodbcsql18 from packages.microsoft.com.`,
            });
        } else if (module === 'cx_Oracle') {
            found.set(module, {
                ...shared,
                message: `cx_Oracle needs Oracle's client, which Debian does not have: what uses it fails. oracledb, which took its place, needs none.`,
            });
        }
    }
    return [...found.values()];
}
