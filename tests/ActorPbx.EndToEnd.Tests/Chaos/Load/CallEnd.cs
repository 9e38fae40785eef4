using System.Diagnostics;
using System.Security.Cryptography;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>One call as one of its two phones has it: the dialog, and what became of it.</summary>
internal sealed class CallEnd
{
    private readonly LoadPhone _phone;
    private readonly int _session = RandomNumberGenerator.GetInt32(1, int.MaxValue);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _local;
    private string _remote;
    private string _target;
    private int _sequence;
    private int _version;

    private CallEnd(LoadPhone phone, string callId, string subject, string local, string remote, string target) =>
        (_phone, CallId, Subject, _local, _remote, _target) = (phone, callId, subject, local, remote, target);

    public string CallId { get; }

    /// <summary>Passes from phone to phone unchanged, and so tells which two ends are one call.</summary>
    public string Subject { get; }

    public required string Caller { get; init; }

    public required string Called { get; init; }

    public CallFate Fate { get; private set; } = CallFate.Trying;

    /// <summary>The last answer to the INVITE; null when there was none.</summary>
    public SipText? Answer { get; private set; }

    /// <summary>Stopwatch's time when the INVITE left, or came.</summary>
    public long BegunAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>Stopwatch's time of the INVITE's last answer, or of giving up.</summary>
    public long SettledAt { get; private set; }

    /// <summary>Stopwatch's time when the call was over here; 0 while it is not.</summary>
    public long OverAt { get; private set; }

    /// <summary>Time from the INVITE to its last answer.</summary>
    public TimeSpan SetUpTime => Stopwatch.GetElapsedTime(BegunAt, SettledAt);

    /// <summary>Requests of the other side inside the dialog; BYE and ACK left out.</summary>
    public int Heard { get; private set; }

    /// <summary>Completes when the call that was established is over here.</summary>
    public Task Over => _over.Task;

    /// <summary>What was wrong, for whoever reads of a lost call.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>A call that a phone is about to make.</summary>
    public static CallEnd Calling(LoadPhone phone, string number)
    {
        var name = Token();
        return new CallEnd(phone, name, name, $"<sip:{phone.Number}@{phone.Domain}>;tag={Token()}", $"<sip:{number}@{phone.Domain}>", $"sip:{number}@{phone.Domain}")
        {
            Caller = phone.Number,
            Called = number,
        };
    }

    /// <summary>A call that came to a phone.</summary>
    public static CallEnd Answering(LoadPhone phone, SipText invite)
    {
        var from = invite["From"]!;
        return new CallEnd(phone, invite.CallId, invite["Subject"] ?? "", $"{invite["To"]};tag={Token()}", from, invite.Contact)
        {
            Caller = from.Split("sip:")[1].Split('@')[0],
            Called = phone.Number,
        };
    }

    /// <summary>Has the call made; it is settled when this returns.</summary>
    public async Task<CallEnd> Invite(TimeSpan patience)
    {
        Answer = await _phone.Ask(Request("INVITE", Sdp("sendrecv"), $"Subject: {Subject}"), patience);
        for (var tries = 0; Answer is { Status: 401 or 407 } challenge && tries < 2; tries++)
        {
            var line = Digest.Answer(challenge, "SHA-256", "INVITE", _target, _phone.Number, "pw" + _phone.Number);
            Answer = await _phone.Ask(Request("INVITE", Sdp("sendrecv"), $"Subject: {Subject}", line), patience);
        }

        SettledAt = Stopwatch.GetTimestamp();
        Fate = Answer?.Status switch { null => CallFate.Silent, < 300 => CallFate.Established, _ => CallFate.Refused };
        if (Fate == CallFate.Established) Follow(Answer!);
        else OverAt = SettledAt;
        return this;
    }

    /// <summary>The other side holds the line, as far as this phone asks for it.</summary>
    public Task<bool> Hold() => Renegotiate("sendonly");

    /// <summary>The held call goes on.</summary>
    public Task<bool> Resume() => Renegotiate("sendrecv");

    /// <summary>Sends a digit in an INFO.</summary>
    public async Task<bool> Inform() => Succeeded(await _phone.Ask(Request("INFO", "", "Info-Package: digit"), SipClocks.TransactionTimeout), "INFO");

