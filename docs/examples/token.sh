#!/usr/bin/env bash
# Plays an EHR that signs its calls (RS384), with openssl:
#   token.sh key FOLDER         makes FOLDER/ehr.key, which stays with the EHR, and FOLDER/ehr.jwks.json, for the service
#   token.sh sign FOLDER URL    prints a token for one call of the endpoint URL
set -euo pipefail
base64url() { basenc --base64url -w0 | tr -d =; }
kid=example-1
case ${1:-} in
  key)
    openssl genrsa -out "$2/ehr.key" 2048
    n=$(openssl rsa -in "$2/ehr.key" -noout -modulus | cut -d= -f2 | basenc --base16 -d | base64url)
    echo "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"$kid\", \"use\": \"sig\", \"alg\": \"RS384\", \"n\": \"$n\", \"e\": \"AQAB\"}]}" \
      > "$2/ehr.jwks.json"
    ;;
  sign)
    now=$(date +%s)
    header="{\"alg\": \"RS384\", \"typ\": \"JWT\", \"kid\": \"$kid\"}"
    claims="{\"iss\": \"https://ehr.example.org\", \"aud\": \"$3\", \"iat\": $now, \"exp\": $((now + 300)), \"jti\": \"$(openssl rand -hex 16)\"}"
    text=$(base64url <<< "$header").$(base64url <<< "$claims")
    echo "$text.$(printf %s "$text" | openssl dgst -sha384 -sign "$2/ehr.key" -binary | base64url)"
    ;;
  *)
    sed -n '2,4s/^# //p' "$0" >&2
    exit 2
    ;;
esac
