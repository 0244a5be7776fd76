"""How a copied passage is disguised, and the chance that everything is made with."""
import os, re, unicodedata

class Chance:
    """splitmix64: the same numbers in every Python."""
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n

    def often(self, percent):
        return self.below(1000) < percent * 10

    def one(self, items):
        return items[self.below(len(items))]

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            k = self.below(i + 1)
            items[i], items[k] = items[k], items[i]
        return items

    def some(self, items, n):
        return self.shuffled(items)[:n]

    def number(self, kind):
        if kind == 'n':
            return '%d' % (2 + self.below(58))
        if kind == 'pct':
            return '%d,%d %%' % (3 + self.below(93), self.below(10))
        if kind == 'money':
            return self.one(['%d triệu đồng' % (2 + self.below(240)), '%d.%d00.000 đồng' % (1 + self.below(90), self.below(10))])
        if kind == 'year':
            return '%d' % (2015 + self.below(11))
        if kind == 'day':
            return 'ngày %02d tháng %02d năm %d' % (1 + self.below(28), 1 + self.below(12), 2016 + self.below(10))
        raise KeyError(kind)

    def name(self):
        return ' '.join((self.one(FAMILY), self.one(MIDDLE), self.one(GIVEN)))

FAMILY = 'Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Mai Trương Tạ'.split()
MIDDLE = 'Thị Văn Minh Ngọc Hữu Thanh Quang Thu Kim Đức Xuân Bảo Hoài Gia'.split()
GIVEN = 'An Bình Chi Dũng Giang Hạnh Hùng Khánh Lan Linh Long Mai Nam Nga Phúc Quân Sơn Tâm Thảo Trang Tuấn Vinh Yến Hiền'.split()

GENERAL = ('when', 'how', 'why', 'view', 'link', 'act', 'trouble', 'after', 'aside')

class Phrases:
    """The texts of phrases.txt, frames.txt, synonyms.txt and form.txt."""
    def __init__(self, here):
        def lines(name):
            with open(os.path.join(here, name), encoding='utf-8') as f:
                return [l.strip() for l in f if l.strip() and not l.startswith('#')]
        self.fields, self.general, self.frames, self.style = {}, {}, {}, {}
        for line in lines('phrases.txt'):
            if line.startswith('== '):
                name, units = line[3:].split(' | ')
                field = self.fields[name] = {'units': units.split('; ')}
            else:
                kind, rest = line.split(': ', 1)
                field[kind] = rest.split('; ')
        for line in lines('frames.txt'):
            if line.startswith('== '):
                kind = line[3:]
            elif kind == 'style':
                words = line.split('; ')
                self.style[words[0]] = words
            elif kind in GENERAL:
                self.general[kind] = [p.strip('_').replace('_', ' ') if kind != 'after' else p.replace('_', ' ').replace('-', '') for p in line.split('; ')]
            elif kind == 'title':
                self.frames[kind] = line.split('; ')
            else:
                self.frames.setdefault(kind, []).append(line)
        self.synonyms = {a: b.split('|') for a, b in (l.split(': ') for l in lines('synonyms.txt'))}
        self.form = [tuple(l.split(': ', 1)) for l in lines('form.txt')]

def sentences(text):
    """Where each sentence of the text ends."""
    return [m.end() for m in re.finditer(r'[^.]*(?:\.(?=\s|$)|\.(?=\S)|$)', text) if m.end() > m.start() and (m.end() == len(text) or text[m.end()] in ' \n')]

def words(change):
    """A disguise of each word by itself; blanks and punctuation stay."""
    return lambda text, chance, phrases: re.sub(r'\w+', lambda m: change(m[0], chance, phrases), text)

TONES = '̣̀̉̃́'

def bare(text):
    text = unicodedata.normalize('NFD', text.replace('đ', 'd').replace('Đ', 'D'))
    return unicodedata.normalize('NFC', ''.join(c for c in text if not unicodedata.combining(c)))

def other_tone(word, chance):
    """The word with another tone mark, or none."""
    d = unicodedata.normalize('NFD', word)
    at = [i for i, c in enumerate(d) if c in TONES]
    if not at:
        return word
    d = d[:at[0]] + chance.one(['', *[t for t in TONES if t != d[at[0]]]]) + d[at[0] + 1:]
    return unicodedata.normalize('NFC', d)

