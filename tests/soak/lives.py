"""What phones, strangers and operators do while a node is soaked, each a coroutine of some seconds to minutes, and how often."""
import asyncio, random, re

from phone import TLS, Dialog, Phone, Refused
from message import token

PHONES = ['127.41.0.21', '127.41.0.22', '127.41.0.23']
GUESSERS, STRANGER = ['127.41.1.1', '127.41.1.2', '127.41.1.3'], '127.41.1.9'
FIRST, LAST = 30000, 30299
PRESENCE = ('<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:{0}@bench.test"><tuple id="a"><status><basic>open</basic></status>'
            '<note>{1}</note></tuple></presence>')


class Town:
    """Who lives here: numbers that are free, and what was counted."""

    def __init__(self, server, seed):
        self.server, self.free, self.random = server, list(range(FIRST, LAST + 1)), random.Random(seed)
        self.counts, self.faults = {}, []
        self.random.shuffle(self.free)

    async def phone(self, transport=None, registered=True, expires=3600):
        # The number that rested longest: one whose phone vanished may still have its registration, which the next one replaces.
        phone = Phone((self.server, self.random.choice(PHONES)), self.free.pop(0), transport or self.random.choices(('udp', 'tcp', 'tls'), (5, 3, 2))[0])
        try:
            await phone.open()
            if registered and await phone.register(expires) != 200:
                raise Refused('REGISTER')
        except BaseException:
            self.leave(phone)
            raise
        return phone

    def leave(self, *phones):
        for phone in phones:
            phone.close()
            if phone.number not in self.free:
                self.free.append(phone.number)

    async def settle(self, *phones):
        """They end their registrations and go."""
        for phone in phones:
            await phone.register(0)
        self.leave(*phones)


async def within(town, work, count, **options):
    """Phones for a piece of work, which are gone after it, however it ends."""
    phones = []
    try:
        for _ in range(count):
            phones.append(await town.phone(**options))
        await work(*phones)
        await town.settle(*phones)
    finally:
        town.leave(*phones)


async def office(town):
    """Two phones that use everything: busy lamp, presence, messages, a call with hold, a refresh of it all."""
    async def day(a, b):
        watch = await subscribe(a, b.number, 'dialog')
        presence = await subscribe(a, b.number, 'presence')
        _, published = await b.ask('PUBLISH', f'sip:{b.number}@{b.domain}', [('Event', 'presence'), ('Expires', '120'), ('Content-Type', 'application/pidf+xml')], PRESENCE.format(b.number, token()))
        wanted(published, 200)
        _, sent = await a.ask('MESSAGE', f'sip:{b.number}@{b.domain}', [('Content-Type', 'text/plain')], f'hello {token()}')
        wanted(sent, 202)
        await b.expect('MESSAGE')
        call = await a.invite(b.number)
        await asyncio.sleep(town.random.uniform(1, 6))
        for direction in ('sendonly', 'sendrecv'):
            wanted(await a.request(call, 'INVITE', [('Content-Type', 'application/sdp')], a.session(direction)), 200)
            await asyncio.sleep(town.random.uniform(0.2, 3))
        if await b.register() != 200:
            raise Refused('refresh')
        if town.random.random() < 0.5:
            await a.hang_up(call)
            await b.expect('BYE')
        else:
            await b.hang_up(next(iter(b.dialogs.values())))
            await a.expect('BYE')
        wanted((await b.ask('PUBLISH', f'sip:{b.number}@{b.domain}', [('Event', 'presence'), ('Expires', '0'), ('SIP-If-Match', published.header('SIP-ETag'))]))[1], 200)
        for dialog in (watch, presence):
            wanted(await a.request(dialog, 'SUBSCRIBE', [('Event', dialog.event), ('Expires', '0')]), 200)
            await a.expect('NOTIFY', lambda notify: 'terminated' in notify.header('Subscription-State') and notify.header('Call-ID') == dialog.call_id)
    await within(town, day, 2)


async def subscribe(phone, number, event, expires=600):
    accept = {'dialog': 'application/dialog-info+xml', 'presence': 'application/pidf+xml'}[event]
    request, answer = await phone.ask('SUBSCRIBE', f'sip:{number}@{phone.domain}', [('Event', event), ('Accept', accept), ('Expires', str(expires))])
    wanted(answer, 200)
    dialog = Dialog(request.header('Call-ID'), request.header('From'), answer.header('To'), answer.contact(), int(request.header('CSeq').split()[0]))
    dialog.event = event
    await phone.expect('NOTIFY', lambda notify: notify.header('Call-ID') == dialog.call_id)
    return dialog


def wanted(answer, *statuses):
    if answer.status not in statuses:
        raise Refused(f'{answer.header("CSeq").split()[1]} {answer.status}')


async def talk(town):
    async def call(a, b):
        dialog = await a.invite(b.number)
        await asyncio.sleep(town.random.uniform(2, 25))
        await a.hang_up(dialog)
        await b.expect('BYE')
    await within(town, call, 2)


async def blind_transfer(town):
    async def call(a, b, c):
        dialog = await a.invite(b.number)
        wanted(await a.request(dialog, 'REFER', [('Refer-To', f'<sip:{c.number}@{c.domain}>')]), 202)
        await a.expect('NOTIFY', lambda notify: ' 200' in notify.body.split('\r\n')[0])
        await a.expect('BYE')
        await asyncio.sleep(town.random.uniform(1, 5))
        await b.hang_up(next(iter(b.dialogs.values())))
        await c.expect('BYE')
    await within(town, call, 3)


