import type { ServerResponse } from 'node:http';

const pages = {
    error: {
        status: 503,
        title: 'Application Error',
        body: '<h1>:( Application Error</h1><p>If you are the application administrator, you can access the <a href="https://go.microsoft.com/fwlink/?linkid=2200560">diagnostic resources</a>.</p>',
    },
    stopped: {
        status: 403,
        title: 'Web App - Unavailable',
        body: '<h1>Error 403 - This web app is stopped.</h1><p>The web app you have attempted to reach is currently stopped and does not accept any requests.</p>',
    },
    forbidden: {
        status: 403,
        title: 'Web App - Unavailable',
        body: '<h1>Error 403 - Forbidden</h1><p>The web app you have attempted to reach has blocked your access.</p>',
    },
    waiting: {
        status: 200,
        title: 'Microsoft Azure App Service - Welcome',
        body: "<h1>Your web app is running and waiting for your content</h1><p>Your web app is live, but we don't have your content yet.</p>",
    },
} as const;

/** App Service's own pages, for when no app answers. */
export function appPage(outgoing: ServerResponse, which: keyof typeof pages): void {
    if (outgoing.headersSent || outgoing.destroyed) {
        return;
    }
    const page = pages[which];
    outgoing.writeHead(page.status, { 'content-type': 'text/html; charset=utf-8' });
    outgoing.end(
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${page.title}</title></head><body>${page.body}</body></html>`,
    );
}