def tonetypo(w, chance, phrases):
    return other_tone(w, chance) if chance.often(25) else w

PLACES = 'Sơn Trà;Hòa Vang;Liên Chiểu;Cẩm Lệ;Hải Châu;Thanh Khê;Phú Lộc;Bình Minh'.split(';')
UNITS = {'phút': ['giờ', 'giây'], 'tháng': ['tuần', 'quý'], 'triệu': ['nghìn', 'tỷ'], 'người': ['hộ', 'lượt'], 'lần': ['lượt', 'bận'], 'ngày': ['hôm', 'tuần'], 'nơi': ['điểm', 'chỗ']}

def numname(text, chance, phrases):
    """Numbers, names and units changed; who did it, too: the people and the places of the field."""
    text = re.sub(r'\d+', lambda m: str(1 + chance.below(10 ** len(m[0]))), text)
    text = words(lambda w, c, p: c.one(UNITS[w]) if w in UNITS and c.often(60) else w)(text, chance, phrases)
    field = phrases.fields[chance.one(sorted(phrases.fields))]
    people = [a for f in phrases.fields.values() for a in f['actor'] + f['place']]
    for a in sorted(people, key=lambda p: (-len(p), p)):
        if a in text and chance.often(50):
            text = text.replace(a, chance.one(field['actor'] + [chance.one(GIVEN) + ' ở ' + chance.one(PLACES)]))
    return text

FILLERS = 'cũng đã rất thật vẫn thì là mà lại luôn hẳn ngay chính quả vốn thường đang sẽ nữa nhất cả riêng dần hết tương đối nói chung'.split()

def insdel(percent):
    def change(w, chance, phrases):
        if chance.often(percent / 2):
            return chance.one(FILLERS) + ' ' + w
        return '' if chance.often(percent / 2) else w
    return lambda text, chance, phrases: re.sub(r' {2,}', ' ', words(change)(text, chance, phrases)).strip()

def parts(text):
    out, a = [], 0
    for e in sentences(text):
        out.append(text[a:e].strip())
        a = e
    return [p for p in out if p]

def sentshuf(text, chance, phrases):
    return ' '.join(chance.shuffled(parts(text)))

def upper(text):
    return text[:1].upper() + text[1:]

def clause(text, chance, phrases):
    """The clauses of a sentence in another order."""
    out = []
    for s in parts(text):
        c = s.rstrip('.').split(', ')
        if len(c) > 1 and chance.often(85):
            k = 1 + chance.below(len(c) - 1)
            c = c[k:] + c[:k]
            c = [upper(c[0])] + [x[:1].lower() + x[1:] for x in c[1:]]
        out.append(', '.join(c) + '.')
    return ' '.join(out)

def synonym(w, chance, phrases):
    return chance.one(phrases.synonyms[w]) if w in phrases.synonyms and chance.often(85) else w

LOOK = dict(zip('aceopxyiACEHKMOPTXB', 'асеорхуіАСЕНКМОРТХВ'))
HIDDEN = '\u200b\u200c\u200d\u2060\ufeff\u00ad'

def tricks(text, chance, phrases):
    """NFD here and there, letters of other scripts that look the same, characters that nobody sees."""
    out = []
    for c in text:
        if chance.often(20):
            c = unicodedata.normalize('NFD', c)
        if chance.often(25):
            c = ''.join(LOOK.get(x, x) for x in c)
        if c == ' ' and chance.often(8):
            c = '\u00a0'
        out.append(c + (chance.one(HIDDEN) if chance.often(3) else ''))
    return ''.join(out)

SLIPS = [('rn', 'm'), ('m', 'rn'), ('l', '1'), ('o', '0'), ('cl', 'd'), ('h', 'li'), ('ư', 'u'), ('ơ', 'o'), ('ă', 'â'), ('â', 'a'), ('ê', 'e'), ('đ', 'd'), ('i', 'ỉ'),
         ('ọ', 'o'), ('ấ', 'á'), ('ề', 'è'), ('ộ', 'ô'), ('n', 'u'), ('u', 'n'), ('t', 'l')]