async def attended_transfer(town):
    async def call(a, b, c):
        first, second = await a.invite(b.number), await a.invite(c.number)
        tags = [re.search(r';tag=([^;>\s]+)', end).group(1) for end in (second.remote, second.local)]
        replaces = f'{second.call_id}%3Bto-tag%3D{tags[0]}%3Bfrom-tag%3D{tags[1]}'
        wanted(await a.request(first, 'REFER', [('Refer-To', f'<sip:{c.number}@{c.domain}?Replaces={replaces}>')]), 202)
        for _ in range(2):
            await a.expect('BYE')
        await asyncio.sleep(town.random.uniform(1, 5))
        await c.hang_up(next(iter(c.dialogs.values())))
        await b.expect('BYE')
    await within(town, call, 3)


async def failed(town):
    """A call that comes to nothing: busy, nobody answers, called off while it rings, no such number."""
    async def call(a, b):
        how = town.random.choice(('busy', 'no answer', 'cancel', 'unknown'))
        b.rings = {'busy': b.busy, 'unknown': b.busy}.get(how, b.only_ring)
        ringing = asyncio.Event()
        asked = asyncio.ensure_future(a.ask('INVITE', f'sip:{99999 if how == "unknown" else b.number}@{a.domain}', [('Content-Type', 'application/sdp')], a.session(), ringing=ringing))
        try:
            if how == 'cancel':
                await asyncio.wait_for(ringing.wait(), 30)
                await a.cancel()
            wanted((await asked)[1], {'busy': 486, 'no answer': 480, 'cancel': 487, 'unknown': 404}[how])
        finally:
            asked.cancel()
    await within(town, call, 2)


async def vanished(town):
    """Phones that are gone without a word: in a call, while they ring, with what they registered and watched."""
    how = town.random.choice(('talking', 'silent', 'watching', 'half'))
    a, b = await town.phone(expires=60), await town.phone(expires=60)
    try:
        if how == 'watching':
            await subscribe(a, b.number, 'dialog', 60)
            await subscribe(a, b.number, 'presence', 60)
        elif how == 'silent':
            b.rings = b.keep_silent
            asked = asyncio.ensure_future(a.ask('INVITE', f'sip:{b.number}@{a.domain}', [('Content-Type', 'application/sdp')], a.session()))
            await b.expect('ringing')
            b.close()
            await asked
        else:
            # RFC 4028: only who knows session timers can be found to be gone.
            dialog = await a.invite(b.number, headers=[('Supported', 'timer'), ('Session-Expires', '90')])
            await asyncio.sleep(1)
            if how == 'half':
                b.close()
                await a.hang_up(dialog)
    finally:
        town.leave(a, b)


async def guesser(town):
    """Somebody who tries passwords; the answer may stay out, for who guesses too often is ignored."""
    phone = Phone((town.server, town.random.choice(GUESSERS)), town.random.randrange(10000, 10500))
    try:
        await phone.open()
        async with asyncio.timeout(5):
            await phone.register(password='secret')
    except TimeoutError:
        pass
    finally:
        phone.close()


async def stranger(town):
    """What an open port hears: no SIP, an INVITE of nobody, connections that say nothing, break off, or want no TLS."""
    address = STRANGER
    phone = Phone((town.server, address), 10001)
    try:
        await phone.open()
        for text in ('', '\r\n\r\n', 'GET / HTTP/1.0\r\n\r\n', 'INVITE sip:1@bench.test SIP/2.0\r\nVia: nonsense\r\n\r\n'):
            phone.wire.sendto(text.encode())
        wanted((await phone.ask('INVITE', f'sip:10002@{phone.domain}', [('Content-Type', 'application/sdp')], phone.session(), password=''))[1], 401)
    finally:
        phone.close()
    for port, text in ((5060, b''), (5060, b'REGISTER sip:bench.test SIP/2.0\r\nVia: SIP/2.0/TCP x'), (5061, b'\x16\x03\x01'), (5061, b'')):
        _, writer = await asyncio.open_connection(town.server, port, local_addr=(address, 0))
        writer.write(text)
        await asyncio.sleep(0.2)
        writer.close()
    _, writer = await asyncio.open_connection(town.server, 5061, local_addr=(address, 0), ssl=TLS)
    writer.transport.abort()


# How often each begins in a second at rate 1.
LIVES = {office: 0.4, talk: 0.6, blind_transfer: 0.1, attended_transfer: 0.1, failed: 0.4, vanished: 0.1, guesser: 0.3, stranger: 0.1}


async def live(town, rate, seconds):
    """All of them, each at random times of its rate, for so long; then waits until the last one is over."""
    loop, running = asyncio.get_running_loop(), set()
    end = loop.time() + seconds

    async def one(work):
        name = work.__name__
        try:
            await work(town)
            town.counts[name] = town.counts.get(name, 0) + 1
        except Exception as fault:  # what went wrong is counted and told at the end
            town.faults.append(f'{name}: {type(fault).__name__} {fault}')
            if len(town.faults) <= 20:
                print('went wrong:', town.faults[-1], flush=True)

    async def often(work, each):
        while (pause := town.random.expovariate(each)) < end - loop.time():
            await asyncio.sleep(pause)
            task = asyncio.ensure_future(one(work))
            running.add(task)
            task.add_done_callback(running.discard)

    await asyncio.gather(*(often(work, each * rate) for work, each in LIVES.items()))
    await asyncio.gather(*list(running))
