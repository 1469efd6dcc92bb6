import type { Pinned } from './pythonLimits';
import { satisfies } from './specifier';
import { compareVersions, parseVersion } from './version';

/** A name that a later release of a library no longer has. */
export interface RemovedName {
    /** The bounds under which the name is there. */
    readonly needs: readonly string[];
    /** Bounds for what asks for a newer one of them, where the list names it: otherwise pip would try every release. */
    readonly also?: readonly string[];
    /** Where the removal is written down. */
    readonly source: string;
}

const flask23 = { needs: ['Flask<2.3', 'Werkzeug<3'], source: 'https://flask.palletsprojects.com/en/stable/changes/#version-2-3-0' };
const flask3 = { needs: ['Flask<3', 'Werkzeug<3'], source: 'https://flask.palletsprojects.com/en/stable/changes/#version-3-0-0' };
const werkzeug3 = { needs: ['Werkzeug<3', 'Flask<3'], source: 'https://werkzeug.palletsprojects.com/en/stable/changes/#version-3-0-0' };
const openai1 = { needs: ['openai<1'], source: 'https://github.com/openai/openai-python/discussions/742' };
const langchain1 = { needs: ['langchain<1'], source: 'https://docs.langchain.com/oss/python/migrate/langchain-v1' };
const mistral = 'https://github.com/mistralai/client-python/blob/main/MIGRATION.md';
const pydantic2 = { needs: ['pydantic<2'], also: ['fastapi<0.120'], source: 'https://docs.pydantic.dev/latest/migration/' };
const django = (version: string) => ({ needs: [`Django<${version}`], source: `https://docs.djangoproject.com/en/stable/releases/${version}/` }); // prettier-ignore
const [django2, django3, django4, django5] = [django('2'), django('3'), django('4'), django('5')];

/** Template packs that django-crispy-forms brought itself before 2 (seen in its wheels: 1.14 has them, 2.7 none). */
export const crispyTemplates: RemovedName = { needs: ['django-crispy-forms<2'], source: 'https://django-crispy-forms.readthedocs.io/en/latest/changelog.html' }; // prettier-ignore

/** By dotted name; a name stands for what is below it, too. */
export const removedNames: Readonly<Record<string, RemovedName>> = {
    'flask.json.JSONEncoder': flask23,
    'flask._app_ctx_stack': flask23,
    'flask._request_ctx_stack': flask23,
    'flask.Markup': flask3,
    'flask.escape': flask3,
    'werkzeug.urls.url_parse': werkzeug3,
    'werkzeug.urls.url_quote': werkzeug3,
    'werkzeug.urls.url_encode': werkzeug3,
    'werkzeug.urls.url_decode': werkzeug3,
    'werkzeug.urls.url_unquote': werkzeug3,
    'jinja2.Markup': { needs: ['Jinja2<3.1', 'Flask<2.3', 'Werkzeug<3'], source: 'https://jinja.palletsprojects.com/en/stable/changes/#version-3-1-0' },
    'jinja2.contextfilter': { needs: ['Jinja2<3.1', 'Flask<2.3', 'Werkzeug<3'], source: 'https://jinja.palletsprojects.com/en/stable/changes/#version-3-1-0' },
    'openai.ChatCompletion': openai1,
    'openai.Completion': openai1,
    'openai.Embedding': openai1,
    'openai.Image': openai1,
    'openai.error': openai1,
    'langchain.chains': langchain1,
    'langchain.memory': langchain1,
    'langchain.prompts': langchain1,
    'langchain.schema': langchain1,
    'langchain.text_splitter': langchain1,
    'langchain.document_loaders': { ...langchain1, needs: ['langchain<0.2'] },
    'langchain.vectorstores': { ...langchain1, needs: ['langchain<0.2'] },
    'langchain.embeddings.openai': { ...langchain1, needs: ['langchain<0.2'] },
    'langchain.chat_models.ChatOpenAI': { ...langchain1, needs: ['langchain<0.2'] },
    'langchain.llms': { ...langchain1, needs: ['langchain<0.2'] },
    'langchain.agents.initialize_agent': langchain1,
    'langchain.agents.AgentType': langchain1,
    'langchain.agents.AgentExecutor': langchain1,
    'langchain.agents.create_react_agent': langchain1,
    'langchain.agents.create_tool_calling_agent': langchain1,
    'langchain.callbacks': langchain1,
    'langchain.output_parsers': langchain1,
    'langchain.retrievers': langchain1,
    'langchain.hub': langchain1,
    'mistralai.Mistral': { needs: ['mistralai<2'], source: mistral },
    'mistralai.client.MistralClient': { needs: ['mistralai<1'], source: mistral },
    'mistralai.async_client': { needs: ['mistralai<1'], source: mistral },
    'mistralai.models.chat_completion': { needs: ['mistralai<1'], source: mistral },
    'pydantic.BaseSettings': pydantic2,
    'pydantic.env_settings': pydantic2,
    'django.core.urlresolvers': django2,
    'django.contrib.auth.views.login': { ...django2, needs: ['Django<2.1'] },
    'django.contrib.auth.views.logout': { ...django2, needs: ['Django<2.1'] },
    'django.utils.six': django3,
    'django.utils.lru_cache': django3,
    'django.utils.encoding.python_2_unicode_compatible': django3,
    'django.shortcuts.render_to_response': django3,
    'django.contrib.staticfiles.templatetags': django3,
    'django.contrib.admin.templatetags.admin_static': django3,
    'django.conf.urls.url': django4,
    'django.utils.translation.ugettext': django4,
    'django.utils.translation.ugettext_lazy': django4,
    'django.utils.translation.ugettext_noop': django4,
    'django.utils.translation.ungettext': django4,
    'django.utils.translation.ungettext_lazy': django4,
    'django.utils.encoding.force_text': django4,
    'django.utils.encoding.smart_text': django4,
    'django.utils.http.urlquote': django4,
    'django.utils.http.urlquote_plus': django4,
    'django.utils.http.urlunquote': django4,
    'django.utils.http.is_safe_url': django4,
    'django.contrib.postgres.fields.JSONField': django4,
    'django.db.models.NullBooleanField': django4,
    'django.utils.timezone.utc': django5,
    'django.utils.datetime_safe': django5,
    'django.utils.baseconv': django5,
    'mcp.server.fastmcp': { needs: ['mcp<2'], source: 'https://github.com/modelcontextprotocol/python-sdk/blob/main/docs/migration.md' },
}; // prettier-ignore

