#!/usr/bin/env python3
"""Makes rules/calendar.json: the public holidays of Vietnam with the days off in lieu and the exchanged working days.

  calendar.py make [FILE]    writes the calendar (default rules/calendar.json)
  calendar.py check [FILE]   says whether FILE is what this program makes, and tests the lunar arithmetic

What follows from the Labour Code is computed: fixed days, lunar days (the Vietnamese lunar calendar at UTC+7 by the
algorithm of Hồ Ngọc Đức, after Meeus, "Astronomical Algorithms"), the days off in lieu of a holiday on a weekly day off
(Labour Code 2019 Art 111(3); 2012 Art 115(3); 1994 Art 73). What a yearly notice decides is listed by hand in YEARS with
its source and trust mark: which days around mùng 1 make up the Tết leave, the day beside 02/9, exchanged days."""
import datetime, json, math, os, sys

FIRST, LAST = 2012, 2027
DAY = datetime.timedelta(days=1)

# ---------------------------------------------------------------- the lunar calendar (Hồ Ngọc Đức), time zone +7
def julian(d):
    return d.toordinal() + 1721425  # the day number at noon

def civil(jd):
    return datetime.date.fromordinal(jd - 1721425)

def new_moon(k):
    """Julian date (UT) of the k-th new moon after that of 1900-01-01."""
    t = k / 1236.85
    dr = math.pi / 180
    jd1 = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    jd1 += 0.00033 * math.sin((166.56 + 132.87 * t - 0.009173 * t**2) * dr)
    m = 359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3
    mpr = 306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3
    f = 21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3
    c1 = (0.1734 - 0.000393 * t) * math.sin(m * dr) + 0.0021 * math.sin(2 * dr * m)
    c1 += -0.4068 * math.sin(mpr * dr) + 0.0161 * math.sin(dr * 2 * mpr) - 0.0004 * math.sin(dr * 3 * mpr)
    c1 += 0.0104 * math.sin(dr * 2 * f) - 0.0051 * math.sin(dr * (m + mpr)) - 0.0074 * math.sin(dr * (m - mpr))
    c1 += 0.0004 * math.sin(dr * (2 * f + m)) - 0.0004 * math.sin(dr * (2 * f - m))
    c1 += -0.0006 * math.sin(dr * (2 * f + mpr)) + 0.0010 * math.sin(dr * (2 * f - mpr)) + 0.0005 * math.sin(dr * (2 * mpr + m))
    deltat = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return jd1 + c1 - deltat

def new_moon_day(k):
    return int(new_moon(k) + 0.5 + 7.0 / 24)

def sun_sector(jdn):
    """0..11: in which twelfth of the ecliptic the sun is at midnight (+7) that begins the day."""
    t = (jdn - 0.5 - 7.0 / 24 - 2451545.0) / 36525
    dr = math.pi / 180
    m = 357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3
    l0 = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    dl = (1.914600 - 0.004817 * t - 0.000014 * t**2) * math.sin(dr * m)
    dl += (0.019993 - 0.000101 * t) * math.sin(dr * 2 * m) + 0.000290 * math.sin(dr * 3 * m)
    lon = ((l0 + dl) * dr) % (2 * math.pi)
    return int(lon / math.pi * 6)

def month_eleven(year):
    """The day that begins the lunar month holding the winter solstice of `year`."""
    k = int((julian(datetime.date(year, 12, 31)) - 2415021) / 29.530588853)
    day = new_moon_day(k)
    return new_moon_day(k - 1) if sun_sector(day) >= 9 else day

def leap_offset(a11):
    k = int((a11 - 2415021.076998695) / 29.530588853 + 0.5)
    last, i = None, 1
    arc = sun_sector(new_moon_day(k + i))
    while True:
        last = arc
        i += 1
        arc = sun_sector(new_moon_day(k + i))
        if arc == last or i >= 14:
            return i - 1

def lunar_day(year, month, day):
    """The civil date of a day of an ordinary (not a leap) lunar month."""
    a11 = month_eleven(year - 1) if month < 11 else month_eleven(year)
    b11 = month_eleven(year) if month < 11 else month_eleven(year + 1)
    k = int(0.5 + (a11 - 2415021.076998695) / 29.530588853)
    off = month - 11 + (12 if month < 11 else 0)
    if b11 - a11 > 365 and off >= leap_offset(a11):
        off += 1
    return civil(new_moon_day(k + off) + day - 1)

