import { keyLine } from '../node/packageJson';
import type { SourceText } from './sourceText';
import type { ReadVariable } from './readVariable';

/** Variables that libraries read by themselves, so that no code of the project names them. Each from the library's own documentation. */
const known: readonly (readonly [library: RegExp, names: readonly string[]])[] = [
    [/^better-auth$/, ['BETTER_AUTH_SECRET']],
    [/^next-auth$/, ['NEXTAUTH_SECRET', 'NEXTAUTH_URL']],
    [/^@auth\/(express|sveltekit|core|solid-start|qwik)$/, ['AUTH_SECRET']],
    [/^@clerk\/(nextjs|express|fastify|remix|astro|react-router)$/, ['CLERK_SECRET_KEY']],
    [/^@clerk\/nextjs$/, ['NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY']],
    [/^@vercel\/blob$/, ['BLOB_READ_WRITE_TOKEN']],
    [/^@vercel\/kv$/, ['KV_REST_API_URL', 'KV_REST_API_TOKEN']],
    [/^@vercel\/postgres$/, ['POSTGRES_URL']],
    [/^@supabase\/auth-helpers-nextjs$/, ['NEXT_PUBLIC_SUPABASE_URL', 'NEXT_PUBLIC_SUPABASE_ANON_KEY']],
    [/^nuxt-auth-utils$/, ['NUXT_SESSION_PASSWORD']],
    [/^@adonisjs\/core$/, ['APP_KEY']],
];

/** What the libraries of a Node project ask for. Auth.js 5, which is still called next-auth, reads AUTH_SECRET. */
export function libraryVariables(manifests: readonly SourceText[]): ReadVariable[] {
    return manifests.flatMap(({ file, text }) =>
        file !== 'package.json'
            ? []
            : known.flatMap(([library, names]) => {
                  const found = [...text.matchAll(/"([@\w/.-]+)"\s*:\s*"([^"]*)"/g)].find(([, name]) => library.test(name ?? ''));
                  const modern = found?.[1] === 'next-auth' && /^\D*5|beta/.test(found[2] ?? '');
                  return found === undefined
                      ? []
                      : (modern ? ['AUTH_SECRET'] : names).map((name) => ({
                            name,
                            how: 'demanded' as const,
                            file,
                            line: keyLine(text, found[1] ?? ''),
                        }));
              }),
    );
}
