import { distributionOf } from './distributionOf';

/** Apps, middleware and back ends that Django's settings name, by their first part, whose distribution has another name. */
const apps: Readonly<Record<string, string>> = { rest_framework_simplejwt: 'djangorestframework-simplejwt', rest_framework_gis: 'djangorestframework-gis', drf_yasg: 'drf-yasg', drf_spectacular: 'drf-spectacular', django_extensions: 'django-extensions', channels_redis: 'channels-redis', django_celery_beat: 'django-celery-beat', django_celery_results: 'django-celery-results', django_redis: 'django-redis', widget_tweaks: 'django-widget-tweaks', ckeditor: 'django-ckeditor', ckeditor_uploader: 'django-ckeditor', jazzmin: 'django-jazzmin', import_export: 'django-import-export', taggit: 'django-taggit', mptt: 'django-mptt', crispy_tailwind: 'crispy-tailwind', crispy_bootstrap4: 'crispy-bootstrap4', phonenumber_field: 'django-phonenumber-field[phonenumbers]', guardian: 'django-guardian', djoser: 'djoser', knox: 'django-rest-knox', dj_rest_auth: 'dj-rest-auth', tinymce: 'django-tinymce', django_bootstrap5: 'django-bootstrap5', bootstrap4: 'django-bootstrap4', cloudinary: 'cloudinary', cloudinary_storage: 'django-cloudinary-storage', imagekit: 'django-imagekit', easy_thumbnails: 'easy-thumbnails', sorl: 'sorl-thumbnail', anymail: 'django-anymail', axes: 'django-axes', csp: 'django-csp', simple_history: 'django-simple-history', django_htmx: 'django-htmx', compressor: 'django-compressor', oauth2_provider: 'django-oauth-toolkit', social_django: 'social-auth-app-django', graphene_django: 'graphene-django', ninja_extra: 'django-ninja-extra', unfold: 'django-unfold', django_otp: 'django-otp', modeltranslation: 'django-modeltranslation', parler: 'django-parler', rosetta: 'django-rosetta', polymorphic: 'django-polymorphic', constance: 'django-constance', django_tables2: 'django-tables2', formtools: 'django-formtools', django_countries: 'django-countries', health_check: 'django-health-check', django_prometheus: 'django-prometheus', wagtail: 'wagtail', modelcluster: 'django-modelcluster', django_cleanup: 'django-cleanup', colorfield: 'django-colorfield', solo: 'django-solo', django_summernote: 'django-summernote', markdownx: 'django-markdownx', django_recaptcha: 'django-recaptcha', nested_admin: 'django-nested-admin', admin_interface: 'django-admin-interface', django_apscheduler: 'django-apscheduler', silk: 'django-silk', livereload: 'django-livereload-server', drf_standardized_errors: 'drf-standardized-errors', auditlog: 'django-auditlog', cachalot: 'django-cachalot', djmoney: 'django-money', data_wizard: 'data-wizard' }; // prettier-ignore

/** Django's own, and names that projects give to apps of their own or that more than one distribution has. */
const notThirdParty = new Set(
    'django core users accounts api main blog app home shop store pages theme mcp redis celery requests channels_app'.split(' '),
);

/**
 * The distribution of a dotted name in Django's settings, such as `django-cors-headers` for `corsheaders.middleware.CorsMiddleware`. Undefined for names that
 * are not known: a guess could name somebody else's distribution.
 */
export function djangoDistribution(dotted: string): string | undefined {
    const [top = ''] = dotted.split('.');
    return notThirdParty.has(top) ? undefined : Object.hasOwn(apps, top) ? apps[top] : distributionOf(dotted);
}