# ---------------------------------------------------------------- what yearly notices decide
CODE_1994 = 'Điều 73 Bộ luật Lao động 1994 (sửa đổi năm 2007)'
CODE_2012 = 'Điều 115 Bộ luật Lao động 2012'
CODE_2019 = 'Điều 111, 112 Bộ luật Lao động 2019'
NEWS_TET_2026 = 'congan.com.vn 702/388656 (Tết 14–22/02/2026)'
NEWS_NEW_YEAR_2026 = '24h.com.vn c46a1724830, 26/12/2025 (02/01 đổi 10/01/2026)'
LIBRARY = 'bảng ngày hoán đổi của vacanza/holidays (vietnam.py)'

# year: trust, source; before: days of Tết leave before mùng 1; beside: the second day of the National Day; swaps: day off → day worked
YEARS = {
    2012: dict(trust='M', source=CODE_1994 + '; ' + LIBRARY, before=1, swaps={'2012-01-27': '2012-02-04'}),
    2013: dict(trust='M', source=CODE_1994 + ' (Tết), ' + CODE_2012 + ' từ 01/05/2013; ' + LIBRARY, before=1, swaps={'2013-04-29': '2013-05-04'},
               note='Ngày hoán đổi dịp Tết Quý Tỵ chưa rõ.'),
    2014: dict(trust='M', source=CODE_2012 + '; ' + LIBRARY, before=2, swaps={'2014-05-02': '2014-04-26', '2014-09-01': '2014-09-06'},
               note='Ngày hoán đổi dịp Tết Giáp Ngọ chưa rõ.'),
    2015: dict(trust='M', source=CODE_2012 + '; Tờ trình 89/TTr-LĐTBXH ngày 20/11/2014; ' + LIBRARY, before=2,
               swaps={'2015-01-02': '2014-12-27', '2015-02-16': '2015-02-14', '2015-04-29': '2015-04-25'}),
    2016: dict(trust='M', source=CODE_2012, before=1, swaps={}),
    2017: dict(trust='M', source=CODE_2012, before=2, swaps={}),
    2018: dict(trust='V2', source=CODE_2012 + '; CV 6519/VPCP-KGVX năm 2018; ' + LIBRARY, before=2, swaps={'2018-12-31': '2019-01-05'}),
    2019: dict(trust='V2', source=CODE_2012 + '; CV 6519/VPCP-KGVX năm 2018; ' + LIBRARY, before=1, swaps={'2019-04-29': '2019-05-04'}),
    2020: dict(trust='V2', source=CODE_2012 + '; ' + LIBRARY, before=2, swaps={}),
    2021: dict(trust='V2', source=CODE_2019 + '; ' + LIBRARY, before=2, beside='2021-09-03', swaps={}),
    2022: dict(trust='V2', source=CODE_2019 + '; ' + LIBRARY, before=1, beside='2022-09-01', swaps={}),
    2023: dict(trust='V2', source=CODE_2019 + '; ' + LIBRARY, before=2, beside='2023-09-01', swaps={}),
    2024: dict(trust='V2', source=CODE_2019 + '; CV 2450/VPCP-KGVX năm 2024 (29/4 đổi 04/5); ' + LIBRARY, before=2, beside='2024-09-03',
               swaps={'2024-04-29': '2024-05-04'}),
    2025: dict(trust='M', source=CODE_2019 + '; thông báo nghỉ Tết và lễ năm 2025 (Tết 25/01–02/02; 02/5 đổi 26/4; 30/8–02/9), theo trí nhớ', before=2,
               beside='2025-09-01', swaps={'2025-05-02': '2025-04-26'}),
    2026: dict(trust='V2', source=CODE_2019 + '; ' + NEWS_TET_2026 + '; ' + NEWS_NEW_YEAR_2026, before=1, beside='2026-09-01',
               swaps={'2026-01-02': '2026-01-10', '2026-08-31': '2026-08-22'},
               note='31/8 đổi 22/8 và ngày liền kề 01/9 theo trí nhớ; 24/11 theo Nghị quyết 80-NQ/TW, chờ văn bản pháp luật.',
               unsure=['2026-08-31', '2026-08-22', '2026-09-01', '2026-11-24']),
    2027: dict(trust='M', source=CODE_2019 + '; chưa có thông báo nghỉ Tết và lễ năm 2027', before=2, beside='2027-09-03', swaps={},
               note='Ngày nghỉ Tết trước mùng 1, ngày liền kề 02/9 và ngày hoán đổi chờ thông báo.'),
}
CULTURE_SINCE = 2026
BY_LAW = ('new_year', 'hung', 'victory', 'labour', 'national')  # with the last day of Chạp and mùng 1–3: no notice can change them

