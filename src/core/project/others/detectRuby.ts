import { noNeeds, type Detection, type Site } from '../stack';
import { findInText } from '../textLines';
import { settle } from './shape';

/** Ruby with Bundler: Rails, Sinatra and other Rack apps. */
export async function detectRuby(site: Site): Promise<Detection | undefined> {
    const { folder, hints, facts } = site;
    const listed = await folder.text('Gemfile');
    const gemfile = listed ?? (await madeGemfile(folder));
    if (gemfile === undefined) {
        return undefined;
    }
    const lock = (await folder.text('Gemfile.lock')) ?? '';
    const has = (gem: string) =>
        new RegExp(String.raw`^[ \t]*gem\s+['"]${gem}(?:['"]|\s*$)`, 'm').test(gemfile) ||
        new RegExp(String.raw`^    ${gem} \(`, 'm').test(lock);
    const rails = has('rails') || has('railties');
    const rack = folder.has('config.ru');
    const framework = rails
        ? 'Rails'
        : has('sinatra')
          ? 'Sinatra'
          : has('hanami')
            ? 'Hanami'
            : has('grape')
              ? 'Grape'
              : has('roda')
                ? 'Roda'
                : has('jekyll') || has('github-pages')
                  ? 'Jekyll'
                  : rack
                    ? 'Rack'
                    : undefined;
    const isGem = folder.files.some((file) => /^[\w-]+\.gemspec$/.test(file));
    if (framework === undefined && isGem && /^[ \t]*gemspec\b/m.test(gemfile)) {
        facts.offer('language', 'Ruby', { file: 'Gemfile' }, 'certain');
        return {
            kind: 'library',
            reason: 'it is a gem, which other programs require',
            findings: [],
            needs: noNeeds,
            edits: [],
            certainty: 10,
        };
    }
    if (framework === undefined || framework === 'Jekyll') {
        return undefined;
    }
    const programs = folder.files.filter((file) => /^[\w-]+\.rb$/.test(file));
    const named = hints.commands.find((hint) => hint.program === 'ruby' && hint.target !== undefined)?.target?.replace(/^\.\//, '');
    const script =
        named ??
        ['server.rb', 'app.rb', 'main.rb', 'application.rb', 'web.rb', 'index.rb'].find((file) => programs.includes(file)) ??
        (await firstThat(site, programs, /require ['"]sinatra['"]|Sinatra::Base/));
    if (!rails && !rack && script === undefined) {
        return undefined;
    }
    const elsewhere = foreignPlatforms(lock);
    const version = await rubyVersion(site, gemfile, lock);
    const entry = rails || rack ? 'config.ru' : (script ?? 'app.rb');
    const scriptsBy = await scriptManager(folder);
    const puma = await folder.text('config/puma.rb');
    const pumaPort = findInText(
        puma ?? '',
        /\bport(?:\s*\()?\s*(?:ENV\.fetch\(?\s*['"]\w*PORT['"]\s*\)\s*\{\s*|ENV\.fetch\(?\s*['"]\w*PORT['"]\s*,\s*|ENV\[['"]\w*PORT['"]\]\s*\|\|\s*)?['"]?(\d{2,5})/,
    );
    const code = script === undefined ? '' : ((await folder.text(script)) ?? '');
    const codePort = findInText(
        code,
        /(?:set(?:\s*\()?\s*:port\s*,|ENV\.fetch\(\s*['"]PORT['"]\s*[,)]|ENV\[['"]PORT['"]\]\s*\|\||port\s*=)[^\n\d]*(\d{2,5})/,
    );
    const unicorn = await folder.text('config/unicorn.rb');
    const unicornPort = findInText(unicorn ?? '', /\blisten(?:\s*\()?\s*(?:ENV[^\n|{,]*(?:\|\||\{|,)\s*)?['"]?(?:[\w.*]+:)?(\d{2,5})/);
    const stated = hints.commands.find(({ program }) => /^(puma|unicorn|unicorn_rails|thin|rackup|falcon)$/.test(program));
    const railsPort = rails ? hints.commands.find(({ program, port }) => program === 'rails' && port !== undefined) : undefined;
    const server =
        rack && !rails && stated !== undefined && has(stated.program)
            ? stated.program
            : has('unicorn') && !has('puma')
              ? 'unicorn'
              : has('thin') && !has('puma')
                ? 'thin'
                : has('puma') || (rails && (lock === '' || has('falcon')))
                  ? 'puma'
                  : rack || rails
                    ? 'rackup'
                    : 'ruby';
    const command = rails
        ? 'bundle exec rails server --binding 0.0.0.0 --port $PORT'
        : rack
          ? rackCommand(server, unicorn === undefined ? '' : ' --config-file config/unicorn.rb')
          : `bundle exec ruby ${script ?? ''} -o 0.0.0.0 -p $PORT`;
    return settle(site, {
        language: 'Ruby',
        framework,
        entry,
        server,
        manager: 'bundler',
        version,
        place: {
            file: listed === undefined ? entry : 'Gemfile',
            line: findInText(gemfile, /gem\s+['"](rails|sinatra|hanami|grape|roda|rack)['"]/)?.line ?? 1,
        },
        entryPlace: { file: entry },
        ...(railsPort?.port !== undefined
            ? { port: { value: railsPort.port, file: railsPort.file, line: railsPort.line, confidence: 'certain' as const } }
            : pumaPort !== undefined
              ? { port: { value: Number(pumaPort.match[1]), file: 'config/puma.rb', line: pumaPort.line, confidence: 'certain' as const } }
              : unicornPort !== undefined && server === 'unicorn'
                ? {
                      port: {
                          value: Number(unicornPort.match[1]),
                          file: 'config/unicorn.rb',
                          line: unicornPort.line,
                          confidence: 'certain' as const,
                      },
                  }
                : stated?.port !== undefined
                  ? { port: { value: stated.port, file: stated.file, line: stated.line, confidence: 'certain' as const } }
                  : codePort !== undefined && script !== undefined
                    ? { port: { value: Number(codePort.match[1]), file: script, line: codePort.line, confidence: 'certain' as const } }
                    : {}),
        defaultPort: rails ? 3000 : framework === 'Sinatra' && !rack ? 4567 : 9292,
        healthPath: rails && ((await folder.text('config/routes.rb')) ?? '').includes('rails/health#show') ? '/up' : '/',
        certainty: listed === undefined ? 60 : 86,
        ...(listed === undefined && {
            edits: [
                {
                    path: facts.locate('Gemfile'),
                    content: gemfile,
                    action: 'create' as const,
                    reason: 'Lists the gems that the code requires, so that they can be installed.',
                },
            ],
        }),
        ...(elsewhere !== undefined && {
            findings: [
                {
                    code: 'scaffold/lock-stale',
                    severity: 'warning' as const,
                    message:
                        'Gemfile.lock was made for other platforms than Linux, so that the image adds it. Run "bundle lock --add-platform x86_64-linux" and keep what it writes.',
                    file: facts.locate('Gemfile.lock'),
                    line: elsewhere,
                },
            ],
        }),
        startCommand: () => ['sh', '-c', `exec ${command}`],
        blueprint: ({ port, version: ruby, startCommand }) => ({
            stack: 'ruby',
            version: ruby,
            locked: lock === '' ? 'unlocked' : elsewhere === undefined ? 'locked' : 'elsewhere',
            rails: rails ? 'rails' : 'rack',
            bootsnap: has('bootsnap') ? 'bootsnap' : 'none',
            assets:
                rails &&
                (['sprockets-rails', 'propshaft', 'webpacker', 'shakapacker', 'jsbundling-rails', 'cssbundling-rails', 'vite_rails'].some(
                    has,
                ) ||
                    folder.files.some((file) => file.startsWith('app/assets/')))
                    ? 'precompile'
                    : 'none',
            node: folder.has('package.json') ? 'node' : 'none',
            ...(scriptsBy !== undefined && { scriptsBy }),
            ...(has('webpacker') && { webpack: 'four' as const }),
            packages: packagesFor(has),
            writes: rails ? [] : writtenFolders(server === 'unicorn' ? unicorn : server === 'puma' ? puma : undefined),
            command: startCommand ?? `exec ${command}`,
            port,
        }),
    });
}

/** The line of the platforms of a lock file none of which is the image's: Bundler refuses to install by it. */
function foreignPlatforms(lock: string): number | undefined {
    const listed = findInText(lock, /^PLATFORMS\n((?: {2}\S+\n)+)/m);
    return listed === undefined || /^ {2}(ruby$|\S*linux)/m.test(listed.match[1] ?? '') ? undefined : listed.line;
}

/** The list of gems for a Sinatra app that has none. */
async function madeGemfile(folder: Site['folder']): Promise<string | undefined> {
    const files = folder.files.filter((file) => /^[\w-]+\.(rb|ru)$/.test(file)).slice(0, 20);
    const texts = await Promise.all(files.map((file) => folder.text(file)));
    return texts.some((text) => /^[ \t]*require[ \t]*\(?['"]sinatra(\/base)?['"]/m.test(text ?? ''))
        ? `source "https://rubygems.org"\n\ngem "sinatra"\ngem "rackup"\ngem "puma"\n`
        : undefined;
}

/** What installs the scripts of the pages: precompiling calls the program that made the lock file, and Debian has only npm. */
async function scriptManager(folder: Site['folder']): Promise<'yarn' | 'corepack' | 'pnpm' | undefined> {
    const yarn = await folder.text('yarn.lock');
    return yarn !== undefined ? (yarn.includes('__metadata:') ? 'corepack' : 'yarn') : folder.has('pnpm-lock.yaml') ? 'pnpm' : undefined;
}

/** Where a server's settings keep its process number, sockets and logs; the context leaves these folders out. */
function writtenFolders(settings: string | undefined): string[] {
    const code = (settings ?? '').replace(/^[ \t]*#.*$/gm, '');
    return [
        ...(/\btmp\b/.test(code) ? ['tmp/pids', 'tmp/sockets'] : []),
        ...(/\btmp\/log\b|['"]log\/[^'"]*['"]/.test(code) ? ['tmp/log', 'log'] : []),
    ];
}

/** Each Rack server by its own command: rackup would look for Puma. */
function rackCommand(server: string, settings: string): string {
    switch (server) {
        case 'puma':
            return 'bundle exec puma --bind tcp://0.0.0.0:$PORT';
        case 'unicorn':
            return `bundle exec unicorn --host 0.0.0.0 --port $PORT${settings}`;
        case 'thin':
            return 'bundle exec thin start --address 0.0.0.0 --port $PORT';
        default:
            return 'bundle exec rackup --host 0.0.0.0 --port $PORT';
    }
}

function packagesFor(has: (gem: string) => boolean): { build: string[]; run: string[] } {
    const build = ['build-essential', 'libyaml-dev', 'pkg-config'];
    const run: string[] = [];
    if (has('pg')) {
        build.push('libpq-dev');
        run.push('libpq5');
    }
    if (has('mysql2')) {
        build.push('default-libmysqlclient-dev');
        run.push('libmariadb3');
    }
    if (has('sqlite3')) {
        build.push('libsqlite3-dev');
        run.push('libsqlite3-0');
    }
    return { build: build.sort(), run: run.sort() };
}

async function firstThat({ folder }: Site, files: readonly string[], pattern: RegExp): Promise<string | undefined> {
    for (const file of files) {
        if (pattern.test((await folder.text(file)) ?? '')) {
            return file;
        }
    }
    return undefined;
}

async function rubyVersion(
    { folder }: Site,
    gemfile: string,
    lock: string,
): Promise<{ value: string; file: string; line?: number; confidence: 'certain' | 'guess' }> {
    const inGemfile = findInText(gemfile, /^[ \t]*ruby\s+['"](?:~>\s*|>=\s*)?(\d+\.\d+(?:\.\d+)?)['"]/m);
    // Bundler refuses another patch than the one that is named without an operator.
    if (inGemfile?.match[1] !== undefined && /ruby\s+['"]\d/.test(inGemfile.match[0])) {
        return { value: inGemfile.match[1], file: 'Gemfile', line: inGemfile.line, confidence: 'certain' };
    }
    const written = (await folder.text('.ruby-version')) ?? '';
    const named = /^[ \t]*ruby\s*(?:\(\s*)?file:/m.test(gemfile) ? findInText(written, /^(?:ruby-)?(\d+\.\d+(?:\.\d+)?)/) : undefined;
    if (named?.match[1] !== undefined) {
        return { value: named.match[1], file: '.ruby-version', line: 1, confidence: 'certain' };
    }
    // Of a range the lock file tells which one the app was last installed with.
    const locked = findInText(lock, /^RUBY VERSION\s+ruby (\d+\.\d+)/m);
    const places = [
        ...(inGemfile === undefined ? [] : [[locked, 'Gemfile.lock'] as const, [inGemfile, 'Gemfile'] as const]),
        [findInText(written, /^(?:ruby-)?(\d+\.\d+)/), '.ruby-version'] as const,
        [locked, 'Gemfile.lock'] as const,
    ];
    for (const [hit, file] of places) {
        if (hit?.match[1] !== undefined) {
            return { value: hit.match[1].split('.').slice(0, 2).join('.'), file, line: hit.line, confidence: 'certain' };
        }
    }
    return { value: '3.3', file: 'Gemfile', confidence: 'guess' };
}
