import os
import platform

from flask import Flask, redirect, render_template, request, send_from_directory, url_for

app = Flask(__name__)


@app.route("/")
def index():
    return render_template("index.html", python=platform.python_version())


@app.route("/favicon.ico")
def favicon():
    return send_from_directory(os.path.join(app.root_path, "static"), "favicon.svg", mimetype="image/svg+xml")


@app.route("/hello", methods=["POST"])
def hello():
    name = request.form.get("name", "").strip()
    if not name:
        return redirect(url_for("index"))
    return render_template("hello.html", name=name)


if __name__ == "__main__":
    app.run()
