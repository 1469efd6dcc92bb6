# Made by Slipway. It is yours now: edit it as you like.

# The Functions host, version 4, with the Python that the app asks for. It starts the app and listens on 80.
FROM mcr.microsoft.com/azure-functions/python:4-python3.13
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true
COPY requirements.txt /
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r /requirements.txt
COPY . /home/site/wwwroot
EXPOSE 80
