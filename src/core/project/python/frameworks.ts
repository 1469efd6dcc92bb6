/** How a Python framework's application is served. */
export interface PythonFramework {
    readonly name: string;
    /**
     * wsgi, asgi: an object that a server imports. own: the framework brings its server and starts from a command. script: the project's own script
     * opens the port.
     */
    readonly interface: 'wsgi' | 'asgi' | 'own' | 'script';
    /** What it listens on when nobody says. */
    readonly port: number;
    /** Higher wins when a module uses several (a FastAPI app that mounts Flask is FastAPI). */
    readonly weight: number;
}

export const frameworks = {
    flask: { name: 'Flask', interface: 'wsgi', port: 8000, weight: 50 },
    django: { name: 'Django', interface: 'wsgi', port: 8000, weight: 60 },
    fastapi: { name: 'FastAPI', interface: 'asgi', port: 8000, weight: 55 },
    starlette: { name: 'Starlette', interface: 'asgi', port: 8000, weight: 45 },
    litestar: { name: 'Litestar', interface: 'asgi', port: 8000, weight: 52 },
    quart: { name: 'Quart', interface: 'asgi', port: 8000, weight: 52 },
    blacksheep: { name: 'BlackSheep', interface: 'asgi', port: 8000, weight: 45 },
    falcon: { name: 'Falcon', interface: 'wsgi', port: 8000, weight: 45 },
    falconAsgi: { name: 'Falcon', interface: 'asgi', port: 8000, weight: 45 },
    connexion: { name: 'Connexion', interface: 'wsgi', port: 8000, weight: 52 },
    connexionAsgi: { name: 'Connexion', interface: 'asgi', port: 8000, weight: 53 },
    pyramid: { name: 'Pyramid', interface: 'wsgi', port: 8000, weight: 45 },
    bottle: { name: 'Bottle', interface: 'wsgi', port: 8080, weight: 40 },
    webpy: { name: 'web.py', interface: 'wsgi', port: 8080, weight: 40 },
    cherrypy: { name: 'CherryPy', interface: 'script', port: 8080, weight: 40 },
    dash: { name: 'Dash', interface: 'wsgi', port: 8050, weight: 58 },
    sanic: { name: 'Sanic', interface: 'own', port: 8000, weight: 52 },
    robyn: { name: 'Robyn', interface: 'script', port: 8080, weight: 45 },
    aiohttp: { name: 'aiohttp', interface: 'script', port: 8080, weight: 45 },
    tornado: { name: 'Tornado', interface: 'script', port: 8888, weight: 45 },
    streamlit: { name: 'Streamlit', interface: 'own', port: 8501, weight: 35 },
    gradio: { name: 'Gradio', interface: 'script', port: 7860, weight: 36 },
    nicegui: { name: 'NiceGUI', interface: 'script', port: 8080, weight: 37 },
    chainlit: { name: 'Chainlit', interface: 'own', port: 8000, weight: 38 },
    panel: { name: 'Panel', interface: 'own', port: 5006, weight: 34 },
    shiny: { name: 'Shiny', interface: 'asgi', port: 8000, weight: 36 },
    reflex: { name: 'Reflex', interface: 'own', port: 3000, weight: 36 },
    fasthtml: { name: 'FastHTML', interface: 'asgi', port: 5001, weight: 50 },
    fastmcp: { name: 'FastMCP', interface: 'script', port: 8000, weight: 48 },
    fastmcpAsgi: { name: 'FastMCP', interface: 'asgi', port: 8000, weight: 49 },
    functions: { name: 'Azure Functions', interface: 'own', port: 80, weight: 70 },
    httpServer: { name: 'http.server', interface: 'script', port: 8000, weight: 10 },
    websockets: { name: 'websockets', interface: 'script', port: 8000, weight: 9 },
    socketio: { name: 'Socket.IO', interface: 'wsgi', port: 8000, weight: 30 },
    socketioAsgi: { name: 'Socket.IO', interface: 'asgi', port: 8000, weight: 30 },
    wsgi: { name: 'WSGI', interface: 'wsgi', port: 8000, weight: 20 },
    asgi: { name: 'ASGI', interface: 'asgi', port: 8000, weight: 20 },
} as const satisfies Readonly<Record<string, PythonFramework>>;

export type FrameworkId = keyof typeof frameworks;

