using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>
/// A registered phone over UDP that has any number of calls at once, answers each call that comes, and keeps what became of all of them.
/// It sends again what is not answered, and answers again what comes again.
/// </summary>
internal sealed class LoadPhone : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly IPEndPoint _exchange;
    private readonly ConcurrentDictionary<string, PhoneRequest> _asked = new();
    private readonly ConcurrentDictionary<string, string> _answered = new();
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();
    private readonly ConcurrentDictionary<string, bool> _unacknowledged = new();
    private readonly ConcurrentDictionary<string, CallEnd> _ends = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _receiving;

    /// <param name="socket">Bound to the phone's address.</param>
    /// <param name="exchange">Where the exchange takes SIP.</param>
    /// <param name="number">Its number; its password is "pw" and the number.</param>
    public LoadPhone(Socket socket, IPEndPoint exchange, string number)
    {
        (_socket, _exchange, Number) = (socket, exchange, number);
        Address = (IPEndPoint)socket.LocalEndPoint!;
        _receiving = Task.Run(Receive);
    }

    public string Number { get; }

    public string Domain => Exchange.Domain;

    public IPEndPoint Address { get; }

    public string Contact => $"sip:{Number}@{Address}";

    /// <summary>Every call that it ever had.</summary>
    public IEnumerable<CallEnd> Calls => _ends.Values;

    /// <summary>Registers with digest for an hour.</summary>
    public async Task Register()
    {
        var (callId, tag) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N")[..8]);
        var answer = await Ask(Registration(1, callId, tag), SipClocks.TransactionTimeout);
        if (answer is { Status: 401 } challenge)
        {
            var line = Digest.Answer(challenge, "SHA-256", "REGISTER", "sip:" + Domain, Number, "pw" + Number);
            answer = await Ask(Registration(2, callId, tag, line), SipClocks.TransactionTimeout);
        }

        (answer?.Status).ShouldBe(200, $"{Number} registers; it got {answer?.StartLine}");
    }

    /// <summary>Makes a call; it is settled when this returns.</summary>
    public async Task<CallEnd> Call(string number, TimeSpan? patience = null)
    {
        var call = CallEnd.Calling(this, number);
        _ends[call.CallId] = call;
        return await call.Invite(patience ?? SipClocks.TransactionTimeout);
    }

    /// <summary>The end of a call that is here; null when it never came.</summary>
    public CallEnd? Find(string subject) => _ends.Values.FirstOrDefault(end => end.Subject == subject);

    /// <summary>Sends a request and waits for its final answer; null when there is none in time.</summary>
    internal async Task<SipText?> Ask(PhoneRequest request, TimeSpan patience)
    {
        _asked[request.Branch] = request;
        try
        {
            return await request.Run(Send, patience);
        }
        finally
        {
            _asked.TryRemove(request.Branch, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _socket.Dispose();
        await _receiving;
        _end.Dispose();
    }

    private PhoneRequest Registration(int number, string callId, string tag, params string[] extra)
    {
        var branch = "z9hG4bK" + Guid.NewGuid().ToString("N");
        string[] head = [
            $"REGISTER sip:{Domain} SIP/2.0", $"Via: SIP/2.0/UDP {Address};branch={branch};rport", "Max-Forwards: 70", $"From: <sip:{Number}@{Domain}>;tag={tag}",
            $"To: <sip:{Number}@{Domain}>", "Call-ID: " + callId, $"CSeq: {number} REGISTER", $"Contact: <{Contact}>", "Expires: 3600", .. extra];
        return new PhoneRequest(null, "REGISTER", branch, WirePhone.Compose(head, ""));
    }

    private async Task Receive()
    {
        var bytes = new byte[65536];
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveAsync(bytes, _end.Token);
                var message = new SipText(Encoding.UTF8.GetString(bytes, 0, length));
                if (message.IsResponse) TakeAnswer(message);
                else TakeRequest(message);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The phone is put away; or, where the exchange is dead, the kernel says that its port is closed.
            }
        }
    }

    private void TakeAnswer(SipText answer)
    {
        var request = _asked.GetValueOrDefault(answer.Branch);
        if (answer.Method == "INVITE" && answer.Status >= 200)
        {
            var key = $"{answer.Branch} {answer.ToTag}";
            if (!_acknowledged.TryGetValue(key, out var ack) && _ends.TryGetValue(answer.CallId, out var call))
                _acknowledged[key] = ack = call.Acknowledgement(answer);
            if (ack is not null) Send(ack);
            if (request is null && answer.Status < 300) _ = _ends.GetValueOrDefault(answer.CallId)?.HangUpLate(answer);
        }

        request?.Hear(answer);
    }

    private void TakeRequest(SipText request)
    {
        var key = $"{request.CallId} {request.CSeq}";
        if (request.Method == "ACK")
        {
            _unacknowledged.TryRemove($"{request.CallId} {request.CSeq.Split(' ')[0]} INVITE", out _);
        }
        else if (_answered.TryGetValue(key, out var said))
        {
            Send(said);
        }
        else
        {
            _answered[key] = said = AnswerTo(request, key);
            Send(said);
        }
    }

    private string AnswerTo(SipText request, string key)
    {
        if (request.Method == "INVITE" && request.ToTag.Length == 0)
        {
            var call = CallEnd.Answering(this, request);
            _ends[call.CallId] = call;
            Send(call.Reply(request, 180, "Ringing", ""));
        }

        if (!_ends.TryGetValue(request.CallId, out var end)) return CallEnd.Answering(this, request).Reply(request, 481, "Call/Transaction Does Not Exist", "");
        if (request.Method != "INVITE") return end.Take(request);
        _unacknowledged[key] = true;
        var accepted = end.Accept(request);
        _ = InsistUntilAcknowledged(key, accepted);
        return accepted;
    }

    // RFC 3261 §13.3.1.4: whoever is called sends its 2xx again until the ACK comes.
    private async Task InsistUntilAcknowledged(string key, string answer)
    {
        var watch = Stopwatch.StartNew();
        for (var pause = SipClocks.T1; watch.Elapsed < SipClocks.TransactionTimeout && !_end.IsCancellationRequested; pause = pause < SipClocks.T2 ? pause * 2 : SipClocks.T2)
        {
            await Task.Delay(pause, CancellationToken.None);
            if (!_unacknowledged.ContainsKey(key)) return;
            Send(answer);
        }
    }

    private void Send(string text)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(text), _exchange);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Lost, as any datagram may be.
        }
    }
}