/** `app.before_first_request` of any application. */
export const removedFromFlaskApps: RemovedName = flask23;

/** `TemplateResponse(name, context)`, without the request first. FastAPI 0.131 is the last that asks for a Starlette before 1. */
export const removedTemplateForm: Readonly<Record<'fastapi' | 'starlette', RemovedName>> = {
    fastapi: { needs: ['fastapi<0.132'], also: ['starlette<1'], source: 'https://github.com/apache/airflow/pull/64300' },
    starlette: { needs: ['starlette<1'], source: 'https://github.com/apache/airflow/pull/64300' },
};

/** `pymysql.connect(host, user, …)` without the names of its arguments. */
export const removedConnectForm: RemovedName = {
    needs: ['PyMySQL<1'],
    source: 'https://github.com/PyMySQL/PyMySQL/blob/main/CHANGELOG.md#v100',
};

/**
 * The bounds that a list needs so that a removed name is there. Empty where the list does not let the release without it be installed, and where it asks
 * for that release, so that a bound would contradict it.
 */
export function boundsFor({ needs, also = [] }: RemovedName, declared: ReadonlyMap<string, Pinned>): readonly string[] {
    const parts = [...needs, ...also].flatMap((requirement, at) => {
        const [, name = '', limit = ''] = /^([\w.-]+)<([\d.]+)$/.exec(requirement) ?? [];
        const specifier = declared.get(name.toLowerCase())?.specifier;
        return at >= needs.length && specifier === undefined ? [] : [{ requirement, limit, specifier: specifier ?? '' }];
    });
    const [first] = parts;
    const isOpen = first !== undefined && admitsFrom(first.specifier, first.limit);
    return isOpen && parts.every(({ specifier, limit }) => admitsBelow(specifier, limit))
        ? parts.filter(({ specifier, limit }) => admitsFrom(specifier, limit)).map(({ requirement }) => requirement)
        : [];
}

function admitsFrom(specifier: string, limit: string): boolean {
    return specifier.trim() === '' || satisfies(limit, specifier) || satisfies('9999', specifier);
}

function admitsBelow(specifier: string, limit: string): boolean {
    const from = /(?:={2,3}|>=?|~=|\^|~)\s*([\d.]+)/.exec(specifier)?.[1];
    const lowest = from === undefined ? undefined : parseVersion(from.replace(/\.$/, ''));
    const bound = parseVersion(limit);
    return lowest === undefined || bound === undefined || compareVersions(lowest, bound) < 0;
}
