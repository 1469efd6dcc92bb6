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
environment='env-notes'
environment_group='rg-notes'
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

az containerapp env show --name "$environment" --resource-group "$environment_group" --output none 2>/dev/null ||
  az containerapp env create --name "$environment" --resource-group "$environment_group" --location "$location" --logs-destination none --output none
environment_id=$(az containerapp env show --name "$environment" --resource-group "$environment_group" --query id --output tsv)
cat > "$work/app.json" <<JSON
{
  "location": "westeurope",
  "tags": {
    "slipway-app": "notes-abc123",
    "slipway-project": "My Notes"
  },
  "identity": {
    "type": "UserAssigned",
    "userAssignedIdentities": {
      "$identity_id": {}
    }
  },
  "properties": {
    "environmentId": "$environment_id",
    "configuration": {
      "triggerType": "Event",
      "eventTriggerConfig": {
        "parallelism": 1,
        "replicaCompletionCount": 1,
        "scale": {
          "minExecutions": 0,
          "maxExecutions": 10,
          "pollingInterval": 30,
          "rules": [
            {
              "name": "azure-queue",
              "type": "azure-queue",
              "metadata": {
                "accountName": "shop",
                "queueName": "orders"
              },
              "auth": [
                {
                  "secretRef": "api-token",
                  "triggerParameter": "connection"
                }
              ]
            }
          ]
        }
      },
      "replicaTimeout": 1800,
      "replicaRetryLimit": 0,
      "registries": [
        {
          "server": "$server",
          "identity": "$identity_id"
        }
      ],
      "secrets": [
        {
          "name": "api-token",
          "value": "$(json "$API_TOKEN")"
        },
        {
          "name": "connectionstrings-main",
          "value": "$(json "$ConnectionStrings_Main")"
        }
      ]
    },
    "template": {
      "containers": [
        {
          "name": "notes-abc123",
          "image": "$image",
          "env": [
            {
              "name": "GREETING",
              "value": "it's \\"quoted\\" \\\\ \`id\` \$HOME \${{ secrets.X }} \${image} %s é"
            },
            {
              "name": "API_TOKEN",
              "secretRef": "api-token"
            },
            {
              "name": "ConnectionStrings:Main",
              "secretRef": "connectionstrings-main"
            }
          ],
          "resources": {
            "cpu": "0.5",
            "memory": "1Gi"
          }
        }
      ]
    }
  }
}
JSON
az containerapp job create --name "$app" --resource-group "$group" --yaml "$work/app.json" --output none

# Good means that a run of it ends well.
execution=$(az containerapp job start --name "$app" --resource-group "$group" --query name --output tsv)
for attempt in $(seq 1 360); do
  status=$(az containerapp job execution show --name "$app" --resource-group "$group" --job-execution-name "$execution" --query properties.status --output tsv)
  case "$status" in Succeeded) echo "$execution succeeded"; exit 0 ;; Failed | Stopped) break ;; esac
  sleep 5
done
echo "$execution: $status" >&2
exit 1
