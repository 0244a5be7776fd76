"""Makes documents of realistic Vietnamese text and misspelt questions for them, the same for the same seed.

Syllables are those of the language (onsets × rhymes × tones), words are pairs of them with frequencies after Zipf, texts mix
words of a topic with running text after a bigram model of this repository's own Vietnamese (guides, rules, words of the pages),
so frequent syllables stand in most documents, as in life. A question is a stretch of a title, damaged in one of three ways:
marks removed, marks mistyped, letters swapped."""
import bisect, glob, hashlib, itertools, json, os, random, re, unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ONSETS = 'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split() + ['']
RHYMES = ('a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu '
          'i ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oai oan oang oat oăn oăng oc oe oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt '
          'u ua uân uây uc uê ui um un ung uô uôc uôi uôm uôn uông uôt up ut uy uya uyên uyêt ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ưt ưu').split()
TONES = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323']

def syllables(rng):
    out = []
    for o in ONSETS:
        for r in RHYMES:
            if (o in ('k', 'gh', 'ngh')) != (r[0] in 'ieê') and o in ('k', 'gh', 'ngh', 'c', 'g', 'ng'):
                continue
            if o == 'qu' and r[0] in 'uo':
                continue
            for t in TONES:
                if re.search('[ctp]$|ch$', r) and t not in ('\u0301', '\u0323'):
                    continue
                base = o + r
                vowels = [i for i, c in enumerate(base) if c in 'aăâeêioôơuưy']
                marked = [i for i in vowels if base[i] in 'ăâêôơư']
                at = marked[-1] if marked else vowels[-1] if len(vowels) == 1 or base[-1] not in 'aeiouy' else vowels[-2]
                out.append(unicodedata.normalize('NFC', base[:at + 1] + t + base[at + 1:]))
    rng.shuffle(out)
    return out[:6000]

def own_text():
    """Running text of this repository, as words and for each the words that follow it."""
    words = []
    for p in sorted(glob.glob(ROOT + '/src/*/en.po')):
        words += [w for m in re.findall(r'^msgid "(.*)"', open(p).read(), re.M) for w in m.split() + ['.']]
    for p in sorted(glob.glob(ROOT + '/docs/guide-vi/**/*.md', recursive=True) + glob.glob(ROOT + '/src/demo/data/*')):
        words += open(p).read().split()
    words = [w for w in (re.sub(r'[^\wÀ-ỹ.,]', '', w) for w in words) if w and len(w) < 20]
    follow = {}
    for a, b in zip(words, words[1:]):
        follow.setdefault(a, []).append(b)
    return words, follow

class Maker:
    def __init__(self, seed=2026):
        rng = random.Random(seed)
        s = syllables(rng)
        weight = list(itertools.accumulate(1 / (i + 3) for i in range(len(s))))
        pick = lambda: s[bisect.bisect(weight, rng.random() * weight[-1])]
        self.words = [pick() + ' ' + pick() for _ in range(40000)]
        self.zipf = list(itertools.accumulate(1 / (i + 8) for i in range(len(self.words))))
        self.topics = [rng.sample(range(len(self.words)), 60) for _ in range(2000)]
        self.corpus, self.follow = own_text()
        self.fields = [w.capitalize() for w in self.words[400:424]]
        self.people = [a + ' ' + w.title() for a in 'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'.split() for w in self.words[500:560]]
        self.seed = seed
        self.sentences = [' '.join(self.running(rng, rng.randint(8, 24))) + '.' for _ in range(20000)]
        self.ends = [' '.join(self.running(rng, rng.randint(1, 4))) for _ in range(4000)]
        # each topic has stretches of its words, three in four of its own, the others of the whole language
        self.stretches = [[' '.join(self.word(rng, t) for _ in range(rng.randint(1, 4))) for _ in range(64)] for t in self.topics]

    def word(self, rng, topic):
        return self.words[rng.choice(topic)] if rng.random() < .75 else self.words[bisect.bisect(self.zipf, rng.random() * self.zipf[-1])]

    def running(self, rng, n):
        w, out = rng.choice(self.corpus), []
        for _ in range(n):
            out.append(w)
            w = rng.choice(self.follow.get(w) or self.corpus)
        return out

    def document(self, i):
        """(title, body, field, person, yyyymmdd)"""
        h = int.from_bytes(hashlib.blake2b(b'%d %d' % (self.seed, i), digest_size=48).digest(), 'little')
        def take(n):
            nonlocal h
            h, r = divmod(h, n)
            return r
        s = self.stretches[take(2000)]
        title = ' '.join((s[take(64)], s[take(64)], s[take(64)], self.ends[take(4000)]))
        body = []
        for _ in range(4 + take(5)):
            body += (s[take(64)], self.sentences[take(20000)])
        day = (2012 + take(15)) * 10000 + (1 + take(12)) * 100 + 1 + take(28)
        return title[0].upper() + title[1:], ' '.join(body), self.fields[take(24)], self.people[take(len(self.people))], day

def unmarked(s):
    s = s.replace('đ', 'd').replace('Đ', 'D')
    return ''.join(c for c in unicodedata.normalize('NFD', s) if not unicodedata.combining(c))

def mistyped(rng, s):
    """One or two syllables get another tone."""
    w = s.split()
    for i in rng.sample(range(len(w)), min(len(w), rng.choice([1, 2]))):
        d = ''.join(c for c in unicodedata.normalize('NFD', w[i]) if c not in TONES[1:])
        at = [k for k, c in enumerate(d) if c in 'aeiouy']
        if at:
            k = at[-1] + 1
            while k < len(d) and unicodedata.combining(d[k]):
                k += 1
            w[i] = unicodedata.normalize('NFC', d[:k] + rng.choice(TONES) + d[k:])
    return ' '.join(w)

def swapped(rng, s):
    """Two neighbouring letters of one syllable change places."""
    w = s.split()
    long = [i for i in range(len(w)) if len(w[i]) > 2]
    if long:
        i = rng.choice(long)
        k = rng.randrange(len(w[i]) - 1)
        w[i] = w[i][:k] + w[i][k + 1] + w[i][k] + w[i][k + 2:]
    return ' '.join(w)

def questions(title_of, n_docs, n, seed=7):
    """[(number of the document, way, question, what was meant)]; titles are read where the documents are: the maker's own change with this repository."""
    rng = random.Random(seed)
    out = []
    for k in range(n):
        i = rng.randrange(n_docs)
        words = re.sub(r'[.,]', ' ', title_of(i)).split()
        size = min(len(words), rng.randint(4, 7))
        at = rng.randrange(len(words) - size + 1)
        stretch = ' '.join(words[at:at + size]).lower()
        way = ('no marks', 'mistyped marks', 'swapped letters')[k % 3]
        out.append((i, way, unmarked(stretch) if k % 3 == 0 else mistyped(rng, stretch) if k % 3 == 1 else swapped(rng, stretch), stretch))
    return out

if __name__ == '__main__':
    m = Maker()
    for i in range(2):
        print(json.dumps(m.document(i), ensure_ascii=False))
    for q in questions(lambda i: m.document(i)[0], 1000, 6):
        print(q)
