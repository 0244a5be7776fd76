#!/usr/bin/env python3
"""A serving program whose disk is full, is read-only or fails, whose database stops: what was acknowledged is there, what was
not is not, the page says what happened with an id that the log has, and work goes on without a restart (after one where the disk failed).

    trouble.py BINARY disk|flush|database

`disk` works on a small file system of its own in memory, in a mount namespace (unshare); `flush` lets fdatasync fail from a moment on; `database` on a
cluster of its own."""
import http.client, os, re, shutil, subprocess, sys, tempfile, time, urllib.parse, socket

binary, what = os.path.abspath(sys.argv[1]), sys.argv[2]
if what == 'disk' and '--inside' not in sys.argv:
    os.execvp('unshare', ['unshare', '-m' if os.geteuid() == 0 else '-rm', sys.executable, *sys.argv, '--inside'])
problems, env = [], dict(os.environ, LSAN_OPTIONS='detect_leaks=0')
place = tempfile.mkdtemp(prefix='sangkien-trouble-')
data, store = os.path.join(place, 'data'), []

def expect(held, what):
    print('ok  ' if held else 'BAD ', what, flush=True)
    if not held:
        problems.append(what)

def run(*words, check=True):
    p = subprocess.run([binary, *words, '--data', data, *store], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if check and p.returncode:
        sys.exit('%s: %s' % (words, p.stdout[-2000:]))
    return p

class Site:
    def __init__(self):
        with socket.socket() as s:
            s.bind(('127.0.0.1', 0))
            self.port = s.getsockname()[1]
        self.log = os.path.join(tempfile.gettempdir(), os.path.basename(place) + '.log')
        self.p = subprocess.Popen([binary, 'serve', '--data', data, *store, '--listen', '127.0.0.1:%d' % self.port], stderr=open(self.log, 'wb'), stdout=subprocess.DEVNULL, env=env)
        self.cookies = {}
        for _ in range(600):
            try:
                if self.ask('GET', '/healthz')[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)
        sys.exit('the server does not start: ' + open(self.log).read()[-2000:])

    def ask(self, method, path, fields=None):
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        headers = {'Cookie': '; '.join('%s=%s' % i for i in self.cookies.items())}
        body = None
        if fields is not None:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
            body = urllib.parse.urlencode(fields)
        c.request(method, path, body, headers)
        r = c.getresponse()
        for k, v in r.getheaders():
            if k.lower() == 'set-cookie':
                a, b = v.split(';')[0].split('=', 1)
                self.cookies[a] = b
        return r.status, r.read().decode()

    def post(self, path, fields):
        status, page = self.ask('GET', path)
        if status == 200:
            self.marks = re.findall(r'name="(_csrf)" value="([^"]*)"', page)
        return self.ask('POST', path, self.marks + list(fields.items()))

    def login(self):
        status, page = self.post('/dang-nhap', {'login': 'demo.tacgia', 'password': 'sangkien-2026'})
        if status != 303:
            sys.exit('login: %d %s' % (status, page[:500]))

    def question(self, title, size=10):
        return self.post('/hoi-dap/moi', {'title': title, 'body': 'Nội dung câu hỏi. ' * size})

    def mine(self):
        return set(re.findall(r'Câu hỏi [A-Z]\d+', ''.join(self.ask('GET', '/hoi-dap?trang=%d' % n)[1] for n in (0, 1, 2))))

    def stop(self):
        self.p.terminate()
        return self.p.wait(60)

def many(site, letter, n, size, kept, refused, stop_at_refusal):
    """Asks n questions; what came as done goes to `kept`, the others to `refused`. Returns the last refusal's page."""
    last = ''
    for i in range(n):
        title = 'Câu hỏi %s%03d' % (letter, i)
        status, page = site.question(title, size)
        (kept if status == 303 else refused).add(title)
        if status != 303:
            last = page
            expect(status == 503, '%s: answered 503 (%d)' % (title, status))
            if stop_at_refusal:
                break
    return last

def explained(site, page):
    id = re.search(r'<code>([0-9a-f]{8,})</code>', page)
    expect(bool(id) and 'Mã để tra nhật ký' in page, 'the page of the refusal has an id')
    expect(bool(id) and id[1] in open(site.log, errors='replace').read(), 'the log explains that id')

def settle(site, kept, refused):
    expect(kept <= site.mine(), 'everything acknowledged is there')
    expect(not refused & site.mine(), 'nothing that was refused is there')
    expect(site.stop() == 0, 'the server ends cleanly')
    checked = run('check', check=False)
    expect(checked.returncode == 0, 'every invariant holds and the log is whole')

def disk():
    subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=48m', 'trouble', place], check=True)
    run('demo', '--dossiers', '20')
    site, kept, refused = Site(), set(), set()
    site.login()
    many(site, 'A', 3, 10, kept, refused, False)
    expect(not refused, 'questions are taken while there is room')
    filler = open(os.path.join(place, 'filler'), 'wb', buffering=0)
    try:
        while True:
            filler.write(b'x' * 65536)
    except OSError:
        pass
    page = many(site, 'B', 600, 250, kept, refused, True)
    expect(bool(refused), 'a full disk refuses')
    explained(site, page)
    expect(site.ask('GET', '/sang-kien')[0] == 200 and site.ask('GET', '/')[0] == 200, 'pages are read on a full disk')
    os.unlink(filler.name)
    filler.close()
    before = len(kept)
    many(site, 'C', 3, 250, kept, refused, False)
    expect(len(kept) == before + 3, 'work goes on when there is room again, without a restart')
    settle(site, kept, refused)
    subprocess.run(['mount', '-o', 'remount,ro', place], check=True)
    p = subprocess.run([binary, 'serve', '--data', data, '--listen', '127.0.0.1:0'], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    expect(p.returncode not in (0, -6, -11) and re.search(r'readonly|read-only|Read-only|unable to open', p.stdout) is not None, 'a read-only disk: the start says so and ends (%d)' % p.returncode)
    subprocess.run(['mount', '-o', 'remount,rw', place], check=True)
    site = Site()
    site.login()
    expect(kept <= site.mine(), 'and all is there when it can be written again')
    site.stop()
    subprocess.run(['umount', place])

def flush():
    lib, broken = os.path.join(place, 'flush.so'), os.path.join(place, 'broken')
    subprocess.run(['cc', '-shared', '-fPIC', '-x', 'c', '-o', lib, '-'], input='''#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>
int fdatasync(int fd)
{
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    if (access("%s", F_OK) != 0) return real(fd);
    errno = EIO;
    return -1;
}''' % broken, text=True, check=True)
    run('demo', '--dossiers', '20')
    env.update(LD_PRELOAD=lib, ASAN_OPTIONS='verify_asan_link_order=0')
    site, kept, refused = Site(), set(), set()
    site.login()
    many(site, 'A', 3, 10, kept, refused, False)
    expect(not refused, 'questions are taken while the disk works')
    open(broken, 'w').close()
    page = many(site, 'B', 2, 10, kept, refused, False)
    expect(len(refused) == 2, 'what the disk does not take is refused')
    explained(site, page)
    os.unlink(broken)
    many(site, 'C', 2, 10, kept, refused, False)
    expect(len(refused) == 4, 'nothing more is written: what the disk holds is unknown')
    expect(site.ask('GET', '/sang-kien')[0] == 200, 'pages are read')
    expect(site.ask('GET', '/healthz')[0] == 503, 'the health page says so')
    site.stop()
    env.pop('LD_PRELOAD')
    site = Site()
    site.login()
    before = len(kept)
    many(site, 'D', 3, 10, kept, refused, False)
    expect(len(kept) == before + 3, 'work goes on after a restart')
    expect(kept <= site.mine(), 'everything acknowledged is there')
    expect(site.stop() == 0, 'the server ends cleanly')
    expect(run('check', check=False).returncode == 0, 'every invariant holds and the log is whole')

def database():
    bin = sorted(p for p in ('/usr/lib/postgresql/%s/bin' % v for v in os.listdir('/usr/lib/postgresql')) if os.path.exists(p))[-1]
    sudo = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] if os.geteuid() == 0 else []
    if sudo:
        shutil.chown(place, 'postgres')
        os.chmod(place, 0o755)
    def pg(*words):
        subprocess.run([*sudo, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cluster = os.path.join(place, 'pg')
    def start():
        pg(bin + '/pg_ctl', '-D', cluster, '-w', '-l', place + '/pg.log', '-o', "-k %s -p 5498 -c listen_addresses=''" % place, 'start')
    pg(bin + '/initdb', '-D', cluster, '-A', 'trust', '-U', 'sangkien', '-E', 'UTF8', '--locale=C.UTF-8')
    start()
    try:
        global data
        data = tempfile.mkdtemp(prefix='sangkien-trouble-data-')
        pg(bin + '/createdb', '-h', place, '-p', '5498', '-U', 'sangkien', 'city')
        store.extend(['--db', 'host=%s port=5498 user=sangkien dbname=city' % place])
        run('demo', '--dossiers', '20')
        site, kept, refused = Site(), set(), set()
        site.login()
        many(site, 'A', 5, 10, kept, refused, False)
        expect(not refused, 'questions are taken')
        pg(bin + '/pg_ctl', '-D', cluster, '-m', 'immediate', 'stop')
        page = many(site, 'B', 3, 10, kept, refused, False)
        expect(len(refused) == 3, 'without the database each is refused')
        explained(site, page)
        expect(site.ask('GET', '/healthz')[0] == 503, 'the health page says so')
        start()
        many(site, 'C', 3, 10, kept, refused, False)
        expect(len(kept) == 8, 'work goes on when the database is back, without a restart')
        settle(site, kept, refused)
    finally:
        subprocess.run([*sudo, bin + '/pg_ctl', '-D', cluster, '-m', 'immediate', 'stop'], stdout=subprocess.DEVNULL)

{'disk': disk, 'flush': flush, 'database': database}[what]()
if problems:
    print('\n'.join(problems))
shutil.rmtree(place, ignore_errors=True)
if data and not data.startswith(place):
    shutil.rmtree(data, ignore_errors=True)
print('[  PASSED  ] 1 test(s).' if not problems else '[  FAILED  ] 1 test(s), see above')
sys.exit(1 if problems else 0)