/** What is called to make an application, by the dotted name that it is imported from. */
export const constructors: Readonly<Record<string, FrameworkId>> = {
    'flask.Flask': 'flask',
    'flask.app.Flask': 'flask',
    'apiflask.APIFlask': 'flask',
    'flask_openapi3.OpenAPI': 'flask',
    'flask_api.FlaskAPI': 'flask',
    'eve.Eve': 'flask',
    'quart.Quart': 'quart',
    'fastapi.FastAPI': 'fastapi',
    'fastapi.applications.FastAPI': 'fastapi',
    'starlette.applications.Starlette': 'starlette',
    'litestar.Litestar': 'litestar',
    'litestar.app.Litestar': 'litestar',
    'starlite.Starlite': 'litestar',
    'blacksheep.Application': 'blacksheep',
    'blacksheep.server.Application': 'blacksheep',
    'falcon.App': 'falcon',
    'falcon.API': 'falcon',
    'falcon.asgi.App': 'falconAsgi',
    'connexion.App': 'connexion',
    'connexion.FlaskApp': 'connexion',
    'connexion.AsyncApp': 'connexionAsgi',
    'bottle.Bottle': 'bottle',
    'bottle.default_app': 'bottle',
    'bottle.app': 'bottle',
    'bottle.app.push': 'bottle',
    'web.application': 'webpy',
    'dash.Dash': 'dash',
    'dash.dash.Dash': 'dash',
    'dash_extensions.enrich.DashProxy': 'dash',
    'jupyter_dash.JupyterDash': 'dash',
    'sanic.Sanic': 'sanic',
    'sanic.app.Sanic': 'sanic',
    'robyn.Robyn': 'robyn',
    'aiohttp.web.Application': 'aiohttp',
    'tornado.web.Application': 'tornado',
    'gradio.Blocks': 'gradio',
    'gradio.Interface': 'gradio',
    'gradio.ChatInterface': 'gradio',
    'gradio.TabbedInterface': 'gradio',
    'shiny.App': 'shiny',
    'reflex.App': 'reflex',
    'fasthtml.common.FastHTML': 'fasthtml',
    'fasthtml.FastHTML': 'fasthtml',
    'fasthtml.common.fast_app': 'fasthtml',
    'fasthtml.fastapp.fast_app': 'fasthtml',
    'fasthtml.core.FastHTML': 'fasthtml',
    'mcp.server.fastmcp.FastMCP': 'fastmcp',
    'mcp.server.FastMCP': 'fastmcp',
    'mcp.server.fastmcp.server.FastMCP': 'fastmcp',
    'fastmcp.FastMCP': 'fastmcp',
    'fastmcp.server.FastMCP': 'fastmcp',
    'azure.functions.FunctionApp': 'functions',
    'azure.functions.AsgiFunctionApp': 'functions',
    'azure.functions.WsgiFunctionApp': 'functions',
    'django.core.wsgi.get_wsgi_application': 'django',
    'django.core.asgi.get_asgi_application': 'django',
    'django.core.handlers.wsgi.WSGIHandler': 'django',
    'channels.routing.ProtocolTypeRouter': 'django',
    'channels.routing.get_default_application': 'django',
    'socketio.WSGIApp': 'socketio',
    'socketio.Middleware': 'socketio',
    'socketio.ASGIApp': 'socketioAsgi',
    'engineio.WSGIApp': 'socketio',
    'engineio.ASGIApp': 'socketioAsgi',
};

/** What is called to open the port, by dotted name or by `.method` on an application of that framework. */
export const scriptRunners: Readonly<Record<string, FrameworkId>> = {
    'aiohttp.web.run_app': 'aiohttp',
    'aiohttp.web.TCPSite': 'aiohttp',
    'bottle.run': 'bottle',
    'cherrypy.quickstart': 'cherrypy',
    'cherrypy.engine.start': 'cherrypy',
    'nicegui.ui.run': 'nicegui',
    'http.server.HTTPServer': 'httpServer',
    'http.server.ThreadingHTTPServer': 'httpServer',
    'http.server.test': 'httpServer',
    'socketserver.TCPServer': 'httpServer',
    'socketserver.ThreadingTCPServer': 'httpServer',
    'wsgiref.simple_server.make_server': 'wsgi',
    'websockets.serve': 'websockets',
    'websockets.server.serve': 'websockets',
    'websockets.asyncio.server.serve': 'websockets',
    'tornado.httpserver.HTTPServer': 'tornado',
    'tornado.ioloop.IOLoop.current': 'tornado',
    'tornado.ioloop.IOLoop.instance': 'tornado',
    'fasthtml.common.serve': 'fasthtml',
};

/** Servers that a script calls with the application that they serve. */
export const serverCalls =
    /^(uvicorn\.(run|Config)|hypercorn\.(asyncio|trio)\.serve|waitress\.serve|werkzeug\.serving\.run_simple|gevent\.pywsgi\.WSGIServer|eventlet\.wsgi\.server|granian\.(server\.)?Granian|gevent\.wsgi\.WSGIServer|cheroot\.wsgi\.(Server|WSGIServer)|cherrypy\.wsgiserver\.CherryPyWSGIServer)$/;

/** Imports that make a script an app of a framework that is started by its own command. */
export const scriptImports: Readonly<Record<string, FrameworkId>> = {
    streamlit: 'streamlit',
    chainlit: 'chainlit',
    panel: 'panel',
};

/** The top-level packages that detection looks for before it parses a file. */
export const frameworkPackages: readonly string[] = [
    ...new Set(
        [...Object.keys(constructors), ...Object.keys(scriptRunners), ...Object.keys(scriptImports), 'pyramid', 'socketserver'].map(
            (name) => name.split('.')[0] ?? '',
        ),
    ),
];
