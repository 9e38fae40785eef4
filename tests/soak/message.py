"""SIP as the phones of a soak read and write it: messages, streams cut into messages, digest."""
import hashlib, itertools, random, re

_counter = itertools.count(1)


def token():
    """A word that nobody else has."""
    return f'{next(_counter):x}{random.getrandbits(40):x}'


class Message:
    """A request or a response, its headers in their order."""

    def __init__(self, start, headers, body=''):
        self.start, self.headers, self.body = start, headers, body
        words = start.split(' ', 2)
        self.status = int(words[1]) if words[0] == 'SIP/2.0' else None
        self.method = self.header('CSeq').split()[1] if self.status else words[0]

    @staticmethod
    def read(text):
        head, _, body = text.partition('\r\n\r\n')
        lines = head.split('\r\n')
        return Message(lines[0], [tuple(part.strip() for part in line.split(':', 1)) for line in lines[1:] if ':' in line], body)

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), '')

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def text(self):
        lines = [f'{key}: {value}' for key, value in self.headers] + [f'Content-Length: {len(self.body.encode())}']
        return '\r\n'.join([self.start, *lines]) + '\r\n\r\n' + self.body

    def tag(self, name):
        found = re.search(r';tag=([^;>\s]+)', self.header(name))
        return found.group(1) if found else ''

    def branch(self):
        return re.search(r';branch=([^;,\s]+)', self.header('Via')).group(1)

    def contact(self):
        found = re.search(r'<([^>]+)>', self.header('Contact'))
        return found.group(1) if found else ''

    def reply(self, code, reason, tag='', headers=(), body=''):
        """A response to this request."""
        kept = [(key, value) for key, value in self.headers if key.lower() in ('via', 'from', 'call-id', 'cseq', 'record-route')]
        to = self.header('To')
        kept.append(('To', f'{to};tag={tag}' if tag and ';tag=' not in to else to))
        return Message(f'SIP/2.0 {code} {reason}', [*kept, *headers], body)


def cut(buffer):
    """The first whole message in the bytes of a stream and what is left; None as long as there is none."""
    buffer = buffer.lstrip(b'\r\n')
    head, found, rest = buffer.partition(b'\r\n\r\n')
    if not found:
        return None, buffer
    length = int(re.search(rb'\r\ncontent-length *: *(\d+)', head, re.I).group(1))
    if len(rest) < length:
        return None, buffer
    return (head + found + rest[:length]).decode(), rest[length:]


def credentials(challenges, method, uri, user, password):
    """Proof of the password for the first challenge (RFC 8760 §2.6) that is understood."""
    for challenge in challenges:
        given = {key.lower(): quoted or bare for key, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', challenge)}
        algorithm = given.get('algorithm', 'MD5')
        digest = {'MD5': hashlib.md5, 'SHA-256': hashlib.sha256}.get(algorithm)
        if digest:
            hashed = lambda text: digest(text.encode()).hexdigest()
            own, count = token(), '00000001'
            secret, what = hashed(f'{user}:{given["realm"]}:{password}'), hashed(f'{method}:{uri}')
            response = hashed(f'{secret}:{given["nonce"]}:{count}:{own}:auth:{what}')
            return (f'Digest username="{user}", realm="{given["realm"]}", nonce="{given["nonce"]}", uri="{uri}", algorithm={algorithm}, '
                    f'qop=auth, nc={count}, cnonce="{own}", response="{response}"')
    raise ValueError(f'no challenge that is understood: {challenges}')
