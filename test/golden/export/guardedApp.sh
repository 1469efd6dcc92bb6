#!/bin/sh
# My Notes: Slipway’s plan as commands. Needs the Azure CLI (az login first) and Docker; run it in the project’s folder.
set -eu

subscription='00000000-0000-4000-8000-000000000001'
group='rg-notes'
location='westeurope'
registry='notesabc123'
registry_group='rg-notes'
repository='notes'
plan='plan-notes'
plan_group='rg-notes'
app='notes-abc123'

# Nothing here holds the value of a secret.
: "${API_TOKEN:?Put the value of API_TOKEN into the environment first}"
: "${ConnectionStrings_Main:?Put the value of ConnectionStrings:Main into the environment first}"

az account set --subscription "$subscription"

# Bodies with values of secrets are written to a folder that only you can read, and are gone at the end.
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The text as the inside of a JSON string.
json() { printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'; }

# What the app needs around it.
az provider register --namespace 'Microsoft.ContainerRegistry' --wait
az provider register --namespace 'Microsoft.ManagedIdentity' --wait
az group create --name "$group" --location "$location" --output none
az acr show --name "$registry" --output none 2>/dev/null ||
  az acr create --name "$registry" --resource-group "$registry_group" --location "$location" --sku 'Basic' --admin-enabled false --output none
server=$(az acr show --name "$registry" --query loginServer --output tsv)

# The image, named by its digest.
tag=$(date -u +%Y%m%d-%H%M%S)
docker build --platform linux/amd64 --file 'Dockerfile' --tag "$server/$repository:$tag" .
az acr login --name "$registry"
docker push "$server/$repository:$tag"
digest=$(az acr manifest show-metadata --registry "$registry" --name "$repository:$tag" --query digest --output tsv)
image="$server/$repository@$digest"

az appservice plan show --name "$plan" --resource-group "$plan_group" --output none 2>/dev/null ||
  az appservice plan create --name "$plan" --resource-group "$plan_group" --location "$location" --sku 'P1v3' --is-linux --output none
plan_id=$(az appservice plan show --name "$plan" --resource-group "$plan_group" --query id --output tsv)
az appservice plan update --name "$plan" --resource-group "$plan_group" --elastic-scale true --max-elastic-worker-count 5 --output none
insights='appi-notes'
az resource create --name "$insights" --resource-group "$group" --resource-type Microsoft.Insights/components --api-version 2020-02-02 \
  --location "$location" --properties '{"Application_Type":"web"}' --output none
insights_connection=$(az resource show --name "$insights" --resource-group "$group" --resource-type Microsoft.Insights/components --api-version 2020-02-02 --query properties.ConnectionString --output tsv)
if ! az webapp show --name "$app" --resource-group "$group" --output none 2>/dev/null; then
  az webapp create --name "$app" --resource-group "$group" --plan "$plan_id" --container-image-name "$image" \
    --assign-identity '[system]' --acr-use-identity --acr-identity '[system]' --https-only true --output none
  az webapp update --name "$app" --resource-group "$group" --client-affinity-enabled false --output none
fi
principal_id=$(az webapp identity show --name "$app" --resource-group "$group" --query principalId --output tsv)
# AcrPull: the app pulls with its identity, there is no password.
az role assignment create --assignee-object-id "$principal_id" --assignee-principal-type ServicePrincipal \
  --role '7f951dda-4ed3-4680-a7ca-43fe172d538d' --scope "$(az acr show --name "$registry" --query id --output tsv)" --output none
# Settings that are there and not named here stay.
cat > "$work/settings.json" <<JSON
{
  "WEBSITES_PORT": "8000",
  "GREETING": "it's \\"quoted\\" \\\\ \`id\` \$HOME \${{ secrets.X }} \${image} %s é",
  "API_TOKEN": "$(json "$API_TOKEN")",
  "ConnectionStrings:Main": "$(json "$ConnectionStrings_Main")",
  "APPLICATIONINSIGHTS_CONNECTION_STRING": "$(json "$insights_connection")"
}
JSON
az webapp config appsettings set --name "$app" --resource-group "$group" --settings "@$work/settings.json" --output none
cat > "$work/config.json" <<JSON
{
  "acrUseManagedIdentityCreds": true,
  "acrUserManagedIdentityID": "",
  "alwaysOn": true,
  "healthCheckPath": "/health",
  "http20Enabled": true,
  "ftpsState": "Disabled",
  "httpLoggingEnabled": true,
  "minTlsVersion": "1.2",
  "linuxFxVersion": "DOCKER|$image"
}
JSON
az webapp config set --name "$app" --resource-group "$group" --generic-configurations "@$work/config.json" --output none
# Who may enter: accounts that sign in with the Entra app.
cat > "$work/signIn.json" <<JSON
{
  "properties": {
    "platform": {
      "enabled": true
    },
    "globalValidation": {
      "requireAuthentication": true,
      "unauthenticatedClientAction": "RedirectToLoginPage",
      "redirectToProvider": "azureactivedirectory"
    },
    "identityProviders": {
      "azureActiveDirectory": {
        "enabled": true,
        "registration": {
          "openIdIssuer": "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0",
          "clientId": "11111111-1111-4111-8111-111111111111"
        },
        "validation": {
          "allowedAudiences": [
            "api://11111111-1111-4111-8111-111111111111",
            "11111111-1111-4111-8111-111111111111"
          ]
        }
      }
    },
    "login": {
      "tokenStore": {
        "enabled": true
      }
    }
  }
}
JSON
az rest --method put --url "$(az webapp show --name "$app" --resource-group "$group" --query id --output tsv)/config/authsettingsV2?api-version=2025-05-01" --body "@$work/signIn.json" --output none
url="https://$(az webapp show --name "$app" --resource-group "$group" --query defaultHostName --output tsv)"

# Live means that the app answers.
path='/health'
for attempt in $(seq 1 60); do
  status=$(curl --silent --output /dev/null --write-out '%{http_code}' "$url$path" || true)
  case "$status" in 2?? | 3?? | 401) echo "$url answers $status"; exit 0 ;; esac
  sleep 5
done
echo "$url does not answer: $status" >&2
exit 1
