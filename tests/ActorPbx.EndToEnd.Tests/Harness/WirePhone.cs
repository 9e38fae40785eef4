using System.Diagnostics;
using System.Net;
using System.Text;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A phone that a test moves by hand, message by message, over UDP or TCP: for orders and faults that no well-behaved program produces.</summary>
public sealed class WirePhone : IDisposable
{
    private readonly Func<Wire> _connect;
    private Wire _wire;
    private readonly List<SipText> _unread = [];
    private readonly HashSet<string> _seen = [];

    public WirePhone(Exchange exchange, int device, string number = "probe", string domain = Exchange.Domain, Network? net = null)
        : this(exchange, device, number, domain, net ?? exchange.Net, overTcp: false)
    {
    }

    private WirePhone(Exchange exchange, int device, string number, string domain, Network net, bool overTcp)
    {
        Number = number;
        Domain = domain;
        Address = net.Device(device);
        var server = new IPEndPoint(net.Exchange, exchange.Sip.Port);
        _connect = () => overTcp ? Wire.Tcp(net.DevicePlace, Address, server) : Wire.Udp(net.DevicePlace, new IPEndPoint(Address, 5060), server);
        _wire = _connect();
    }

    /// <summary>A phone on a TCP connection, which it makes itself.</summary>
    public static WirePhone OverTcp(Exchange exchange, int device, string number) => new(exchange, device, number, Exchange.Domain, exchange.Net, overTcp: true);

    public string Number { get; }

    public string Domain { get; }

    public IPAddress Address { get; }

    public string Contact => Transport == "UDP" ? $"sip:{Number}@{Address}:5060" : $"sip:{Number}@{Address}:5060;transport={Transport.ToLowerInvariant()}";

    /// <summary>As a Via names it.</summary>
    public string Transport => _wire.Transport;

    /// <summary>Everything that arrived, retransmissions left out.</summary>
    public List<SipText> Received { get; } = [];

    /// <summary>What this phone offers and answers when a test says nothing else.</summary>
    public string Sdp => $"v=0\r\no=- 1 1 IN IP4 {Address}\r\ns=-\r\nc=IN IP4 {Address}\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";

    public void Send(string text) => _wire.Send(Encoding.UTF8.GetBytes(text));

    public void Send(byte[] bytes) => _wire.Send(bytes);

    /// <summary>A new dialogue with somebody, or with the registrar.</summary>
    public WireDialog Dial(string number) => new(this, number);

    /// <summary>True when a request outside any dialogue gets an answer within half a second.</summary>
    public async Task<bool> Answers(string method)
    {
        var dialog = Dial("");
        dialog.Send(method);
        return await TryExpect(message => message.CallId == dialog.CallId, TimeSpan.FromSeconds(0.5)) is not null;
    }

    public Task<SipText> ExpectRequest(string method) =>
        Expect(message => !message.IsResponse && message.Method == method, $"a {method}");

    public async Task<SipText> Expect(Func<SipText, bool> isIt, string what) =>
        await TryExpect(isIt, Eventually.Patience)
            ?? throw new TimeoutException($"{Number} waited for {what}; unread:\n{string.Join('\n', _unread)}");

    /// <summary>The first unread message that fits, or null when none comes in time.</summary>
    public async Task<SipText?> TryExpect(Func<SipText, bool> isIt, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (_unread.FirstOrDefault(isIt) is { } found)
            {
                _unread.Remove(found);
                return found;
            }

            var left = patience - watch.Elapsed;
            if (left <= TimeSpan.Zero || !await Receive(left)) return null;
        }
    }

    /// <summary>Registers with digest; the last response, whatever it is.</summary>
    public async Task<SipText> Register(int expires = 300, string algorithm = "SHA-256", string? password = null, string? contact = null, params string[] more)
    {
        var dialog = Dial(Number);
        dialog.Target = "sip:" + Domain;
        string[] extra = [$"Contact: {contact ?? $"<{Contact}>"}", $"Expires: {expires}", .. more];
        dialog.Send("REGISTER", "", extra);
        var challenge = await dialog.Expect(401, "REGISTER");
        dialog.Send("REGISTER", "", [.. extra, Digest.Answer(challenge, algorithm, "REGISTER", dialog.Target, Number, password ?? "pw" + Number)]);
        return await Expect(message => message.CallId == dialog.CallId && message.IsResponse && message.Status >= 200, "an answer to REGISTER");
    }

    /// <summary>Answers a request; to an INVITE with a tag of this phone's.</summary>
    public void Reply(SipText request, int status, string reason, string body = "", params string[] extra)
    {
        var to = request["To"]!;
        if (request.ToTag.Length == 0 && status > 100) to += ";tag=" + TagFor(request);
        string[] head = [
            $"SIP/2.0 {status} {reason}", .. request.All("Via").Select(via => "Via: " + via), .. request.All("Record-Route").Select(route => "Record-Route: " + route),
            "From: " + request["From"], "To: " + to, "Call-ID: " + request.CallId, "CSeq: " + request.CSeq,
            .. extra.Any(line => line.StartsWith("Contact", StringComparison.Ordinal)) ? Array.Empty<string>() : [$"Contact: <{Contact}>"], .. extra];
        Send(Compose(head, body));
    }

    /// <summary>Answers a call and takes its dialogue.</summary>
    public WireDialog Answer(SipText invite)
    {
        Reply(invite, 200, "OK", Sdp);
        return WireDialog.Answering(this, invite, TagFor(invite));
    }

    /// <summary>The connection breaks, and the phone makes another one.</summary>
    public void Reconnect()
    {
        _wire.Dispose();
        _wire = _connect();
    }

    public void Dispose() => _wire.Dispose();

    internal static string Compose(IEnumerable<string> head, string body) =>
        string.Join("\r\n", [.. head, .. body.Length > 0 && !head.Any(line => line.StartsWith("Content-Type", StringComparison.Ordinal)) ? ["Content-Type: application/sdp"] : Array.Empty<string>(), "Content-Length: " + Encoding.UTF8.GetByteCount(body), "", body]);

    private string TagFor(SipText request) => $"{Number}-{request.CallId.GetHashCode(StringComparison.Ordinal):x}";

    private async Task<bool> Receive(TimeSpan patience)
    {
        if (await _wire.Receive(patience) is not { } text) return false;
        var message = new SipText(text);
        if (_seen.Add(message.Text))
        {
            _unread.Add(message);
            Received.Add(message);
        }

        return true;
    }
}