NAMES = {
    'new_year': ('Tết Dương lịch', "New Year's Day"),
    'hung': ('Giỗ Tổ Hùng Vương (10/3 âm lịch)', "Hùng Kings' Commemoration Day (10th of the 3rd lunar month)"),
    'victory': ('Ngày Chiến thắng 30/4', 'Reunification Day, 30 April'),
    'labour': ('Ngày Quốc tế lao động 01/5', 'International Labour Day, 1 May'),
    'national': ('Quốc khánh 02/9', 'National Day, 2 September'),
    'beside': ('Quốc khánh (ngày liền kề)', 'National Day (the day beside)'),
    'culture': ('Ngày Văn hóa Việt Nam 24/11', 'Vietnam Culture Day, 24 November'),
}

def tet_name(n, year, length):
    """`n` days from mùng 1."""
    if n >= 0:
        return 'Tết Nguyên đán %d (mùng %d)' % (year, n + 1), 'Lunar New Year %d (day %d)' % (year, n + 1)
    return 'Tết Nguyên đán %d (%d tháng Chạp)' % (year, length + n + 1), 'Lunar New Year %d (%d of the 12th month)' % (year, length + n + 1)

def holidays(year):
    """[(date, kind, vi, en)], without days in lieu and exchanges."""
    y, out = YEARS[year], []
    def add(d, kind):
        out.append((d, kind, NAMES[kind][0], NAMES[kind][1]))
    add(datetime.date(year, 1, 1), 'new_year')
    first = lunar_day(year, 1, 1)
    last_month = (first - lunar_day(year - 1, 12, 1)).days
    leave = 5 if first >= datetime.date(2013, 5, 1) else 4
    for n in range(-y['before'], leave - y['before']):
        vi, en = tet_name(n, year, last_month)
        out.append((first + n * DAY, 'tet', vi, en))
    add(lunar_day(year, 3, 10), 'hung')
    add(datetime.date(year, 4, 30), 'victory')
    add(datetime.date(year, 5, 1), 'labour')
    add(datetime.date(year, 9, 2), 'national')
    if 'beside' in y:
        add(datetime.date.fromisoformat(y['beside']), 'beside')
    if year >= CULTURE_SINCE:
        add(datetime.date(year, 11, 24), 'culture')
    return sorted(out)

def year_of(year, worked_before):
    y, off, work = YEARS[year], [], []
    unsure = y.get('unsure', [])
    free = {}
    for d, kind, vi, en in holidays(year):
        free[d] = (kind, vi, en)
    first = lunar_day(year, 1, 1)
    def row(d, kind, vi, en, **more):
        o = {'day': d.isoformat(), 'kind': kind, 'why': vi, 'why_en': en, **more}
        basis = datetime.date.fromisoformat(o['for']) if kind == 'lieu' else d
        by_law = free[basis][0] in BY_LAW or -1 <= (basis - first).days <= 2 if kind in ('lieu', 'tet') or kind in BY_LAW else False
        trust = 'M' if d.isoformat() in unsure else 'V2' if by_law else y['trust']
        if trust != y['trust']:
            o['trust'] = trust
        return o
    off = [row(d, *free[d]) for d in sorted(free)]
    for d in sorted(free):
        if d.isoweekday() >= 6:
            lieu = d + DAY
            while lieu in free or lieu.isoweekday() >= 6:
                lieu += DAY
            free[lieu] = ('lieu',)
            off.append(row(lieu, 'lieu', 'Nghỉ bù %s (%s)' % (vi_of(off, d), d.strftime('%d/%m')), 'In lieu of %s' % en_of(off, d), **{'for': d.isoformat()}))
    for a, b in y['swaps'].items():
        d, w = datetime.date.fromisoformat(a), datetime.date.fromisoformat(b)
        off.append(row(d, 'swap', 'Nghỉ hoán đổi với ngày %s' % w.strftime('%d/%m/%Y'), 'Off in exchange for %s' % w.strftime('%d/%m/%Y'), **{'for': b}))
        worked_before.setdefault(w.year, []).append(
            row(w, 'worked', 'Làm việc hoán đổi cho ngày %s' % d.strftime('%d/%m/%Y'), 'Worked in exchange for %s' % d.strftime('%d/%m/%Y'), **{'for': a}))
    off.sort(key=lambda o: o['day'])
    return {'year': year, 'trust': y['trust'], 'source': y['source'], 'note': y.get('note', ''), 'off': off, 'work': work}

