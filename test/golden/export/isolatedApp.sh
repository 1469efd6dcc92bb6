#!/bin/sh
# My Notes: Slipway’s plan as commands. Needs the Azure CLI (az login first) and Docker; run it in the project’s folder.
set -eu

subscription='00000000-0000-4000-8000-000000000001'
group='rg-notes'
location='westeurope'
registry='notesabc123'
registry_group='rg-notes'
repository='notes'
identity='id-notes-abc123'
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
az identity create --name "$identity" --resource-group "$group" --location "$location" --output none
identity_id=$(az identity show --name "$identity" --resource-group "$group" --query id --output tsv)
client_id=$(az identity show --name "$identity" --resource-group "$group" --query clientId --output tsv)
principal_id=$(az identity show --name "$identity" --resource-group "$group" --query principalId --output tsv)
# AcrPull: the app pulls with its identity, there is no password.
az role assignment create --assignee-object-id "$principal_id" --assignee-principal-type ServicePrincipal \
  --role '7f951dda-4ed3-4680-a7ca-43fe172d538d' --scope "$(az acr show --name "$registry" --query id --output tsv)" --output none

# The image, named by its digest.
tag=$(date -u +%Y%m%d-%H%M%S)
docker build --platform linux/amd64 --file 'Dockerfile' --tag "$server/$repository:$tag" .
az acr login --name "$registry"
docker push "$server/$repository:$tag"
digest=$(az acr manifest show-metadata --registry "$registry" --name "$repository:$tag" --query digest --output tsv)
image="$server/$repository@$digest"

az appservice plan show --name "$plan" --resource-group "$plan_group" --output none 2>/dev/null ||
  az appservice plan create --name "$plan" --resource-group "$plan_group" --location "$location" --sku 'I1v2' --app-service-environment '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-ase/providers/Microsoft.Web/hostingEnvironments/ours' --is-linux --output none
plan_id=$(az appservice plan show --name "$plan" --resource-group "$plan_group" --query id --output tsv)
# How many instances there are, by their CPU.
az provider register --namespace Microsoft.Insights --wait
cat > "$work/autoscale.json" <<JSON
{
  "location": "westeurope",
  "tags": {
    "slipway-app": "notes-abc123",
    "slipway-project": "My Notes"
  },
  "properties": {
    "enabled": true,
    "targetResourceUri": "$plan_id",
    "profiles": [
      {
        "name": "CPU",
        "capacity": {
          "minimum": "1",
          "maximum": "5",
          "default": "1"
        },
        "rules": [
          {
            "metricTrigger": {
              "metricName": "CpuPercentage",
              "metricResourceUri": "$plan_id",
              "timeGrain": "PT1M",
              "statistic": "Average",
              "timeWindow": "PT10M",
              "timeAggregation": "Average",
              "operator": "GreaterThan",
              "threshold": 70
            },
            "scaleAction": {
              "direction": "Increase",
              "type": "ChangeCount",
              "value": "1",
              "cooldown": "PT5M"
            }
          },
          {
            "metricTrigger": {
              "metricName": "CpuPercentage",
              "metricResourceUri": "$plan_id",
              "timeGrain": "PT1M",
              "statistic": "Average",
              "timeWindow": "PT10M",
              "timeAggregation": "Average",
              "operator": "LessThan",
              "threshold": 30
            },
            "scaleAction": {
              "direction": "Decrease",
              "type": "ChangeCount",
              "value": "1",
              "cooldown": "PT10M"
            }
          }
        ]
      }
    ]
  }
}
JSON
az rest --method put --url "/subscriptions/$subscription/resourceGroups/$plan_group/providers/Microsoft.Insights/autoscaleSettings/autoscale-plan-notes?api-version=2022-10-01" --body "@$work/autoscale.json" --output none
if ! az webapp show --name "$app" --resource-group "$group" --output none 2>/dev/null; then
  az webapp create --name "$app" --resource-group "$group" --plan "$plan_id" --container-image-name "$image" \
    --assign-identity "$identity_id" --acr-use-identity --acr-identity "$identity_id" --https-only true --output none
  az webapp update --name "$app" --resource-group "$group" --client-affinity-enabled false --output none
fi
# Settings that are there and not named here stay.
cat > "$work/settings.json" <<JSON
{
  "WEBSITES_PORT": "8000",
  "GREETING": "it's \\"quoted\\" \\\\ \`id\` \$HOME \${{ secrets.X }} \${image} %s é",
  "API_TOKEN": "$(json "$API_TOKEN")",
  "ConnectionStrings:Main": "$(json "$ConnectionStrings_Main")"
}
JSON
az webapp config appsettings set --name "$app" --resource-group "$group" --settings "@$work/settings.json" --output none
cat > "$work/config.json" <<JSON
{
  "acrUseManagedIdentityCreds": true,
  "acrUserManagedIdentityID": "$client_id",
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
