// One bundle per process or page; only the extension is split further, so that activation evaluates nothing but src/shell's eager part.
const fs = require('node:fs');
const path = require('node:path');
const TerserPlugin = require('terser-webpack-plugin');
const webpack = require('webpack');

// The icon font of VS Code itself, beside the pages that use it.
const copyCodicons = {
    apply: (compiler) =>
        compiler.hooks.afterEmit.tap('copyCodicons', () => {
            for (const name of ['codicon.css', 'codicon.ttf']) {
                fs.copyFileSync(require.resolve(`@vscode/codicons/dist/${name}`), path.resolve(__dirname, 'dist/panel', name));
            }
        }),
};

// Chunks bear numbers that change with what is in them: those of an earlier build would go into the package. Watching leaves them.
const withoutEarlierBuilds = {
    apply: (compiler) =>
        compiler.hooks.beforeRun.tap('withoutEarlierBuilds', () =>
            fs.rmSync(path.resolve(__dirname, 'dist'), { recursive: true, force: true, maxRetries: 5 }),
        ),
};

// esbuild keeps what nobody calls inside of a module, and of these packages little is used: terser takes 50 kB of them out of the .vsix.
const mostlyUnused = /\b(azureIdentity|mcpBridge|telemetry)\.js$/;

/** @type {(env: unknown, argv: { mode?: string }) => import('webpack').Configuration[]} */
module.exports = (_env, argv) => {
    const mode = argv.mode === 'development' ? 'development' : 'production';
    const rules = [
        { test: /\.ts$/, exclude: /node_modules/, use: [{ loader: 'esbuild-loader', options: { target: 'es2022' } }] },
        // ESM packages may import without extensions.
        { test: /\.m?js$/, resolve: { fullySpecified: false } },
    ];
    // esbuild minifies ten times as fast as terser, for a few per cent of size.
    const minimizer = [new TerserPlugin({ minify: TerserPlugin.esbuildMinify, extractComments: false, exclude: mostlyUnused })];
    const common = {
        mode,
        optimization: { minimizer },
        devtool: mode === 'development' ? 'source-map' : false,
        module: { rules },
        resolve: { extensions: ['.ts', '.js', '.mjs', '.json'] },
        performance: { hints: false },
        stats: 'errors-warnings',
        // 300 MB that nobody reads again on a machine that is thrown away.
        cache:
            process.env.CI === 'true'
                ? false
                : { type: 'filesystem', cacheDirectory: path.resolve(__dirname, 'node_modules/.cache/webpack') },
        ignoreWarnings: [{ message: /Critical dependency|Can't resolve '(bufferutil|utf-8-validate|cpu-features)'/ }],
    };
    const node = {
        ...common,
        target: 'node20',
        node: { __dirname: false, __filename: false },
        // ssh2 wants native addons (its pure JavaScript is fast enough), ws optional ones, and dockerode's own BuildKit session reads a .proto from
        // __dirname: none of these may enter a bundle.
        externals: [
            { vscode: 'commonjs vscode' },
            { 'cpu-features': 'commonjs cpu-features', bufferutil: 'commonjs bufferutil', 'utf-8-validate': 'commonjs utf-8-validate' },
            /\.node$/,
            // VS Code puts its proxy and the machine's certificates behind `https`, and leaves `node:https` as it is.
            ({ request }, done) => (/^node:(https?|net|tls)$/.test(request) ? done(null, `commonjs ${request.slice(5)}`) : done()),
        ],
        plugins: [
            new webpack.NormalModuleReplacementPlugin(
                /^(@grpc\/grpc-js|@grpc\/proto-loader|protobufjs.*)$/,
                path.resolve(__dirname, 'scripts/emptyModule.js'),
            ),
        ],
    };
    const output = (folder, extra) => ({
        path: path.resolve(__dirname, folder),
        filename: '[name].js',
        chunkFilename: 'chunks/[name].js',
        libraryTarget: 'commonjs2',
        ...extra,
    });
    return [
        {
            ...node,
            name: 'extension',
            entry: { extension: './src/extension.ts' },
            // The first of the list: it begins before another one has written anything.
            plugins: [...node.plugins, withoutEarlierBuilds],
            output: output('dist'),
            optimization: {
                minimizer: [...minimizer, new TerserPlugin({ test: mostlyUnused, terserOptions: { ecma: 2020 }, extractComments: false })],
                // Names of what is shared are longer than what they name in the eager bundle; what has a name of its own keeps it as its file's.
                chunkIds: 'deterministic',
                moduleIds: 'deterministic',
                // What two parts use is packed once: it was in the .vsix five times. Small things are cheaper doubled than read from a file of their own.
                splitChunks: {
                    chunks: 'async',
                    minSize: 30_000,
                    maxAsyncRequests: 12,
                    cacheGroups: { defaultVendors: { minChunks: 2, test: /node_modules/ } },
                },
            },
        },
        { ...node, name: 'worker', entry: { packer: './src/worker/packer.ts' }, output: output('dist') },
        {
            ...node,
            name: 'language',
            entry: { languageServer: './src/language/server.ts' },
            output: output('dist'),
            // The largest bundle: here terser's few per cent are 25 kB of the package.
            optimization: { minimizer: [new TerserPlugin({ terserOptions: { ecma: 2020 }, extractComments: false })] },
        },
        {
            ...node,
            name: 'localAzure',
            entry: { localAzure: './src/localAzure/main.ts', localAzureApp: './src/localAzure/runner/appProcess.ts' },
            output: output('dist', { chunkFilename: 'localAzure.[name].js' }),
        },
        { ...node, name: 'cli', entry: { cli: './src/cli/main.ts' }, output: output('dist', { chunkFilename: 'cli.[name].js' }) },
        {
            ...common,
            name: 'panel',
            target: 'web',
            entry: {
                plan: './src/panel/plan.ts',
                build: './src/panel/build.ts',
                diagnostics: './src/panel/diagnostics.ts',
                mcp: './src/panel/mcp.ts',
                mcpApp: './src/panel/mcpApp.ts',
            },
            plugins: [copyCodicons],
            output: { path: path.resolve(__dirname, 'dist/panel'), filename: '[name].js' },
        },
    ];
};
