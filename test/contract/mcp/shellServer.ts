/** A stateless server of 2026-07-28 in a shell script, at /cgi-bin/mcp: its whoami says what COLOUR says, or nothing. */
export const shellServer = `
mkdir -p /www/cgi-bin
cat > /www/cgi-bin/mcp <<'END'
#!/bin/sh
body=$(head -c "$CONTENT_LENGTH")
id=$(echo "$body" | sed -n 's/.*"id":\\([0-9][0-9]*\\|"[^"]*"\\).*/\\1/p')
common='"resultType":"complete","ttlMs":60000,"cacheScope":"public"'
case "$body" in
    *'"method":"server/discover"'*) result="{$common,\\"supportedVersions\\":[\\"2026-07-28\\"],\\"capabilities\\":{\\"tools\\":{}}}" ;;
    *'"method":"tools/list"'*) result="{$common,\\"tools\\":[{\\"name\\":\\"whoami\\",\\"inputSchema\\":{\\"type\\":\\"object\\"}}]}" ;;
    *) result="{\\"resultType\\":\\"complete\\",\\"content\\":[],\\"structuredContent\\":{\${COLOUR:+\\"instance_id\\":\\"$COLOUR\\"}}}" ;;
esac
printf 'Content-Type: application/json\\r\\n\\r\\n{"jsonrpc":"2.0","id":%s,"result":%s}' "$id" "$result"
END
chmod 755 /www/cgi-bin/mcp
export COLOUR
exec httpd -f -p $PORT -h /www`;
