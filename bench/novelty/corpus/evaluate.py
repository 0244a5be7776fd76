#!/usr/bin/env python3
"""evaluate.py suspicious.jsonl answers.jsonl [--json]: what of the gold passages was found, per level.

answers.jsonl has a line for each document: {"id", "det": [{"src", "q": [a, b], "s": [c, d]}], "cand": [[src, score], …], "ms"}.
The measures of Potthast, Stein, Barrón-Cedeño, Rosso (2010), a passage being its characters in both documents, macro-averaged:
  recall       of each gold passage, the part that detections of the same pair of documents cover; the mean over gold passages
  precision    of each detection, the part that gold passages cover; the mean over detections
  granularity  detections for each gold passage that has any
  plagdet      F1(precision, recall) / log2(1 + granularity)
and: sources among the candidates, passages found (recall over .3), documents blamed for a source that they have nothing of,
detections that lie in form text."""
import json, math, sys

def common(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))

def length(p):
    return sum(p[k][1] - p[k][0] for k in 'qs')

def meets(a, b):
    return a['src'] == b['src'] and common(a['q'], b['q']) and common(a['s'], b['s'])

def covered(p, others):
    """Characters of p, in both documents, that the union of the others covers."""
    total = 0
    for k in 'qs':
        end = p[k][0]
        for a, b in sorted((o[k] for o in others)):
            a, b = max(a, end), min(b, p[k][1])
            if b > a:
                total, end = total + b - a, b
    return total

class Level:
    def __init__(self):
        self.documents = self.candidates = self.sources = self.wrong = self.form = 0
        self.recall, self.precision, self.pieces = [], [], []

    def add(self, document, answer):
        gold, found = document['gold'], answer['det']
        self.documents += 1
        names = {c[0] for c in answer.get('cand', [])} | {d['src'] for d in found}
        self.candidates += sum(g['src'] in names for g in gold)
        for g in gold:
            hits = [d for d in found if meets(d, g)]
            self.recall.append(covered(g, hits) / length(g))
            if hits:
                self.pieces.append(len(hits))
        for d in found:
            hits = [g for g in gold if meets(d, g)]
            self.precision.append(covered(d, hits) / length(d))
            form = sum(common(d['q'], b) for b in document['boiler'])
            self.form += not hits and form * 2 > d['q'][1] - d['q'][0]
        self.wrong += any(d['src'] not in {g['src'] for g in gold} for d in found)

    def join(self, other):
        for k, v in vars(other).items():
            setattr(self, k, getattr(self, k) + v)

    def figures(self):
        mean = lambda v, none: sum(v) / len(v) if v else none
        r, p, g = mean(self.recall, 0), mean(self.precision, 1), mean(self.pieces, 1)
        f = 2 * r * p / (r + p) if r + p else 0
        return {'documents': self.documents, 'passages': len(self.recall), 'candidates': self.candidates / max(1, len(self.recall)),
                'found': mean([x > .3 for x in self.recall], 0), 'recall': r, 'precision': p, 'granularity': g,
                'plagdet': f / math.log2(1 + g), 'detections': len(self.precision), 'blamed wrongly': self.wrong, 'in form text': self.form}

def evaluate(questions, answers):
    """{level: figures}, with 'ALL'."""
    by, levels, all_ = {}, {}, Level()
    for line in open(answers, encoding='utf-8'):
        o = json.loads(line)
        by[o['id']] = o
    for line in open(questions, encoding='utf-8'):
        o = json.loads(line)
        levels.setdefault(o['level'], Level()).add(o, by.get(o['id'], {'det': []}))
    for l in levels.values():
        all_.join(l)
    return {k: l.figures() for k, l in [*levels.items(), ('ALL', all_)]}

def table(figures):
    """The figures as a table in Markdown. Levels with nothing copied have no recall and no plagdet."""
    names = ['documents', 'passages', 'candidates', 'found', 'recall', 'precision', 'granularity', 'plagdet', 'detections', 'blamed wrongly', 'in form text']
    out = ['| level | %s |' % ' | '.join(names), '|---' * (len(names) + 1) + '|']
    for level, f in figures.items():
        show = lambda n: '%d' % f[n] if isinstance(f[n], int) else '%.3f' % f[n] if f['passages'] else ''
        out.append('| %s | %s |' % (level, ' | '.join(show(n) for n in names)))
    return '\n'.join(out) + '\n'

if __name__ == '__main__':
    words = [w for w in sys.argv[1:] if not w.startswith('--')]
    if len(words) != 2:
        sys.exit(__doc__)
    f = evaluate(*words)
    print(json.dumps(f, ensure_ascii=False) if '--json' in sys.argv else table(f), end='')
