#!/usr/bin/env python3
"""Makes the set: 300 invented dossiers and the suspicious documents that copy from them, with the passages copied.

    make.py DIR            writes DIR/collection.jsonl and DIR/suspicious.jsonl
    make.py DIR --check    and fails when their sha256 is not the one in SHA256SUMS

The same bytes on every machine and every Python 3: the random numbers are made here, the texts are phrases.txt, frames.txt,
synonyms.txt and form.txt. Offsets are Unicode code points, half open."""
import hashlib, json, os, re, sys
from obfuscate import Chance, Phrases, OBFUSCATE, bare, clause, legacy, sentences

HERE = os.path.dirname(os.path.abspath(__file__))
SEED, DOSSIERS, PER_LEVEL = 20261125, 300, 15
LEAST, MOST = 600, 1500                       # syllables of a dossier
PASSAGE = (40, 250)                           # syllables of a copied passage
SHARED = 10                                   # syllables in a row that nobody shares with an earlier dossier by chance
TRIES = 12                                    # wordings of a sentence that are tried
FORM = 230                                    # syllables of the form text
THEME = {'thing': 6, 'tool': 4, 'act': 5, 'trouble': 3, 'actor': 4, 'place': 3, 'good': 3} # what a dossier takes of its field
SECTIONS = (('known', .2), ('content', .36), ('new', .1), ('apply', .1), ('need', .07), ('gain', .17))
LEVELS = ('verbatim nodiac tonetypo numname insdel5 insdel10 insdel20 sentshuf syn unicode legacy clause heavy ocr mixed halfhalf '
          'neg_rand neg_hard summary').split()
SINGLE = [l for l in LEVELS if l not in ('mixed', 'halfhalf', 'legacy', 'neg_rand', 'neg_hard', 'summary')]

def syllables(text):
    return len(re.findall(r'\w+', text))

def upper(text):
    return text[:1].upper() + text[1:]

def runs(text):
    """The runs of SHARED syllables of a text, as they are compared: tone marks, capitals and numbers apart."""
    w = [('0' if x.isdigit() else x) for x in re.findall(r'[^\W\d_]+|\d+', bare(text).lower())]
    return {' '.join(w[i:i + SHARED]) for i in range(len(w) - SHARED + 1)}

class Theme:
    """What one dossier is about: a part of its field's phrases."""
    def __init__(self, phrases, field, chance):
        self.phrases, self.field = phrases, field
        self.own = {k: chance.some(phrases.fields[field][k], n) for k, n in THEME.items()}
        self.own.update((k, chance.some(phrases.general[k], 9)) for k in ('when', 'how', 'why', 'view', 'link'))
        self.aside = chance.some(phrases.general['aside'], 8)
        self.style = {w: chance.one(others) for w, others in phrases.style.items()} # every author has words of his own

    def said(self, kind, phrase, chance):
        """The phrase as it is said in the middle of a text: mostly short, as people do of what was named before."""
        if kind in ('thing', 'tool', 'good') and chance.often(70):
            return ' '.join(phrase.split(' ')[:2]) + chance.one(self.phrases.general['after'])
        if kind in ('act', 'trouble') and chance.often(60):
            return chance.one(self.phrases.general[kind])
        return phrase

    def fill(self, frame, chance, short=True, styled=True):
        last = {}
        def slot(m):
            k = m[1]
            if k in self.own:
                pool = [p for p in self.own[k] if p != last.get(k)]
                last[k] = chance.one(pool)
                return self.fill(self.said(k, last[k], chance) if short else last[k], chance, short, False)
            return chance.number(k)
        frame = re.sub(r'\[([^]]*)\]', lambda m: chance.one(m[1].split('|')), frame)
        if short and styled:
            frame = re.sub(r'(?<!\{)\b\w+\b(?!\})', lambda m: self.style.get(m[0], m[0]), frame)
        return re.sub(r'\{(\w+)\}', slot, frame)

