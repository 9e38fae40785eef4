using System.Security.Cryptography;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A dialogue that a <see cref="WirePhone"/> leads: it numbers the requests and follows tag and target of the other side.</summary>
public sealed class WireDialog(WirePhone phone, string number)
{
    private string _remote = number.Length == 0 ? $"<sip:{phone.Domain}>" : $"<sip:{number}@{phone.Domain}>";
    private string _local = $"<sip:{phone.Number}@{phone.Domain}>;tag={Token()}";
    private string _target = number.Length == 0 ? $"sip:{phone.Domain}" : $"sip:{number}@{phone.Domain}";
    private string _branch = "z9hG4bK" + Token();
    private int _sequence;
    private int _invited;

    public string CallId { get; private init; } = Token();

    /// <summary>The request as it was last sent, to send again or to change.</summary>
    public string Last { get; private set; } = "";

    /// <summary>The target that the next request goes to.</summary>
    public string Target { get => _target; set => _target = value; }

    /// <summary>The dialogue of a call that was answered here: the INVITE's other end.</summary>
    public static WireDialog Answering(WirePhone phone, SipText invite, string localTag) => new(phone, phone.Number)
    {
        CallId = invite.CallId,
        _remote = invite["From"]!,
        _local = invite["To"] + ";tag=" + localTag,
        _target = invite.Contact,
    };

    public string Invite(params string[] extra) => Send("INVITE", phone.Sdp, extra);

    /// <summary>Sends the next request and returns its branch.</summary>
    public string Send(string method, string body = "", params string[] extra)
    {
        if (method is not ("ACK" or "CANCEL") || _sequence == 0) _sequence++;
        if (method == "INVITE") _invited = _sequence;
        var number = method is "ACK" or "CANCEL" && _invited > 0 ? _invited : _sequence;
        if (method != "CANCEL") _branch = "z9hG4bK" + Token();
        string[] standard = extra.Any(line => line.StartsWith("Max-Forwards", StringComparison.Ordinal)) ? [] : ["Max-Forwards: 70"];
        string[] head = [
            $"{method} {_target} SIP/2.0", $"Via: SIP/2.0/{phone.Transport} {phone.Address}:5060;branch={_branch};rport", .. standard,
            "From: " + _local, "To: " + _remote, "Call-ID: " + CallId, $"CSeq: {number} {method}",
            .. extra.Any(line => line.StartsWith("Contact", StringComparison.Ordinal)) ? Array.Empty<string>() : [$"Contact: <{phone.Contact}>"], .. extra];
        Last = WirePhone.Compose(head, body);
        phone.Send(Last);
        return _branch;
    }

    /// <summary>The response with the given status; provisional ones before it are passed over, another final one fails the test.</summary>
    public async Task<SipText> Expect(int status, string method = "INVITE")
    {
        var response = await phone.Expect(
            message => message.IsResponse && message.CallId == CallId && message.Method == method && (message.Status == status || message.Status >= 200),
            $"{status} to {method}");
        response.Status.ShouldBe(status, response.Text);
        if (method == "INVITE" && status is >= 200 and < 300) Follow(response);
        return response;
    }

    /// <summary>ACK to a 2xx: a transaction of its own.</summary>
    public void Acknowledge(string body = "") => Send("ACK", body);

    /// <summary>ACK to a refusal: part of the INVITE's transaction (RFC 3261 §17.1.1.3).</summary>
    public void AcknowledgeRefusal(SipText response)
    {
        string[] head = [
            $"ACK {_target} SIP/2.0", $"Via: SIP/2.0/{phone.Transport} {phone.Address}:5060;branch={response.Branch};rport", "Max-Forwards: 70",
            "From: " + _local, "To: " + response["To"], "Call-ID: " + CallId, $"CSeq: {response.CSeq.Split(' ')[0]} ACK"];
        phone.Send(WirePhone.Compose(head, ""));
    }

    public async Task HangUp()
    {
        Send("BYE");
        await Expect(200, "BYE");
    }

    /// <summary>What a response says of the other side's tag and target is used from now on; a 2xx to an INVITE is followed by itself.</summary>
    public void Follow(SipText response)
    {
        _remote = response["To"]!;
        if (response.Contact.Length > 0) _target = response.Contact;
    }

    private static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
