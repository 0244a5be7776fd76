#!/usr/bin/env python3
"""What a built sangkien is made of, as CycloneDX 1.5: tools/sbom.py BINARY ROOT EPOCH

Libraries it is linked with (and what those need) by their Debian packages, programs it runs, the fonts in its pages, and the
npm packages that made style and script (scope "excluded": not in the product). Same input, same bytes. Licences are the short
names of Debian's machine-readable copyright files; a package whose file is no such has none here."""
import hashlib, json, os, re, subprocess, sys, uuid
from datetime import datetime, timezone

RUNS = ["poppler-utils", "tesseract-ocr", "tesseract-ocr-vie", "catdoc", "fonts-noto-core"]  # beside it: programs of their own, a typeface


def told(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def libraries(binary):
    """Each library file that the loader takes, by name."""
    return {m[1]: os.path.realpath(m[2]) for m in re.finditer(r"^\s*(\S+) => (/\S+)", told("ldd", binary), re.M)}


def needed(path):
    return re.findall(r"\(NEEDED\).*\[(.+)\]", told("readelf", "-d", path))


def package_of(path):
    for p in (path, path.removeprefix("/usr"), "/usr" + path):
        r = subprocess.run(["dpkg", "-S", p], capture_output=True, text=True)
        if r.returncode == 0:
            return r.stdout.split(":")[0]
    raise SystemExit(f"sbom: {path} is of no Debian package")


def licences(package):
    path = f"/usr/share/doc/{package}/copyright"
    text = open(path, encoding="utf-8", errors="replace").read() if os.path.exists(path) else ""
    if "copyright-format" not in text[:500]:
        return []
    return [{"license": {"name": n}} for n in sorted({m.strip() for m in re.findall(r"^License: *(\S[^\n]*)$", text, re.M)})]


def debian(package, scope):
    version, arch = told("dpkg-query", "-W", "-f", "${Version} ${Architecture}\n", package).splitlines()[0].split()
    ref = f"pkg:deb/debian/{package}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={arch}"
    c = {"type": "library" if scope == "required" else "application", "bom-ref": ref, "name": package, "version": version, "scope": scope, "purl": ref}
    found = licences(package)
    return {**c, "licenses": found} if found else c


def npm(root):
    """Of the lock file: the fonts are in the product, what cuts and bundles is not."""
    lock = json.load(open(os.path.join(root, "web/package-lock.json"), encoding="utf-8"))
    for where, p in sorted(lock["packages"].items()):
        if not where or p.get("optional"):
            continue
        name = where.split("node_modules/")[-1]
        ref = f"pkg:npm/{name.replace('@', '%40')}@{p['version']}"
        c = {"type": "library", "bom-ref": ref, "name": name, "version": p["version"], "scope": "required" if "fontsource" in name else "excluded", "purl": ref}
        if p.get("license"):
            c["licenses"] = [{"license": {"name": p["license"]}}]
        yield c


def main():
    binary, root, epoch = sys.argv[1], sys.argv[2], int(sys.argv[3])
    version = told(binary, "--version").split()[-1]
    me = f"pkg:generic/sangkien@{version}"
    found = libraries(binary)
    package = {name: package_of(path) for name, path in found.items()}
    parts = {p: debian(p, "required") for p in sorted(set(package.values()))}
    others = [debian(p, "optional") for p in RUNS]
    web = list(npm(root))
    uses = {me: {parts[package[n]]["bom-ref"] for n in needed(binary) if n in package} | {c["bom-ref"] for c in others} | {c["bom-ref"] for c in web if c["scope"] == "required"}}
    for name, path in found.items():
        ref = parts[package[name]]["bom-ref"]
        uses.setdefault(ref, set()).update(parts[package[n]]["bom-ref"] for n in needed(path) if n in package and package[n] != package[name])
    body = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": me, "name": "sangkien", "version": version, "licenses": [{"license": {"id": "Apache-2.0"}}], "hashes": [{"alg": "SHA-256", "content": sha256(binary)}]},
        },
        "components": list(parts.values()) + others + web,
        "dependencies": [{"ref": r, "dependsOn": sorted(uses[r])} for r in sorted(uses)],
    }
    body["serialNumber"] = "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True)))
    json.dump(body, sys.stdout, ensure_ascii=False, indent=1)
    print()


main()
