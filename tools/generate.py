#!/usr/bin/env python3
"""Turns declarations into C at build time, checking them whole.

  generate.py list ROOT         what the build is made of: 'source|test|testlib|replay|fuzz|input PATH' lines
  generate.py make ROOT OUT     writes queries.gen.{h,c}, embed.gen.c, words.gen.c into OUT

Queries:   src/*/*.sql but schema.sql, blocks of '-- name: dossier_get'; parameters ':name' become ?1, ?2 … in the order
           of their first appearance. A block can have engine variants: '-- name: x sqlite' and '-- name: x postgres'.
Embedded:  src/*/pages/**.html as 'slice/x.html', src/*/schema.sql as 'schema/slice.sql', src/store/migrations/*.sql as
           'migrations/…', docs/guide-vi/mot-trang/*.md as 'guide/…', rules/*.json as 'rules/…', web/dist/* as 'web/…', src/*/golden is not embedded.
Words:     every {{_ text}} of a template and every T("text") / N_("text") of C needs a line in an en.po of src/*/en.po.
"""
import hashlib, json, os, re, sys

def walk(root, top, want):
    out = []
    for here, dirs, names in os.walk(os.path.join(root, top)):
        dirs[:] = sorted(d for d in dirs if d not in ('node_modules', 'golden', 'corpus'))
        for n in sorted(names):
            p = os.path.relpath(os.path.join(here, n), root)
            if want(p):
                out.append(p)
    return out

def layers(root):
    """Slices in the order of src/LAYERS (earlier first); unlisted ones come last."""
    path = os.path.join(root, 'src/LAYERS')
    if not os.path.exists(path):
        return []
    return [l.split('#')[0].split(':')[0].strip() for l in open(path, encoding='utf-8') if l.split('#')[0].strip()]

def c_sources(root):
    return walk(root, 'src', lambda p: p.endswith('.c'))

def sql_files(root):
    return walk(root, 'src', lambda p: p.endswith('.sql') and not p.endswith('schema.sql') and '/migrations/' not in p)

def embedded(root):
    out = []
    for p in walk(root, 'src', lambda p: '/pages/' in p and (p.endswith('.html') or p.endswith('.txt') or p.endswith('.xml') or p.endswith('.css'))):
        out.append((p.split('/')[1] + '/' + p.split('/pages/')[1], p))
    order = layers(root)
    schemas = walk(root, 'src', lambda p: p.endswith('/schema.sql'))
    schemas.sort(key=lambda p: (order.index(p.split('/')[1]) if p.split('/')[1] in order else 99, p))
    for i, p in enumerate(schemas):
        out.append(('schema/%02d-%s.sql' % (i, p.split('/')[1]), p))
    for p in walk(root, 'src/store/migrations', lambda p: p.endswith('.sql')):
        out.append(('migrations/' + os.path.basename(p), p))
    for p in walk(root, 'rules', lambda p: True):
        out.append((p, p))
    for p in walk(root, 'web/dist', lambda p: True):
        out.append(('web/' + os.path.relpath(p, 'web/dist'), p))
    for p in walk(root, 'src', lambda p: re.match(r'src/[a-z]+/data/', p)):
        out.append((p.split('/')[1] + '/' + p.split('/data/')[1], p))
    for p in walk(root, 'docs/guide-vi/mot-trang', lambda p: p.endswith('.md')):
        out.append(('guide/' + os.path.basename(p), p))
    return out

def po_files(root):
    return walk(root, 'src', lambda p: p.endswith('/en.po'))

def listing(root):
    for p in c_sources(root):
        base = os.path.basename(p)
        if p == 'src/app/main.c':
            continue
        kind = 'test' if base.startswith('test_') else 'fuzz' if base.startswith('fuzz_') else 'source'
        print(kind, p)
    for p in walk(root, 'tests', lambda p: p.endswith('.c')):
        print('test' if os.path.basename(p).startswith('test_') else 'replay' if p.startswith('tests/fuzz/') else 'testlib', p)
    seen = set()
    for p in sql_files(root) + [p for _, p in embedded(root)] + po_files(root) + c_sources(root):
        if p not in seen and not p.startswith('tests/'):
            seen.add(p)
            print('input', p)

class changed_file:
    """A file that is only touched when its text is new, so that nothing is compiled again in vain."""
    def __init__(self, path):
        self.path, self.parts = path, []
    def __enter__(self):
        return self
    def write(self, s):
        self.parts.append(s)
    def __exit__(self, kind, *rest):
        text = ''.join(self.parts)
        if kind is None and not (os.path.exists(self.path) and open(self.path, encoding='utf-8').read() == text):
            open(self.path, 'w', encoding='utf-8').write(text)

def die(msg):
    sys.exit('generate.py: ' + msg)

