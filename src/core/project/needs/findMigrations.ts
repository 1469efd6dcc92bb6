import type { Folder } from '../folder';
import { keyLine } from '../node/packageJson';
import type { Needs } from '../profile';

/** The commands that bring a database's tables up to date, from the files that migration tools keep. */
export async function findMigrations(folder: Folder): Promise<Needs['migrations']> {
    const found: { command: string; file: string; line?: number }[] = [];
    const first = (pattern: RegExp) => folder.files.find((file) => pattern.test(file) && !/(^|\/)(tests?|examples?|docs)\//.test(file));
    const manage = first(/^([^/]+\/)?manage\.py$/);
    if (manage !== undefined && /django/i.test((await folder.text(manage)) ?? '')) {
        found.push({ command: `python ${manage} migrate --noinput`, file: manage });
    }
    const alembic = first(/^([^/]+\/)?alembic\.ini$/);
    const flaskEnv = first(/^([\w-]+\/)*migrations\/env\.py$/);
    const viaFlask = flaskEnv !== undefined && ((await folder.text(flaskEnv)) ?? '').includes('current_app');
    if (viaFlask) {
        found.push({ command: 'flask db upgrade', file: flaskEnv });
    } else if (alembic !== undefined) {
        const directory = alembic.includes('/') ? ` -c ${alembic}` : '';
        found.push({ command: `alembic${directory} upgrade head`, file: alembic });
    }
    const aerich = ((await folder.text('pyproject.toml')) ?? '').includes('[tool.aerich]');
    if (aerich) {
        found.push({ command: 'aerich upgrade', file: 'pyproject.toml' });
    }
    await nodeMigrations(folder, found, first);
    const rails = first(/^db\/migrate\/(.*\/)?\d+_[^/]*\.rb$/) ?? first(/^db\/schema\.rb$/);
    if (rails !== undefined && folder.has('bin/rails')) {
        found.push({ command: 'bin/rails db:migrate', file: rails });
    } else if (rails !== undefined && ((await folder.text('Rakefile')) ?? '').includes('sinatra/activerecord/rake')) {
        found.push({ command: 'bundle exec rake db:migrate', file: rails });
    }
    const laravel = first(/^database\/migrations\/.*\.php$/);
    if (laravel !== undefined && folder.has('artisan')) {
        found.push({ command: 'php artisan migrate --force', file: laravel });
    }
    if (folder.has('phpmig.php') && ((await folder.text('composer.json')) ?? '').includes('"davedevelopment/phpmig"')) {
        found.push({ command: 'vendor/bin/phpmig migrate', file: 'phpmig.php' });
    }
    const entity = first(/(^|\/)Migrations\/\d{14}_\w+\.cs$/);
    if (entity !== undefined) {
        found.push({ command: 'dotnet ef database update', file: entity });
    }
    const cargo = await folder.text('Cargo.toml');
    const sql = first(/^migrations\/[^/]+\/up\.sql$/) ?? first(/^migrations\/\d.*\.sql$/);
    if (cargo !== undefined && sql !== undefined) {
        found.push({ command: sql.endsWith('/up.sql') ? 'diesel migration run' : 'sqlx migrate run', file: sql });
    }
    return found;
}

async function nodeMigrations(
    folder: Folder,
    found: { command: string; file: string; line?: number }[],
    first: (pattern: RegExp) => string | undefined,
): Promise<void> {
    const manifest = await folder.text('package.json');
    if (manifest === undefined) {
        return;
    }
    const prisma = first(/(^|\/)prisma\/(schema\/)?\w*schema\.prisma$/) ?? first(/(^|\/)schema\.prisma$/);
    const knex = first(/^([\w-]+\/)*knexfile\.(m|c)?[jt]s$/);
    const drizzle = first(/^drizzle\.config\.(m|c)?[jt]s$/);
    const sequelize = first(/^\.sequelizerc$/);
    if (prisma !== undefined) {
        const migrations = first(/(^|\/)migrations\/\d+_[^/]*\/migration\.sql$/);
        found.push({ command: migrations === undefined ? 'npx prisma db push' : 'npx prisma migrate deploy', file: migrations ?? prisma });
    } else if (knex !== undefined) {
        found.push({ command: 'npx knex migrate:latest', file: knex });
    } else if (drizzle !== undefined) {
        found.push({ command: 'npx drizzle-kit migrate', file: drizzle });
    } else if (sequelize !== undefined) {
        found.push({ command: 'npx sequelize-cli db:migrate', file: sequelize });
    } else {
        const script = /"((?:db:)?migrat(?:e|ion|ions)(?::(?:run|up|latest|deploy|prod))?|typeorm:migrate)"\s*:/.exec(manifest)?.[1];
        if (script !== undefined) {
            found.push({ command: `npm run ${script}`, file: 'package.json', line: keyLine(manifest, script) });
        }
    }
}
