#!/bin/sh
# A release of the last commit: tools/release.sh OUT [KEY.pem]
# Builds it twice, in two places, at two times, with another clock, language and order, and fails when the programs differ in a byte.
# OUT gets sangkien-VERSION.tar.xz, what it is made of (sangkien-VERSION.cdx.json), SHA256SUMS, and with an Ed25519 key SHA256SUMS.sig.
#   openssl genpkey -algorithm ed25519 -out KEY.pem; openssl pkey -in KEY.pem -pubout -out sangkien.pub
# Who gets it checks:
#   openssl pkeyutl -verify -pubin -inkey sangkien.pub -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig && sha256sum -c SHA256SUMS
set -eu
out=$(mkdir -p "${1:?tools/release.sh OUT [KEY.pem]}" && cd "$1" && pwd)
key=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.."
tools/install.sh run
epoch=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH="$epoch"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build() { # FOLDER LANGUAGE ZONE JOBS
    mkdir -p "$work/$1"
    git archive HEAD | tar -x -C "$work/$1"
    (cd "$work/$1" && export LC_ALL="$2" TZ="$3" && tools/assets.sh >/dev/null && meson setup build/release --buildtype=release >/dev/null && ninja -C build/release -j "$4" sangkien | tail -n 1)
}
build a C UTC "$(nproc)"
build another/place C.UTF-8 Asia/Ho_Chi_Minh 1
if ! cmp "$work/a/build/release/sangkien" "$work/another/place/build/release/sangkien"; then
    echo "the same source made two programs" >&2
    exit 1
fi
version=$("$work/a/build/release/sangkien" --version | awk 'NR == 1 { print $2 }')
name=sangkien-$version
mkdir "$work/$name"
(cd "$work/a" && cp -r build/release/sangkien docs/sangkien.1 docs/guide-vi etc LICENSE README.md SECURITY.md "$work/$name/")
tar -C "$work" --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=go-w -cJf "$out/$name.tar.xz" "$name"
python3 tools/sbom.py "$work/a/build/release/sangkien" "$work/a" "$epoch" >"$out/$name.cdx.json"
(cd "$out" && sha256sum "$name.tar.xz" "$name.cdx.json" >SHA256SUMS)
[ -z "$key" ] || openssl pkeyutl -sign -inkey "$key" -rawin -in "$out/SHA256SUMS" -out "$out/SHA256SUMS.sig"
cat "$out/SHA256SUMS"