def c_string(s):
    out = []
    for b in s.encode('utf-8'):
        ch = chr(b)
        if ch == '\n':
            out.append('\\n')
        elif ch in '"\\':
            out.append('\\' + ch)
        elif 32 <= b < 127 and ch != '?':
            out.append(ch)
        else:
            out.append('\\%03o' % b)
    return '"' + ''.join(out) + '"'

# ---------------------------------------------------------------- queries
def number_params(name, sql):
    order = []
    def one(m):
        if m.group(1):                      # a string literal or a cast '::'
            return m.group(0)
        p = m.group(2)
        if p not in order:
            order.append(p)
        return '?%d' % (order.index(p) + 1)
    text = re.sub(r"('(?:[^']|'')*'|::)|:([a-z_][a-z0-9_]*)", one, sql)
    return text, order

def read_queries(root):
    found = {}
    for p in sql_files(root):
        text = open(os.path.join(root, p), encoding='utf-8').read()
        parts = re.split(r'^-- name:\s*(\S+)(?:\s+(sqlite|postgres))?\s*$', text, flags=re.M)
        for i in range(1, len(parts), 3):
            name, engine, body = parts[i], parts[i + 1] or 'both', parts[i + 2]
            body = '\n'.join(l for l in body.split('\n') if not l.strip().startswith('--')).strip().rstrip(';')
            if not re.fullmatch(r'[a-z][a-z0-9_]*', name):
                die('%s: bad query name %r' % (p, name))
            slot = found.setdefault(name, {'path': p})
            if slot['path'] != p or engine in slot or (engine == 'both' and len(slot) > 1):
                die('%s: query %s is defined twice' % (p, name))
            slot[engine] = body
    out = []
    for name in sorted(found):
        q = found[name]
        lite, post = q.get('both', q.get('sqlite')), q.get('both', q.get('postgres'))
        if lite is None or post is None:
            die('%s: query %s lacks an engine' % (q['path'], name))
        lite, a = number_params(name, lite)
        post, b = number_params(name, post)
        if a != b:
            die('%s: query %s has other parameters per engine: %s / %s' % (q['path'], name, a, b))
        out.append((name, lite, re.sub(r'\?(\d+)', r'$\1', post), a, q['path']))
    return out

SLICE_QUERIES, SLICES = 160, 48 # numbers that a slice has for its queries, and slices

def query_numbers(root, qs):
    """Each slice has its own range, so that a query of one slice changes no number of another: what does not use it is not
    compiled again (the header is macros only, so a compiler cache sees the same text)."""
    order, numbers, next_of = layers(root), {}, {}
    for name, _, _, _, path in qs:
        folder = path.split('/')[1]
        if folder not in order:
            die('%s: its folder is not in src/LAYERS' % path)
        i = next_of.get(folder, 0)
        if i >= SLICE_QUERIES or order.index(folder) >= SLICES:
            die('%s: too many queries or slices' % path)
        next_of[folder] = i + 1
        numbers[name] = order.index(folder) * SLICE_QUERIES + i
    return numbers

def write_queries(root, out):
    qs = read_queries(root)
    numbers = query_numbers(root, qs)
    with changed_file(os.path.join(out, 'queries.gen.h')) as f:
        f.write('/* Made by tools/generate.py from the .sql files of the slices. */\n#ifndef QUERIES_GEN_H\n#define QUERIES_GEN_H\n')
        f.write('enum { QUERIES = %d, QUERY_ARGS_MAX = 64, Q__COUNT = QUERIES * QUERY_ARGS_MAX /* no query */ };\n' % (SLICE_QUERIES * SLICES))
        f.write('typedef int query; /* Q_…: place in query_texts and number of parameters; a slice has its own range of places, with gaps */\n')
        f.write('typedef struct { const char *name, *sqlite, *postgres; } query_entry; /* name: NULL in a gap */\n')
        f.write('extern const query_entry query_texts[QUERIES];\n')
        f.write('#define QUERY_PLACE(q) ((q) / QUERY_ARGS_MAX)\n#define QUERY_ARGS(q) ((q) % QUERY_ARGS_MAX)\n')
        for name, _, _, params, path in qs:
            if len(params) >= 64:
                die('%s: %s has too many parameters' % (path, name))
            f.write('#define Q_%s (%d * QUERY_ARGS_MAX + %d) /* %s (%s) */\n' % (name.upper(), numbers[name], len(params), ', '.join(params), path))
        f.write('#endif\n')
    with changed_file(os.path.join(out, 'queries.gen.c')) as f:
        f.write('#include "queries.gen.h"\nconst query_entry query_texts[QUERIES] = {\n')
        for name, lite, post, _, _ in qs:
            f.write('    [%d] = {%s,\n     %s,\n     %s},\n' % (numbers[name], c_string(name), c_string(lite), c_string(post)))
        f.write('};\n')