def vi_of(off, d):
    return next(o['why'] for o in off if o['day'] == d.isoformat())

def en_of(off, d):
    return next(o['why_en'] for o in off if o['day'] == d.isoformat())

def calendar():
    worked = {}
    years = [year_of(y, worked) for y in range(FIRST, LAST + 1)]
    for y in years:
        y['work'] = sorted(worked.get(y['year'], []), key=lambda o: o['day'])
    every = [{'day': '01-01', 'kind': 'new_year'}, {'day': '04-30', 'kind': 'victory'}, {'day': '05-01', 'kind': 'labour'}, {'day': '09-02', 'kind': 'national'}]
    for e in every:
        e['why'], e['why_en'] = NAMES[e['kind']]
    return {'about': 'Made by tools/calendar.py; correct it there.', 'article': 'Điều 111, 112 Bộ luật Lao động 2019',
            'every_year': every, 'years': years}

def text():
    """One day a line."""
    c = calendar()
    line = lambda o: json.dumps(o, ensure_ascii=False)
    out = ['{', ' "about": %s,' % line(c['about']), ' "article": %s,' % line(c['article']),
           ' "every_year": [\n  %s\n ],' % ',\n  '.join(map(line, c['every_year'])), ' "years": [']
    for i, y in enumerate(c['years']):
        out.append('  {"year": %d, "trust": %s,' % (y['year'], line(y['trust'])))
        out.append('   "source": %s,' % line(y['source']))
        out.append('   "note": %s,' % line(y['note']))
        for k in ('off', 'work'):
            body = ',\n    '.join(map(line, y[k]))
            out.append('   "%s": [%s]%s' % (k, '\n    ' + body + '\n   ' if body else '', ',' if k == 'off' else ''))
        out.append('  }' + (',' if i + 1 < len(c['years']) else ''))
    return '\n'.join(out + [' ]', '}', ''])

KNOWN = {  # mùng 1 Tết, 10/3: published dates, the proof of the arithmetic
    2012: ('2012-01-23', '2012-03-31'), 2013: ('2013-02-10', '2013-04-19'), 2014: ('2014-01-31', '2014-04-09'), 2015: ('2015-02-19', '2015-04-28'),
    2016: ('2016-02-08', '2016-04-16'), 2017: ('2017-01-28', '2017-04-06'), 2018: ('2018-02-16', '2018-04-25'), 2019: ('2019-02-05', '2019-04-14'),
    2020: ('2020-01-25', '2020-04-02'), 2021: ('2021-02-12', '2021-04-21'), 2022: ('2022-02-01', '2022-04-10'), 2023: ('2023-01-22', '2023-04-29'),
    2024: ('2024-02-10', '2024-04-18'), 2025: ('2025-01-29', '2025-04-07'), 2026: ('2026-02-17', '2026-04-26'), 2027: ('2027-02-06', '2027-04-16'),
    1985: ('1985-01-21', '1985-04-29'), 2007: ('2007-02-17', '2007-04-26'), 2030: ('2030-02-02', '2030-04-12')}

if __name__ == '__main__':
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = sys.argv[2] if len(sys.argv) > 2 else os.path.join(here, 'rules', 'calendar.json')
    for year, (tet, hung) in KNOWN.items():
        got = lunar_day(year, 1, 1).isoformat(), lunar_day(year, 3, 10).isoformat()
        if got != (tet, hung):
            sys.exit('calendar.py: %d: %s, known %s' % (year, got, (tet, hung)))
    if sys.argv[1:2] == ['make']:
        json.loads(text())
        open(path, 'w', encoding='utf-8').write(text())
    elif sys.argv[1:2] == ['check']:
        if open(path, encoding='utf-8').read() != text():
            sys.exit('calendar.py: %s is not what this program makes' % path)
    else:
        sys.exit(__doc__)