    public async Task HangUp()
    {
        if (Fate != CallFate.Established) return;
        var answer = await _phone.Ask(Request("BYE", ""), SipClocks.TransactionTimeout);
        if (Fate == CallFate.Established) Fate = Succeeded(answer, "BYE") ? CallFate.HungUp : CallFate.Broken;
        End();
    }

    /// <summary>The call was given up, and is answered after all: RFC 3261 §15 asks for a BYE then.</summary>
    internal Task HangUpLate(SipText answer)
    {
        if (Fate != CallFate.Silent) return Task.CompletedTask;
        Follow(answer);
        Fate = CallFate.Refused;
        return _phone.Ask(Request("BYE", ""), SipClocks.TransactionTimeout);
    }

    /// <summary>The 200 to an INVITE of the other side.</summary>
    internal string Accept(SipText invite)
    {
        if (Fate == CallFate.Trying)
        {
            (Fate, SettledAt) = (CallFate.Established, Stopwatch.GetTimestamp());
        }
        else
        {
            Heard++;
        }

        _target = invite.Contact;
        return Reply(invite, 200, "OK", Sdp(invite.Body.Contains("a=sendonly", StringComparison.Ordinal) ? "recvonly" : "sendrecv"));
    }

    /// <summary>The answer to another request of the other side.</summary>
    internal string Take(SipText request)
    {
        if (request.Method == "BYE")
        {
            Fate = Fate == CallFate.Established ? CallFate.WasHungUp : Fate;
            Trouble += request["Reason"];
            End();
        }
        else
        {
            Heard++;
        }

        return Reply(request, 200, "OK", "");
    }

    internal string Reply(SipText request, int status, string reason, string body) => WirePhone.Compose(
        [
            $"SIP/2.0 {status} {reason}", .. request.All("Via").Select(via => "Via: " + via), "From: " + request["From"],
            "To: " + (request.ToTag.Length > 0 ? request["To"] : _local), "Call-ID: " + request.CallId, "CSeq: " + request.CSeq, $"Contact: <{_phone.Contact}>",
        ], body);

    /// <summary>ACK to an answer of a request that carried this sequence number.</summary>
    internal string Acknowledgement(SipText answer)
    {
        var number = answer.CSeq.Split(' ')[0];
        // RFC 3261 §17.1.1.3: to a refusal it belongs to the INVITE's transaction; §13.2.2.4: to a 2xx it is one of its own.
        var (target, branch) = answer.Status < 300 ? (answer.Contact, "z9hG4bK" + Token()) : (_target, answer.Branch);
        return WirePhone.Compose(Head("ACK", target, branch, number, answer["To"]!), "");
    }

    private async Task<bool> Renegotiate(string direction)
    {
        var answer = await _phone.Ask(Request("INVITE", Sdp(direction)), SipClocks.TransactionTimeout);
        if (answer is { Status: < 300 }) Follow(answer);
        return Succeeded(answer, "re-INVITE");
    }

    private void End()
    {
        OverAt = Stopwatch.GetTimestamp();
        _over.TrySetResult();
    }

    private bool Succeeded(SipText? answer, string what)
    {
        if (answer is { Status: 200 }) return true;
        Trouble += $"{what}: {answer?.StartLine ?? "no answer"} {answer?["Reason"]}; ";
        return false;
    }

    private void Follow(SipText answer)
    {
        _remote = answer["To"]!;
        if (answer.Contact.Length > 0) _target = answer.Contact;
    }

    private PhoneRequest Request(string method, string body, params string[] extra)
    {
        _sequence++;
        var branch = "z9hG4bK" + Token();
        return new PhoneRequest(this, method, branch, WirePhone.Compose([.. Head(method, _target, branch, $"{_sequence}", _remote), $"Contact: <{_phone.Contact}>", .. extra], body));
    }

    private string[] Head(string method, string target, string branch, string number, string to) =>
    [
        $"{method} {target} SIP/2.0", $"Via: SIP/2.0/UDP {_phone.Address};branch={branch};rport", "Max-Forwards: 70",
        "From: " + _local, "To: " + to, "Call-ID: " + CallId, $"CSeq: {number} {method}",
    ];

    private string Sdp(string direction) =>
        $"v=0\r\no=- {_session} {++_version} IN IP4 {_phone.Address.Address}\r\ns=-\r\nc=IN IP4 {_phone.Address.Address}\r\nt=0 0\r\n"
        + $"m=audio 6000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na={direction}\r\n";

    private static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