def ocr_word(w, chance, phrases):
    if not chance.often(12):
        return w
    able = [s for s in SLIPS if s[0] in w]
    if not able:
        return other_tone(w, chance)
    a, b = chance.one(able)
    return w.replace(a, b, 1)

def ocr(text, chance, phrases):
    """What a reading machine makes of a scan: letters taken for others, lines broken, blanks lost."""
    text = words(ocr_word)(text, chance, phrases)
    out = []
    for i, w in enumerate(text.split(' ')):
        out.append(w + ('\n' if i % 13 == 12 else '' if chance.often(1.5) else ' '))
    return ''.join(out).strip()

def heavy(text, chance, phrases):
    for step in (sentshuf, clause, numname, words(synonym), insdel(10), words(tonetypo)):
        text = step(text, chance, phrases)
    return text

def summary(text, chance, phrases):
    """Retold in fewer words: some clauses of each sentence, some words of those, in the order of the source."""
    out = []
    for s in parts(text):
        c = s.rstrip('.').split(', ')
        c = [x for x in c if chance.often(55)] or [chance.one(c)]
        w = [x for x in ', '.join(c).split(' ') if not chance.often(8)]
        if w and chance.often(85):
            out.append(upper(' '.join(w)) + '.')
    return ' '.join(out) or text

OBFUSCATE = {
    'verbatim': lambda t, c, p: t, 'nodiac': lambda t, c, p: bare(t), 'tonetypo': words(tonetypo), 'numname': numname,
    'insdel5': insdel(5), 'insdel10': insdel(10), 'insdel20': insdel(20), 'sentshuf': sentshuf, 'clause': clause, 'syn': words(synonym),
    'unicode': tricks, 'ocr': ocr, 'heavy': heavy, 'summary': summary,
}

# TCVN3 (ABC) and VNI as an editor shows them that takes the bytes for Latin text
MARKED = 'à ả ã á ạ ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ è ẻ ẽ é ẹ ề ể ễ ế ệ ì ỉ ĩ í ị ò ỏ õ ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ'.split()
CODES = ('B5 B6 B7 B8 B9 BB BC BD BE C6 C7 C8 C9 CA CB CC CE CF D0 D1 D2 D3 D4 D5 D6 D7 D8 DC DD DE DF E1 E2 E3 E4 E5 E6 E7 E8 E9 EA EB EC ED EE '
         'EF F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FB FC FD FE').split()
TCVN3 = {v: chr(int(c, 16)) for v, c in zip(MARKED, CODES)}
TCVN3.update({v.upper(): TCVN3[v] for v in MARKED})
TCVN3.update(zip('ĂÂÊÔƠƯĐăâêôơưđ', map(chr, range(0xA1, 0xAF))))
VNI = {'đ': 'ñ', 'Đ': 'Ñ', 'ơ': 'ô', 'ư': 'ö', 'ỉ': 'æ', 'ĩ': 'ó', 'ị': 'ò', 'ỵ': 'î', 'í': 'í', 'ì': 'ì', 'ă': 'aê', 'â': 'aâ', 'ê': 'eâ', 'ô': 'oâ'}
for base, letters, marks in (('a', 'àảãáạ', 'øûõùï'), ('a', 'ằẳẵắặ', 'èúüéë'), ('a', 'ầẩẫấậ', 'àåãáä'), ('e', 'èẻẽéẹ', 'øûõùï'), ('e', 'ềểễếệ', 'àåãáä'),
                             ('o', 'òỏõóọ', 'øûõùï'), ('o', 'ồổỗốộ', 'àåãáä'), ('ô', 'ờởỡớợ', 'øûõùï'), ('u', 'ùủũúụ', 'øûõùï'), ('ö', 'ừửữứự', 'øûõùï'), ('y', 'ỳỷỹý', 'øûõù')):
    VNI.update((l, base + m) for l, m in zip(letters, marks))
VNI.update({k.upper(): v.upper() for k, v in VNI.items()})

def legacy(kind):
    table = TCVN3 if kind == 'tcvn3' else VNI
    return lambda text: ''.join(table.get(c, c) for c in text)