# ---------------------------------------------------------------- embedded files
def write_embed(root, out):
    files = sorted(embedded(root))
    with changed_file(os.path.join(out, 'embed.gen.c')) as f:
        f.write('#include "base/embed.h"\n')
        f.write('__asm__(".section .rodata\\n"\n')
        for i, (name, p) in enumerate(files):
            full = os.path.join(root, p)
            f.write('".global embed_%d\\nembed_%d:\\n.incbin \\"%s\\"\\n.byte 0\\n.balign 8\\n"\n' % (i, i, full))
        f.write('".text\\n");\n')
        for i in range(len(files)):
            f.write('extern const char embed_%d[];\n' % i)
        f.write('const embed_file embed_files[] = {\n')
        for i, (name, p) in enumerate(files):
            data = open(os.path.join(root, p), 'rb').read()
            f.write('    {%s, embed_%d, %d, "%s"},\n' % (c_string(name), i, len(data), hashlib.sha256(data).hexdigest()))
        f.write('    {0, 0, 0, 0}};\nconst int embed_count = %d;\n' % len(files))

# ---------------------------------------------------------------- words
def unquote(s):
    return re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t'}.get(m.group(1), m.group(1)), s)

def read_po(path):
    words, cur, key = {}, None, None
    fields = {}
    def flush():
        if fields.get('msgid'):
            words[fields['msgid']] = fields.get('msgstr', '')
        fields.clear()
    for line in open(path, encoding='utf-8'):
        line = line.strip()
        m = re.match(r'(msgid|msgstr)\s+"(.*)"$', line)
        if m:
            if m.group(1) == 'msgid':
                flush()
            key = m.group(1)
            fields[key] = unquote(m.group(2))
        elif line.startswith('"') and key:
            fields[key] += unquote(line[1:-1])
    flush()
    return words

def used_words(root):
    used = {}
    for p in walk(root, 'src', lambda p: '/pages/' in p):
        text = open(os.path.join(root, p), encoding='utf-8').read()
        for m in re.finditer(r'\{\{_\s*(.*?)\s*\}\}', text, flags=re.S):
            used.setdefault(re.sub(r'\s+', ' ', m.group(1)), p)
    for p in c_sources(root):
        if os.path.basename(p).startswith(('test_', 'fuzz_')):
            continue
        text = open(os.path.join(root, p), encoding='utf-8').read()
        for m in re.finditer(r'\b(?:T|N_)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)', text):
            s = ''.join(unquote(x) for x in re.findall(r'"((?:[^"\\]|\\.)*)"', m.group(1)))
            used.setdefault(s, p)
    for p in walk(root, 'rules', lambda p: os.path.basename(p).startswith('process-')):
        doc = json.load(open(os.path.join(root, p), encoding='utf-8'))
        for row in doc['states'] + doc['steps']:
            for key in ('name', 'for_author'):
                if row.get(key):
                    used.setdefault(row[key], p)
    return used

def write_words(root, out):
    words = {}
    for p in po_files(root):
        for k, v in read_po(os.path.join(root, p)).items():
            if k in words and words[k] != v:
                die('%s: %r has two translations: %r and %r' % (p, k, words[k], v))
            words[k] = v
    used = used_words(root)
    missing = [(p, w) for w, p in used.items() if not words.get(w)]
    missing += [(p, 'the whole mail: ' + os.path.basename(p).replace('.txt', '.en.txt')) for p in walk(root, 'src/notify/pages', lambda p: p.endswith('.txt') and not p.endswith('.en.txt'))
                if not os.path.exists(os.path.join(root, p.replace('.txt', '.en.txt')))]
    if missing and not os.environ.get('SANGKIEN_DRAFT_WORDS'):
        for p, w in sorted(missing):
            sys.stderr.write('%s: no English for %r\n' % (p, w))
        die('%d words have no translation (add them to the en.po of their slice)' % len(missing))
    with changed_file(os.path.join(out, 'words.gen.c')) as f:
        f.write('#include "base/words.h"\nconst word_pair word_pairs[] = {\n')
        for k in sorted(words, key=lambda s: s.encode('utf-8')):
            f.write('    {%s, %s},\n' % (c_string(k), c_string(words[k])))
        f.write('    {0, 0}};\nconst int word_count = %d;\n' % len(words))

if __name__ == '__main__':
    if sys.argv[1] == 'list':
        listing(sys.argv[2])
    else:
        write_queries(sys.argv[2], sys.argv[3])
        write_embed(sys.argv[2], sys.argv[3])
        write_words(sys.argv[2], sys.argv[3])