class Text:
    """A text made of pieces, each of a kind: 'form', 'own', or a copied passage with its gold."""
    def __init__(self):
        self.pieces = []

    def add(self, text, kind='own', gold=None):
        self.pieces.append([text, kind, gold])

    def join(self, convert=lambda t: t):
        text, gold, boiler = '', [], []
        for piece, kind, g in self.pieces:
            a, text = len(text), text + convert(piece)
            if kind == 'form':
                boiler.append([a, len(text)])
            elif g:
                gold.append({'src': g['src'], 'q': [a, len(text)], 's': g['s'], 'obf': g['obf']})
        return text, gold, boiler

def sentence(theme, frames, chance):
    """One sentence: a frame, or parts of two put together as people do, its clauses in any order, with the author's own turns of phrase before them."""
    first = theme.fill(frames[0], chance)
    if chance.often(45) and len(frames) > 1 and ', ' in first and ', ' in frames[1]:
        second = theme.fill(frames[1], chance).rstrip('.').split(', ')
        parts = first.rstrip('.').split(', ')
        other = chance.one(second)
        first = ', '.join([parts[0], other[:1].lower() + other[1:], *parts[1:]][:2 + chance.below(2)]) + '.'
    if chance.often(50):
        first = clause(first, chance, theme.phrases)
    parts = first.split(', ')
    for k in range(len(parts)):
        if chance.often(30):
            parts[k] = chance.one(theme.aside) + ' ' + (parts[k][:1].lower() + parts[k][1:] if k == 0 else parts[k])
    return upper(', '.join(parts))

def body(theme, chance, target, others):
    """{section: [paragraphs of sentences]} of about target syllables. No sentence shares a run of SHARED syllables with `others`: what is
    the same in two dossiers was copied, so that the gold is the whole truth."""
    out = {}
    for section, share in SECTIONS:
        paragraphs, have = [[]], 0
        frames = chance.shuffled(theme.phrases.frames[section]) # each at most once: nobody repeats himself so
        for i, frame in enumerate(frames):
            if have >= target * share:
                break
            for _ in range(TRIES):
                said = sentence(theme, [frame, frames[(i + 1 + chance.below(len(frames) - 1)) % len(frames)]], chance)
                if not runs(' '.join(paragraphs[-1][-1:] + [said])) & others:
                    break
            else:
                continue
            if len(paragraphs[-1]) >= 3 + chance.below(4):
                paragraphs.append([])
            paragraphs[-1].append(said)
            have += syllables(said)
        out[section] = paragraphs
    return out

def dossier(phrases, theme, chance, title, sections, copies=()):
    """The form with its sections. copies: (section, passage text, gold) put between the paragraphs."""
    t, form = Text(), phrases.form
    field = phrases.fields[theme.field]
    given = {'title': title, 'field': theme.field, 'unit': chance.one(field['units']), 'author': chance.name(), 'day': chance.number('day')}
    for i, (kind, line) in enumerate(form):
        if kind == 'form':
            t.add(line + '\n', 'form')
        elif kind == 'given':
            t.add(re.sub(r'\{(\w+)\}', lambda m: given[m[1]], line) + '\n')
        else:
            parts = [' '.join(p) for p in sections[line]]
            mine = [c for c in copies if c[0] == line]
            for p in parts:
                t.add(p + '\n')
                if mine:
                    c = mine.pop(0)
                    t.add(c[1], 'own', c[2])
                    t.add('\n')
            for c in mine:
                t.add(c[1], 'own', c[2])
                t.add('\n')
    return t

def new_dossier(phrases, field, chance, others, theme=None):
    theme = theme or Theme(phrases, field, chance)
    title = upper(theme.fill(chance.one(phrases.frames['title']), chance, short=False))
    target = LEAST - FORM + chance.below(MOST - LEAST - FORM)
    return theme, title, body(theme, chance, target, others)

def passage(source, chance, low, high):
    """(start, end) of a run of whole sentences of one section of the source, or None."""
    runs = [r for r in source['runs'] if syllables(source['text'][r[0]:r[1]]) >= low]
    if not runs:
        return None
    a, b = chance.one(runs)
    ends = [a + e for e in sentences(source['text'][a:b])]
    starts = [a] + [e for e in ends[:-1]]
    first = chance.below(len(starts))
    want = low + chance.below(high - low)
    for s in starts[first::-1]:
        for e in ends:
            if e > s and syllables(source['text'][s:e]) >= want:
                return (s + (source['text'][s] in ' \n'), e)
    return (a, b) if syllables(source['text'][a:b]) <= high else None

