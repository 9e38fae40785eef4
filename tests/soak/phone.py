"""A phone of the soak: registers, calls, is called, watches, publishes and writes; over UDP, TCP or TLS, in one asyncio loop with all others."""
import asyncio, re, ssl

from message import Message, credentials, cut, token

PATIENCE = 40  # longer than any transaction: timer B and F are 32 s


MIRRORED = {'sendonly': 'recvonly', 'recvonly': 'sendonly', 'inactive': 'inactive'}


def direction(body):
    found = re.search(r'a=(sendonly|recvonly|inactive)', body)
    return found.group(1) if found else 'sendrecv'


class Refused(Exception):
    """An answer that was not hoped for."""


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, take):
        self.take = take

    def datagram_received(self, data, source):
        self.take(data.decode(errors='replace'))


def trusting():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


TLS = trusting()


class Dialog:
    """One side of a dialogue: what each request in it bears."""

    def __init__(self, call_id, local, remote, target, cseq=0):
        self.call_id, self.local, self.remote, self.target, self.cseq = call_id, local, remote, target, cseq
        self.answered = asyncio.Event()


class Phone:
    """One device. What it does when it is called stands in `rings`, a coroutine that gets the INVITE; without one it answers."""

    def __init__(self, place, number, transport='udp', domain='bench.test'):
        self.server, self.address = place
        self.number, self.transport, self.domain = number, transport, domain
        self.pending, self.dialogs, self.events, self.tasks = {}, {}, {}, set()
        self.rings = self.answer
        self.call_id, self.register_count, self.gone = token(), 0, False
        self.ringing, self.seen = {}, set()

    async def open(self):
        loop = asyncio.get_running_loop()
        if self.transport == 'udp':
            self.wire, _ = await loop.create_datagram_endpoint(lambda: Datagrams(self.heard), (self.address, 0), (self.server, 5060))
            self.port = self.wire.get_extra_info('sockname')[1]
        else:
            reader, self.wire = await asyncio.open_connection(
                self.server, 5061 if self.transport == 'tls' else 5060, local_addr=(self.address, 0), ssl=TLS if self.transport == 'tls' else None)
            self.port = self.wire.get_extra_info('sockname')[1]
            self.later(self.read(reader))
        return self

    async def read(self, reader):
        buffer = b''
        while data := await reader.read(65536):
            buffer += data
            while True:
                text, buffer = cut(buffer)
                if text is None:
                    break
                self.heard(text)

    def later(self, work):
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.done)

    def done(self, task):
        self.tasks.discard(task)
        if not task.cancelled():
            task.exception()

    def close(self):
        """Gone, without a word."""
        self.gone = True
        for task in list(self.tasks):
            task.cancel()
        if hasattr(self, 'wire'):
            self.wire.close()

    @property
    def uri(self):
        return f'sip:{self.number}@{self.address}:{self.port}' + ('' if self.transport == 'udp' else f';transport={self.transport}')

    def send(self, message):
        if not self.gone:
            data = message.text().encode()
            self.wire.sendto(data) if self.transport == 'udp' else self.wire.write(data)

    # What comes in.

    def heard(self, text):
        if not text.strip():
            return
        message = Message.read(text)
        if message.status:
            queue = self.pending.get((message.branch(), message.method))
            if queue:
                queue.put_nowait(message)
        elif message.method != 'ACK':
            self.asked(message)
        else:
            dialog = self.dialogs.get((message.header('Call-ID'), message.tag('To')))
            if dialog:
                dialog.answered.set()

    def asked(self, request):
        if request.method == 'INVITE' and not request.tag('To'):
            if request.branch() not in self.seen:
                self.seen.add(request.branch())
                self.later(self.rings(request))
        elif request.method == 'CANCEL':
            self.send(request.reply(200, 'OK', token()))
            invite = self.ringing.pop(request.branch(), None)
            if invite:
                self.send(invite.reply(487, 'Request Terminated', token()))
        elif request.method in ('INVITE', 'UPDATE'):
            body = self.session(MIRRORED.get(direction(request.body), 'sendrecv')) if request.method == 'INVITE' or request.body else ''
            extra = [('Contact', f'<{self.uri}>'), *self.timer(request)] + ([('Content-Type', 'application/sdp')] if body else [])
            self.send(request.reply(200, 'OK', headers=extra, body=body))
        else:
            self.send(request.reply(200, 'OK', token()))
            self.happened(request.method, request)
            if request.method == 'BYE':
                self.dialogs.pop((request.header('Call-ID'), request.tag('To')), None)

    def timer(self, request):
        # RFC 4028 §9: the answer names who refreshes.
        asked = request.header('Session-Expires')
        if not asked or 'timer' not in request.header('Supported'):
            return []
        interval = asked.split(';')[0].strip()
        who = re.search(r'refresher=(\w+)', asked)
        return [('Session-Expires', f'{interval};refresher={who.group(1) if who else "uac"}'), ('Require', 'timer')]

    def happened(self, what, request):
        self.events.setdefault(what, asyncio.Queue()).put_nowait(request)

    async def expect(self, what, fits=lambda request: True, seconds=PATIENCE):
        """The next request of a method that fits."""
        queue = self.events.setdefault(what, asyncio.Queue())
        async with asyncio.timeout(seconds):
            while True:
                request = await queue.get()
                if fits(request):
                    return request

    def session(self, direction='sendrecv', port=4000):
        self.version = getattr(self, 'version', 0) + 1
        return ('v=0\r\n' f'o=- {self.port} {self.version} IN IP4 {self.address}\r\ns=-\r\nc=IN IP4 {self.address}\r\nt=0 0\r\n'
                f'm=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na={direction}\r\n')

    # How it answers calls.

    def ring(self, invite):
        tag = token()
        self.ringing[invite.branch()] = invite
        self.send(invite.reply(180, 'Ringing', tag, [('Contact', f'<{self.uri}>')]))
        self.happened('ringing', invite)
        return tag

    async def answer(self, invite, after=0.2):
        tag = self.ring(invite)
        await asyncio.sleep(after)
        if self.ringing.pop(invite.branch(), None):
            dialog = Dialog(invite.header('Call-ID'), f'{invite.header("To")};tag={tag}', invite.header('From'), invite.contact(), 1000)
            self.dialogs[dialog.call_id, tag] = dialog
            headers = [('Contact', f'<{self.uri}>'), ('Content-Type', 'application/sdp'), ('Allow', 'INVITE, ACK, CANCEL, BYE, UPDATE, INFO, REFER, NOTIFY'), *self.timer(invite)]
            self.send(invite.reply(200, 'OK', tag, headers, self.session()))
            self.happened('answered', invite)

    async def busy(self, invite):
        self.send(invite.reply(486, 'Busy Here', token()))

    async def only_ring(self, invite):
        self.ring(invite)

    async def keep_silent(self, invite):
        self.happened('ringing', invite)

    # What it asks.

    async def transact(self, message, seconds=PATIENCE, ringing=None):
        """Sends a request, over UDP again and again as RFC 3261 §17.1 has it, and returns its final answer."""
        # A CANCEL has the branch of its INVITE.
        key, queue = (message.branch(), message.method), asyncio.Queue()
        self.pending[key] = queue
        pause, heard, invite = 0.5, False, message.method == 'INVITE'
        self.send(message)
        try:
            async with asyncio.timeout(seconds):
                while True:
                    try:
                        again = None if self.transport != 'udp' or (invite and heard) else pause
                        answer = await asyncio.wait_for(queue.get(), again)
                    except asyncio.TimeoutError:
                        self.send(message)
                        pause = min(pause * 2, 4)
                        continue
                    heard = True
                    if answer.status >= 200:
                        return answer
                    if answer.status >= 180 and ringing:
                        ringing.set()
        finally:
            if not invite:
                self.pending.pop(key, None)

    def via(self, branch=None):
        return ('Via', f'SIP/2.0/{self.transport.upper()} {self.address}:{self.port};branch={branch or "z9hG4bK" + token()};rport')

    async def ask(self, method, uri, headers, body='', password=None, ringing=None):
        """A request outside a dialogue, with digest where it is asked for. Returns the request as it was sent last and its answer."""
        call_id, tag = dict(headers).get('Call-ID') or token(), token()
        own = [(key, value) for key, value in headers if key not in ('Call-ID', 'CSeq')]
        count = int(dict(headers).get('CSeq', 1))
        proof = []
        for attempt in range(3):
            to = next((value for key, value in own if key == 'To'), f'<{uri}>')
            fixed = [('Max-Forwards', '70'), ('From', f'<sip:{self.number}@{self.domain}>;tag={tag}'), ('To', to), ('Call-ID', call_id),
                     ('CSeq', f'{count + attempt} {method}'), ('Contact', f'<{self.uri}>'), ('User-Agent', 'soak')]
            request = self.last = Message(f'{method} {uri} SIP/2.0', [self.via(), *fixed, *[pair for pair in own if pair[0] != 'To'], *proof], body)
            answer = await self.transact(request, ringing=ringing)
            if method == 'INVITE' and answer.status >= 300:
                self.send(self.acknowledgement(request, answer, request.branch()))
            if answer.status != 401 or attempt == 2 or password == '':
                return request, answer
            proof = [('Authorization', credentials(answer.all('WWW-Authenticate'), method, uri, self.number, password or f'pw{self.number}'))]

    def acknowledgement(self, request, answer, branch=None):
        kept = [(key, request.header(key)) for key in ('From', 'Call-ID')]
        uri = request.start.split()[1] if branch else answer.contact()
        count = request.header('CSeq').split()[0]
        return Message(f'ACK {uri} SIP/2.0', [self.via(branch), ('Max-Forwards', '70'), *kept, ('To', answer.header('To')), ('CSeq', f'{count} ACK')])

    async def register(self, expires=3600, password=None):
        uri = f'sip:{self.domain}'
        headers = [('To', f'<sip:{self.number}@{self.domain}>'), ('Expires', str(expires)), ('Call-ID', self.call_id), ('CSeq', str(self.register_count + 1))]
        _, answer = await self.ask('REGISTER', uri, headers, password=password)
        self.register_count += 3
        return answer.status

    async def request(self, dialog, method, headers=(), body=''):
        """A request inside a dialogue."""
        dialog.cseq += 1
        fixed = [self.via(), ('Max-Forwards', '70'), ('From', dialog.local), ('To', dialog.remote), ('Call-ID', dialog.call_id),
                 ('CSeq', f'{dialog.cseq} {method}'), ('Contact', f'<{self.uri}>')]
        request = Message(f'{method} {dialog.target} SIP/2.0', [*fixed, *headers], body)
        answer = await self.transact(request)
        if method == 'INVITE':
            self.send(self.acknowledgement(request, answer, None if answer.status < 300 else request.branch()))
        return answer

    async def invite(self, number, ringing=None, headers=()):
        """Calls; the dialogue when it is answered."""
        offer = [('Content-Type', 'application/sdp'), ('Allow', 'INVITE, ACK, CANCEL, BYE, UPDATE, INFO, REFER, NOTIFY'), *headers]
        request, answer = await self.ask('INVITE', f'sip:{number}@{self.domain}', offer, self.session(), ringing=ringing)
        if answer.status >= 300:
            raise Refused(answer.status)
        self.send(self.acknowledgement(request, answer))
        dialog = Dialog(request.header('Call-ID'), request.header('From'), answer.header('To'), answer.contact(), int(request.header('CSeq').split()[0]))
        self.dialogs[dialog.call_id, request.tag('From')] = dialog
        return dialog

    async def cancel(self):
        """Takes back the INVITE that was sent last (RFC 3261 §9.1)."""
        invite = self.last
        kept = [(key, invite.header(key)) for key in ('From', 'To', 'Call-ID')]
        cancel = Message(f'CANCEL {invite.start.split()[1]} SIP/2.0', [('Via', invite.header('Via')), ('Max-Forwards', '70'), *kept, ('CSeq', invite.header('CSeq').replace('INVITE', 'CANCEL'))])
        self.send(cancel)

    async def hang_up(self, dialog):
        answer = await self.request(dialog, 'BYE')
        if answer.status != 200:
            raise Refused(f'BYE {answer.status}')