def suspicious(phrases, sources, level, chance, others):
    """One suspicious document: a new dossier with passages of earlier ones."""
    field = chance.one(sorted(phrases.fields))
    base = chance.one(sources)
    theme, title, sections = new_dossier(phrases, base['field'] if level == 'neg_hard' else field, chance, others,
                                         base['theme'] if level == 'neg_hard' else None)
    copies, used = [], set()
    count = {'mixed': 3 + chance.below(4), 'halfhalf': 1}.get(level, 1 + chance.below(3))
    low, high = PASSAGE
    if level == 'halfhalf':
        low, high = 220, 330
        for k in sections:
            sections[k] = sections[k][:max(1, len(sections[k]) // 3)]
    while not level.startswith('neg') and len(copies) < count:
        source = chance.one(sources)
        at = None if source['id'] in used else passage(source, chance, low, high)
        if not at:
            continue
        used.add(source['id'])
        how = chance.one(SINGLE) if level in ('mixed', 'halfhalf') else level
        old = source['text'][at[0]:at[1]]
        new = old if how == 'legacy' else OBFUSCATE[how](old, chance, phrases)
        copies.append((chance.one(['known', 'content', 'content', 'new', 'gain']), new, {'src': source['id'], 's': list(at), 'obf': how}))
    t = dossier(phrases, theme, chance, title, sections, copies)
    return t.join(legacy(chance.one(['tcvn3', 'vni'])) if level == 'legacy' else lambda x: x)

def runs_of(text, sections):
    """[start, end) of every section's text in the dossier."""
    out, at = [], 0
    for kind in ('known', 'content', 'new', 'apply', 'need', 'gain'):
        whole = '\n'.join(' '.join(p) for p in sections[kind])
        a = text.index(whole, at)
        out.append((a, a + len(whole)))
        at = a
    return out

def make(directory):
    phrases = Phrases(HERE)
    chance = Chance(SEED)
    sources, fields, others = [], sorted(phrases.fields), set()
    for i in range(DOSSIERS):
        theme, title, sections = new_dossier(phrases, fields[i % len(fields)], chance, others)
        text = dossier(phrases, theme, chance, title, sections).join()[0]
        for section in sections.values():
            others |= runs(' '.join(' '.join(p) for p in section))
        sources.append({'id': 'sk-%03d' % i, 'field': theme.field, 'theme': theme, 'title': title, 'text': text, 'runs': runs_of(text, sections)})
    with open(os.path.join(directory, 'collection.jsonl'), 'w', encoding='utf-8', newline='\n') as f:
        for s in sources:
            f.write(json.dumps({'id': s['id'], 'source': s['field'], 'title': s['title'], 'text': s['text']}, ensure_ascii=False) + '\n')
    with open(os.path.join(directory, 'suspicious.jsonl'), 'w', encoding='utf-8', newline='\n') as f:
        for level in LEVELS:
            for i in range(PER_LEVEL):
                text, gold, boiler = suspicious(phrases, sources, level, chance, others)
                f.write(json.dumps({'id': 'nn-%s-%03d' % (level, i), 'level': level, 'text': text, 'gold': gold, 'boiler': boiler}, ensure_ascii=False) + '\n')

def sums(directory):
    return ''.join('%s  %s\n' % (hashlib.sha256(open(os.path.join(directory, n), 'rb').read()).hexdigest(), n) for n in ('collection.jsonl', 'suspicious.jsonl'))

if __name__ == '__main__':
    words = [w for w in sys.argv[1:] if not w.startswith('--')]
    if len(words) != 1:
        sys.exit(__doc__)
    os.makedirs(words[0], exist_ok=True)
    make(words[0])
    if '--check' in sys.argv and sums(words[0]) != open(os.path.join(HERE, 'SHA256SUMS')).read():
        sys.exit('make.py: the set is not the one whose sums are in SHA256SUMS:\n' + sums(words[0]))
    if '--sums' in sys.argv:
        open(os.path.join(HERE, 'SHA256SUMS'), 'w').write(sums(words[0]))
